/** The `Kernel` of the Node edition: the addon's system calls. */

import { closeSync, constants, readSync } from "node:fs";
import { encodeUtf8, fromByteString, toByteString } from "../core/bytes.ts";
import { errnoOf } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";
import type { InsertFlags, Kernel } from "../core/platform.ts";
import { type Addon, findAddon } from "./addon.ts";
import { os } from "./builtin.ts";

/** MODULE_INIT_* of <linux/module.h>. */
const IGNORE_MODVERSIONS = 1;
const IGNORE_VERMAGIC = 2;
const COMPRESSED_FILE = 4;

/** Bytes; the longest record that the kernel gives is 8192. */
const LONGEST_RECORD = 8192;

/** Records that are read at most in one go: a kernel that logs without end must not hold us. */
const MOST_RECORDS = 4096;

function addonFor(operation: string, subject: string): Addon {
  const addon = findAddon();
  if (addon !== undefined) return addon;
  const how = "needs the native addon, which `npm run build:native` in the package's folder makes with a C compiler";
  throw new SystemError(operation, subject, "ENOSYS", how);
}

/** Byte string without NUL, which no argument of a system call can have. */
function argument(operation: string, text: string): Uint8Array {
  if (text.includes("\0")) throw new SystemError(operation, text, "EINVAL");
  return fromByteString(text);
}

function flagBits(flags: InsertFlags): number {
  return (
    (flags.ignoreModversions ? IGNORE_MODVERSIONS : 0) |
    (flags.ignoreVermagic ? IGNORE_VERMAGIC : 0) |
    (flags.compressed ? COMPRESSED_FILE : 0)
  );
}

function check(operation: string, subject: string, result: number): void {
  if (result < 0) throw new SystemError(operation, subject, errnoOf(-result));
}

function insertFile(path: string, options: string, flags: InsertFlags): void {
  const operation = "finit_module";
  const addon = addonFor(operation, path);
  const result = addon.insertFile(argument(operation, path), argument(operation, options), flagBits(flags));
  check(operation, path, result);
}

function insertImage(image: Uint8Array, options: string): void {
  const operation = "init_module";
  check(operation, "", addonFor(operation, "").insertImage(image, argument(operation, options)));
}

function removeModule(name: string, force: boolean): void {
  const operation = "delete_module";
  const flags = constants.O_NONBLOCK | (force ? constants.O_TRUNC : 0);
  check(operation, name, addonFor(operation, name).removeModule(argument(operation, name), flags));
}

/** All records that the descriptor still has. What was overwritten before we came (EPIPE) is skipped. */
function readRecords(descriptor: number): readonly string[] {
  const buffer = Buffer.alloc(LONGEST_RECORD);
  const records: string[] = [];
  for (let count = 0; count < MOST_RECORDS; count++) {
    try {
      const length = readSync(descriptor, buffer, 0, LONGEST_RECORD, null);
      records.push(toByteString(buffer, 0, length));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") break;
    }
  }
  return records;
}

function watchLog<Result>(use: (newRecords: () => readonly string[]) => Result): Result {
  const descriptor = findAddon()?.openKernelLog() ?? -1;
  if (descriptor < 0) return use(() => []);
  try {
    return use(() => readRecords(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** The running kernel. */
export function nodeKernel(): Kernel {
  return { release: () => encodeUtf8(os().release()), insertFile, insertImage, removeModule, watchLog };
}
