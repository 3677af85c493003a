/** The `Kernel` of the static edition. */

import { errnoOf } from "../core/errno.ts";
import type { Kernel } from "../core/platform.ts";
import { moduleCalls, readRecords } from "../native/module-calls.ts";
import { native } from "./native.ts";

function readRecord(descriptor: number): string | { readonly errno: string } {
  const record = native.readRecord(descriptor);
  return typeof record === "number" ? { errno: errnoOf(-record) } : record;
}

function watchLog<Result>(use: (newRecords: () => readonly string[]) => Result): Result {
  const descriptor = native.openKernelLog();
  if (descriptor < 0) return use(() => []);
  try {
    return use(() => readRecords(() => readRecord(descriptor)));
  } finally {
    native.close(descriptor);
  }
}

/** The running kernel. */
export function staticKernel(): Kernel {
  return { release: () => native.release(), ...moduleCalls(() => native), watchLog };
}
