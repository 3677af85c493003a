/** Pipes and devices where a file is wanted: one that has nothing to give would count as an empty file. */

import { SystemError } from "./errors.ts";
import type { FileSystem } from "./platform.ts";

/**
 * The whole file; also what comes through a pipe, as shells make one of `<(...)`. Throws SystemError, also for a pipe
 * or device that has nothing to give.
 */
export function readFileOrPipe(files: FileSystem, path: string): Uint8Array {
  const bytes = files.read(path);
  if (bytes.length === 0 && isSpecial(files, path)) {
    throw new SystemError("read", path, "EINVAL", "it is no regular file and has no content");
  }
  return bytes;
}

/** Throws SystemError for a pipe or device. What is not there is for others to say. */
export function refuseSpecial(files: FileSystem, path: string): void {
  if (isSpecial(files, path)) throw new SystemError("open", path, "EINVAL", "it is no regular file");
}

function isSpecial(files: FileSystem, path: string): boolean {
  return files.exists(path) && files.status(path).type === "other";
}
