/** Commands of the configuration, run by native code. */

import { fromByteString } from "../core/bytes.ts";
import { errnoOf } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";
import type { CommandEnd } from "../core/platform.ts";
import type { NativeFunctions } from "./functions.ts";

/** Bytes of a wait(2) status that hold the signal, and how far above them the exit status stands. */
const SIGNAL_BITS = 0x7f;
const EXIT_SHIFT = 8;

/** The environment as native code takes it. A NUL would end the value early, so it is refused. */
export function assignments(command: string, environment: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  if ([command, ...entries].some((text) => text.includes("\0"))) throw new SystemError("run", command, "EINVAL");
  return fromByteString(entries.map((entry) => `${entry}\0`).join(""));
}

/** Runs a command; `added` are `assignments`. */
export function runShellBy(native: NativeFunctions, command: string, added: Uint8Array): CommandEnd {
  const status = native.runShell(fromByteString(command), added);
  if (status < 0) throw new SystemError("run", "/bin/sh", errnoOf(-status));
  const signal = status & SIGNAL_BITS;
  return signal === 0 ? { kind: "exit", status: status >> EXIT_SHIFT } : { kind: "signal", signal };
}
