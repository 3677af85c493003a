/** A Debian that has nothing but what a README names: made once by debootstrap, kept in the cache folder. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "../project.mjs";
import { cacheFolder } from "../trees-folder.mjs";

/** What comes as a Debian package of that name. `npm` comes with Node, for which Debian 12's package is too old. */
const PACKAGED = new Set(["git"]);
const WITH_NODE = new Set(["node", "npm"]);

/** Packages for the needed programs. Throws a Failure for one that nobody would know where to get. */
function packagesFor(programs) {
  const strange = programs.filter((name) => !PACKAGED.has(name) && !WITH_NODE.has(name));
  if (strange.length > 0) throw new Failure(`README.md needs ${strange.join(", ")}, which a bare root cannot be given`);
  return ["ca-certificates", ...programs.filter((name) => PACKAGED.has(name))];
}

/** The root folder of a minimal Debian with packages for these programs. Needs root's rights and debootstrap. */
export function bareSystem(programs) {
  const packages = packagesFor(programs);
  const target = join(cacheFolder(), `bare-root-${packages.toSorted().join("+")}`);
  if (existsSync(target)) return target;
  console.log("Making a bare Debian (debootstrap) …");
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), ".bare-root-"));
  try {
    const options = ["--variant=minbase", `--include=${packages.join(",")}`, "bookworm", work];
    // It tries device nodes and mounts: not in the machine's own namespace.
    run("unshare", ["-m", "debootstrap", ...options], { stdio: ["ignore", "ignore", "inherit"] });
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

/** The folder of this machine's npm. */
export function npmFolder() {
  const { stdout } = spawnSync("npm", ["root", "-g"], { encoding: "utf8" });
  const folder = join(stdout.trim(), "npm");
  if (!existsSync(join(folder, "bin/npm-cli.js"))) throw new Failure("npm is not where npm root -g says");
  return folder;
}
