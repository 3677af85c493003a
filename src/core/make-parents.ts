/** Directories that an output file needs. */

import { SystemError } from "./errors.ts";
import type { FileSystem } from "./platform.ts";

/** Makes the missing directories above `path` with `mode` (subject to the umask). Throws `SystemError`. */
export function makeParents(files: FileSystem, path: string, mode: number): void {
  for (let slash = path.indexOf("/", 1); slash > 0; slash = path.indexOf("/", slash + 1)) {
    const directory = path.slice(0, slash);
    if (directory.endsWith("/") || isDirectory(files, directory)) continue;
    try {
      files.makeDirectory(directory, mode);
    } catch (error) {
      // Somebody else may have made it since.
      if (!(error instanceof SystemError && error.errno === "EEXIST")) throw error;
    }
  }
}

/** Whether it is there; throws ENOTDIR for something else of that name. */
function isDirectory(files: FileSystem, path: string): boolean {
  try {
    if (files.status(path).type === "directory") return true;
  } catch (error) {
    if (error instanceof SystemError && error.errno === "ENOENT") return false;
    throw error;
  }
  throw new SystemError("mkdir", path, "ENOTDIR");
}
