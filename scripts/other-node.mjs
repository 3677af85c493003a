/**
 * `node scripts/other-node.mjs VERSION`: prints the folder of a `node` of another version, which is fetched into the
 * cache folder when it is not there yet, from the npm package that carries it.
 */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, isMain, main, run } from "./project.mjs";
import { cacheFolder } from "./trees-folder.mjs";

/** A folder that has `bin/node` of a version, as `22` or `24.1.0`, for this machine's architecture. */
export function nodeOf(version) {
  const name = `node-linux-${process.arch}@${version}`;
  const target = join(cacheFolder(), `node-${version}-${process.arch}`);
  if (existsSync(target)) return join(target, "package");
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), ".node-"));
  try {
    run("npm", ["pack", "--silent", "--ignore-scripts", name], { cwd: work, stdio: ["ignore", "ignore", "inherit"] });
    const tarball = readdirSync(work).find((file) => file.endsWith(".tgz"));
    run("tar", ["-xzf", tarball], { cwd: work });
    rmSync(join(work, tarball));
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return join(target, "package");
}

if (isMain(import.meta.url)) {
  await main(() => {
    const [version] = process.argv.slice(2);
    if (version === undefined) throw new Failure("node scripts/other-node.mjs VERSION");
    console.log(join(nodeOf(version), "bin"));
  });
}
