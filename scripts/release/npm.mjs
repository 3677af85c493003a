/** The npm tarball, with the binaries of all architectures and the licences of what is in them. */

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../project.mjs";
import { MAKING, steadyEnvironment } from "./facts.mjs";
import { licenceText } from "./licences.mjs";
import { stageEntries } from "./stage.mjs";

/** Where the package has the licences. */
const TEXT = "prebuilds/third-party-licences.txt";

/** Runs npm pack, without its scripts: everything has been built. */
function pack(cwd, args) {
  const words = ["pack", "--json", "--ignore-scripts", ...args];
  const { stdout } = run("npm", words, {
    cwd,
    env: steadyEnvironment(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(stdout)[0];
}

/** Puts the licences of these components where the package has them. */
export function writeLicences(components) {
  mkdirSync(join(root, "prebuilds"), { recursive: true });
  writeFileSync(join(root, TEXT), licenceText(components));
}

/**
 * Packs what has been built. npm keeps the modes that files have, so that they are copied first. Returns the file's
 * name.
 */
export function makeNpmTarball(work, components) {
  writeLicences(components);
  const { files } = pack(root, ["--dry-run"]);
  const folder = join(work, "npm");
  const entries = files.map(({ path, mode }) => ({ path, file: join(root, path), isProgram: (mode & 0o100) !== 0 }));
  stageEntries(folder, entries);
  const { filename } = pack(folder, ["--pack-destination", MAKING]);
  chmodSync(join(MAKING, filename), 0o644);
  return filename;
}
