/**
 * Writing an output file so that nobody ever finds half of it: under a temporary name in the same directory, synced,
 * then renamed. Devices, pipes and descriptors cannot be replaced and are written into.
 */

import { SystemError } from "./errors.ts";
import type { FileSystem, FileType } from "./platform.ts";

/** As many temporary names are tried; those taken belong to others at work or were left by a crash. */
const ATTEMPTS = 10_000;

/** As many symbolic links as the kernel follows. */
const LINKS = 40;

/**
 * Makes `bytes` the content of `path`: a new file of `mode` (subject to the umask), the successor of a regular file
 * with that file's mode, or input of a device or pipe. Symbolic links are followed and stay. Throws `SystemError`.
 */
export function replaceFile(files: FileSystem, path: string, bytes: Uint8Array, mode: number): void {
  const present = statusOf(files, path);
  if (present?.type === "directory") throw new SystemError("write", path, "EISDIR");
  const target = followLinks(files, path);
  if (present !== undefined && (present.type !== "file" || isDescriptor(target))) {
    files.overwrite(path, bytes);
    return;
  }
  if (target === "") throw new SystemError("create", target, "ENOENT");
  // Without the final name, which may already be as long as a name can be.
  const temporary = createTemporary(files, `${directoryOf(target)}.kmod-ts`, bytes, present?.mode ?? mode);
  try {
    files.rename(temporary, target);
  } catch (error) {
    removeQuietly(files, temporary);
    throw error;
  }
}

function statusOf(files: FileSystem, path: string): { readonly type: FileType; readonly mode: number } | undefined {
  try {
    return files.status(path);
  } catch (error) {
    if (error instanceof SystemError && error.errno === "ENOENT") return undefined;
    throw error;
  }
}

/** /dev/stdout and its like: what is behind belongs to whoever opened it, also where it is a regular file. */
function isDescriptor(path: string): boolean {
  return path.startsWith("/proc/") || path.startsWith("/dev/");
}

/** The path that stands at the end of a chain of symbolic links; stops where it enters /proc or /dev. */
function followLinks(files: FileSystem, path: string): string {
  let current = path;
  for (let links = 0; links < LINKS && !isDescriptor(current); links++) {
    const target = linkTarget(files, current);
    if (target === undefined) return current;
    current = target.startsWith("/") ? target : directoryOf(current) + target;
  }
  return current;
}

function linkTarget(files: FileSystem, path: string): string | undefined {
  try {
    return files.readLink(path);
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "EINVAL" || error.errno === "ENOENT")) return undefined;
    throw error;
  }
}

/** With the final `/`; empty for the working directory. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/**
 * Creates a file of a name that nobody has, which begins with `stem`, a path, and writes and syncs `bytes`. Returns that name; throws
 * `SystemError`, and leaves nothing behind.
 */
export function createTemporary(files: FileSystem, stem: string, bytes: Uint8Array, mode: number): string {
  for (let attempt = 0; ; attempt++) {
    const temporary = `${stem}-${attempt}.tmp`;
    try {
      files.create(temporary, bytes, mode);
      return temporary;
    } catch (error) {
      const taken = error instanceof SystemError && error.errno === "EEXIST";
      if (taken && attempt < ATTEMPTS) continue;
      if (!taken) removeQuietly(files, temporary);
      throw error;
    }
  }
}

/** Clears up after a failure that is about to be reported; what else goes wrong must not hide it. */
export function removeQuietly(files: FileSystem, path: string): void {
  try {
    files.remove(path);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}
