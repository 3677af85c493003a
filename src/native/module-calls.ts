/** The kernel's calls for modules, by native code. */

import { fromByteString } from "../core/bytes.ts";
import { errnoOf } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";
import type { InsertFlags, Kernel } from "../core/platform.ts";
import type { NativeFunctions } from "./functions.ts";

/** MODULE_INIT_* of <linux/module.h>. */
const IGNORE_MODVERSIONS = 1;
const IGNORE_VERMAGIC = 2;
const COMPRESSED_FILE = 4;

/** Flags of delete_module(2), the same on all machines that Debian knows but alpha, mips and parisc. */
const O_NONBLOCK = 0o4000;
const O_TRUNC = 0o1000;

/** Records that are read at most in one go: a kernel that logs without end must not hold us. */
const MOST_RECORDS = 4096;

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

/** Insertion and removal by the functions that `find` gives, or else throws. */
export function moduleCalls(
  find: (operation: string, subject: string) => NativeFunctions,
): Pick<Kernel, "insertFile" | "insertImage" | "removeModule"> {
  return {
    insertFile(path, options, flags) {
      const operation = "finit_module";
      const native = find(operation, path);
      const words = argument(operation, options);
      check(operation, path, native.insertFile(argument(operation, path), words, flagBits(flags)));
    },
    insertImage(image, options) {
      const operation = "init_module";
      check(operation, "", find(operation, "").insertImage(image, argument(operation, options)));
    },
    removeModule(name, force) {
      const operation = "delete_module";
      const flags = O_NONBLOCK | (force ? O_TRUNC : 0);
      check(operation, name, find(operation, name).removeModule(argument(operation, name), flags));
    },
  };
}

/** All records that `readRecord` still gives: a byte string, or the errno. What was overwritten before we came (EPIPE) is skipped. */
export function readRecords(readRecord: () => string | { readonly errno: string }): readonly string[] {
  const records: string[] = [];
  for (let count = 0; count < MOST_RECORDS; count++) {
    const record = readRecord();
    if (typeof record === "string") records.push(record);
    else if (record.errno !== "EPIPE") break;
  }
  return records;
}
