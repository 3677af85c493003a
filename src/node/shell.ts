/** Commands of the configuration, run by the shell. */

import { decodeUtf8, fromByteString } from "../core/bytes.ts";
import { errnoOf } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";
import type { CommandEnd } from "../core/platform.ts";
import { findAddon } from "./addon.ts";
import { childProcess, os } from "./builtin.ts";
import { systemError } from "./errors.ts";

/** Bytes of a wait(2) status that hold the signal, and how far above them the exit status stands. */
const SIGNAL_BITS = 0x7f;
const EXIT_SHIFT = 8;

/** The environment as the addon takes it. A NUL would end the value early, so it is refused. */
function assignments(command: string, environment: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  if ([command, ...entries].some((text) => text.includes("\0"))) throw new SystemError("run", command, "EINVAL");
  return fromByteString(entries.map((entry) => `${entry}\0`).join(""));
}

/** See `Host.runShell`. Without the addon Node starts the shell, and bytes that are no UTF-8 do not reach it. */
export function runShell(command: string, environment: Readonly<Record<string, string>>): CommandEnd {
  const added = assignments(command, environment);
  const addon = findAddon();
  if (addon === undefined) return runByNode(command, environment);
  const status = addon.runShell(fromByteString(command), added);
  if (status < 0) throw new SystemError("run", "/bin/sh", errnoOf(-status));
  const signal = status & SIGNAL_BITS;
  return signal === 0 ? { kind: "exit", status: status >> EXIT_SHIFT } : { kind: "signal", signal };
}

function runByNode(command: string, environment: Readonly<Record<string, string>>): CommandEnd {
  const decoded = Object.entries(environment).map(([name, value]) => [name, decodeUtf8(value)]);
  const env = { ...process.env, ...Object.fromEntries(decoded) };
  const { error, signal, status } = childProcess().spawnSync("/bin/sh", ["-c", decodeUtf8(command)], {
    env,
    stdio: "inherit",
  });
  if (error !== undefined) throw systemError("run", "/bin/sh", error);
  if (signal !== null) return { kind: "signal", signal: os().constants.signals[signal] };
  return { kind: "exit", status: status ?? 0 };
}
