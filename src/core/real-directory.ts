/** What a path means once its symbolic links are followed. */

import { KmodError, SystemError } from "./errors.ts";
import type { FileSystem } from "./platform.ts";

/** As many as Linux follows before ELOOP. */
const MOST_LINKS = 40;

/** The target of a symbolic link, or undefined for anything else. Throws SystemError. */
function linkTarget(files: FileSystem, path: string): string | undefined {
  try {
    return files.readLink(path);
  } catch (error) {
    if (error instanceof KmodError && error.errno === "EINVAL") return undefined;
    throw error;
  }
}

/** An absolute path of an existing directory (or, at its end, anything that exists), without `.`, `..` and symbolic links. Throws SystemError. */
export function realDirectory(files: FileSystem, path: string): string {
  return followLinks(path, (each) => linkTarget(files, each));
}

/**
 * An absolute path without `.`, `..` and the symbolic links that `targetOf` knows; `..` stays below `/`. Throws SystemError (ELOOP), and
 * what `targetOf` throws.
 */
export function followLinks(path: string, targetOf: (path: string, isLast: boolean) => string | undefined): string {
  const pending = path.split("/").toReversed();
  const walked: string[] = [];
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      walked.pop();
      continue;
    }
    const target = targetOf(`/${[...walked, part].join("/")}`, pending.length === 0);
    if (target === undefined) {
      walked.push(part);
      continue;
    }
    if (++links > MOST_LINKS) throw new SystemError("follow", path, "ELOOP");
    if (target.startsWith("/")) walked.length = 0;
    pending.push(...target.split("/").toReversed());
  }
  return `/${walked.join("/")}`;
}
