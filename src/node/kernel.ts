/** The `Kernel` of the Node edition: the addon's system calls. */

import { closeSync, readSync } from "node:fs";
import { encodeUtf8, toByteString } from "../core/bytes.ts";
import { SystemError } from "../core/errors.ts";
import type { Kernel } from "../core/platform.ts";
import { moduleCalls, readRecords } from "../native/module-calls.ts";
import { type Addon, findAddon } from "./addon.ts";
import { os } from "./builtin.ts";
import { needsAddon } from "./missing-addon.ts";

/** Bytes; the longest record that the kernel gives is 8192. */
const LONGEST_RECORD = 8192;

function addonFor(operation: string, subject: string): Addon {
  const addon = findAddon();
  if (addon !== undefined) return addon;
  throw new SystemError(operation, subject, "ENOSYS", needsAddon());
}

/** One record of the log. */
function readRecord(descriptor: number): string | { readonly errno: string } {
  const buffer = Buffer.allocUnsafe(LONGEST_RECORD);
  try {
    return toByteString(buffer, 0, readSync(descriptor, buffer, 0, LONGEST_RECORD, null));
  } catch (error) {
    return { errno: (error as NodeJS.ErrnoException).code ?? "" };
  }
}

function watchLog<Result>(use: (newRecords: () => readonly string[]) => Result): Result {
  const descriptor = findAddon()?.openKernelLog() ?? -1;
  if (descriptor < 0) return use(() => []);
  try {
    return use(() => readRecords(() => readRecord(descriptor)));
  } finally {
    closeSync(descriptor);
  }
}

/** The running kernel. */
export function nodeKernel(): Kernel {
  return { release: () => encodeUtf8(os().release()), ...moduleCalls(addonFor), watchLog };
}
