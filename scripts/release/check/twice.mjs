/**
 * A second release of the same commit, by somebody else: another folder, another user, a strict umask, other temporary
 * files.
 */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root, run } from "../../project.mjs";
import { cacheFolder } from "../../trees-folder.mjs";
import { RELEASE, releaseTime } from "../facts.mjs";
import { checkBrokenOff } from "./broken-off.mjs";
import { inScratch } from "./scratch.mjs";

/** Nobody in particular. */
const USER = "12345";

/** What has been fetched does not have to be fetched again; what is compiled from it has. */
function copyCache(folder) {
  const names = ["engine/qjsc@0.3.0", "static-libraries-arm64", "static-libraries-armhf"];
  for (const name of names.filter((each) => existsSync(join(cacheFolder(), each))))
    cpSync(join(cacheFolder(), name), join(folder, name), { recursive: true });
}

/** Returns SHA256SUMS of the second release. */
async function releaseElsewhere(folder) {
  const [clone, home] = [join(folder, "a-folder-with-another-name"), join(folder, "home")];
  for (const name of [home, join(folder, "tmp")]) mkdirSync(name);
  run("git", ["clone", "--quiet", root, clone]);
  copyCache(join(home, ".cache/kmod-ts"));
  run("chown", ["-R", `${USER}:${USER}`, folder]);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: join(folder, "tmp"),
    SOURCE_DATE_EPOCH: String(releaseTime()),
  };
  const identity = ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"];
  const script = "umask 077 && npm ci --no-audit --no-fund --loglevel=error && npm run release";
  const { status, stdout, stderr } = spawnSync(identity[0], [...identity.slice(1), "sh", "-c", script], {
    cwd: clone,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Failure(`A second release fails:\n${stdout}${stderr}`);
  await checkBrokenOff(clone, env.TMPDIR, identity, { cwd: clone, env });
  return join(clone, "release/SHA256SUMS");
}

function linesOf(file) {
  return new Set(readFileSync(file, "utf8").trim().split("\n"));
}

export function checkTwice() {
  return inScratch(async (folder) => {
    const [here, there] = [linesOf(join(RELEASE, "SHA256SUMS")), linesOf(await releaseElsewhere(folder))];
    // Sources are Debian's own files, and only in a release that asked for them.
    const different = [...there].filter((line) => !here.has(line)).map((line) => line.split("  ")[1]);
    if (different.length > 0)
      throw new Failure(`Made again elsewhere from the last commit, these are other files: ${different.join(", ")}`);
  });
}
