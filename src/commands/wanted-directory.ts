/** A directory that is there, or could be made. */

import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError } from "../core/errors.ts";
import type { FileSystem } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import { joinPath } from "./paths.ts";

/**
 * The absolute path without symbolic links that a directory has, or will have. `path` is absolute, `typed` as the user
 * gave it. Throws a KmodError where there can be none.
 */
export function wantedDirectory(files: FileSystem, path: string, typed: string): string {
  try {
    const real = realAncestor(files, path);
    if (!isAbsent(files, real) && files.status(real).type !== "directory") {
      throw new SystemError("mkdir", real, "ENOTDIR");
    }
    return real;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new KmodError(`cannot make links in '${typed}': ${error.detail ?? errnoText(error.errno)}`, error.errno);
  }
}

/**
 * A path of which the end may not be there yet. What is missing will be directories, so that `..` leads back from
 * them.
 */
function realAncestor(files: FileSystem, path: string): string {
  if (!isAbsent(files, path)) return realDirectory(files, path);
  const [, above = "", name = ""] = /^(.*?)\/*([^/]*)\/*$/.exec(path) ?? [];
  const real = realAncestor(files, above === "" ? "/" : above);
  if (name === ".") return real;
  if (name === "..") return real.slice(0, real.lastIndexOf("/")) || "/";
  const here = joinPath(real, name);
  if (!isAbsent(files, here)) return realDirectory(files, here);
  if (isLink(files, here)) throw new SystemError("follow", here, "ENOENT", "a link to nothing is in the way");
  return here;
}

function isAbsent(files: FileSystem, path: string): boolean {
  try {
    files.status(path);
    return false;
  } catch (error) {
    if (error instanceof KmodError && error.errno === "ENOENT" && path !== "/") return true;
    throw error;
  }
}

function isLink(files: FileSystem, path: string): boolean {
  try {
    files.readLink(path);
    return true;
  } catch (error) {
    if (error instanceof KmodError && error.errno === "ENOENT") return false;
    throw error;
  }
}
