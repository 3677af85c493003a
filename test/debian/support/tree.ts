/** What a folder holds, as lines that can be compared. */

import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Set-user-ID and set-group-ID, which debugfs does not keep. */
const SET_IDS = 0o6000;

/**
 * Every entry below a folder by its path without a leading slash: kind, mode but for set IDs, owner, and a link's
 * target or a file's digest.
 */
export function describeTree(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const at = path === "" ? name : `${path}/${name}`;
      const status = lstatSync(join(root, at));
      found.set(
        at,
        `${(status.mode & ~SET_IDS).toString(8)} ${status.uid}:${status.gid} ${contentOf(join(root, at), status)}`,
      );
      if (status.isDirectory()) visit(at);
    }
  };
  visit("");
  return found;
}

function contentOf(path: string, status: { isFile(): boolean; isSymbolicLink(): boolean; rdev: number }): string {
  if (status.isSymbolicLink()) return `-> ${readlinkSync(path, "latin1")}`;
  if (status.isFile()) return createHash("sha256").update(readFileSync(path)).digest("hex");
  return `${status.rdev}`;
}

/** What a tree has and the other has not, and what both have and is not the same in them; each sorted. */
export interface TreeDifference {
  readonly gone: readonly string[];
  readonly come: readonly string[];
  readonly changed: readonly string[];
}

export function compareTrees(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): TreeDifference {
  return {
    gone: [...before.keys()].filter((path) => !after.has(path)),
    come: [...after.keys()].filter((path) => !before.has(path)),
    changed: [...before].flatMap(([path, what]) => (after.has(path) && after.get(path) !== what ? [path] : [])),
  };
}
