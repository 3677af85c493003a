/** A listing of a whole root, to see what packages leave behind. */

import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { walk } from "../stage.mjs";

/** What dpkg writes of each run, whatever is installed and removed. */
const BY_DPKG = new Set([
  // Times and names of what was done.
  "var/log/dpkg.log",
  // The states before the last run.
  "var/lib/dpkg/status-old",
  "var/lib/dpkg/diversions-old",
  // An empty file, made when somebody first asks for diversions, and the lock that dpkg takes for triggers.
  "var/lib/dpkg/triggers/Lock",
  "var/lib/dpkg/triggers/Unincorp",
]);

function describe(path) {
  const status = lstatSync(path);
  const owner = `${(status.mode & 0o7777).toString(8)} ${status.uid}:${status.gid}`;
  if (status.isSymbolicLink()) return `link ${owner} ${readlinkSync(path)}`;
  if (status.isDirectory()) return `directory ${owner}`;
  if (!status.isFile()) return `other ${owner} ${status.rdev}`;
  const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
  return `file ${owner} ${status.size} ${hash}`;
}

/** Type, mode, owner, size, hash or target of everything below a folder, by its path. */
export function listRoot(folder) {
  const paths = walk(folder).map(({ path }) => path);
  return new Map(paths.filter((path) => !BY_DPKG.has(path)).map((path) => [path, describe(join(folder, path))]));
}

/** Lines that say in what two listings differ. */
export function compareListings(before, after) {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}: ${before.get(path) ?? "nothing"}, then ${after.get(path) ?? "nothing"}`);
}
