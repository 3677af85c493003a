/** Commands of the configuration, run by the shell. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { CommandEnd } from "../core/platform.ts";
import { assignments, runShellBy } from "../native/shell.ts";
import { findAddon } from "./addon.ts";
import { childProcess, os } from "./builtin.ts";
import { systemError } from "./errors.ts";

/** See `Host.runShell`. Without the addon Node starts the shell, and bytes that are no UTF-8 do not reach it. */
export function runShell(command: string, environment: Readonly<Record<string, string>>): CommandEnd {
  const added = assignments(command, environment);
  const addon = findAddon();
  if (addon === undefined) return runByNode(command, environment);
  return runShellBy(addon, command, added);
}

function runByNode(command: string, environment: Readonly<Record<string, string>>): CommandEnd {
  const decoded = Object.entries(environment).map(([name, value]) => [name, decodeUtf8(value)]);
  const env = { ...process.env, ...Object.fromEntries(decoded) };
  const { error, signal, status } = childProcess().spawnSync("/bin/sh", ["-c", decodeUtf8(command)], {
    argv0: "sh",
    env,
    stdio: "inherit",
  });
  if (error !== undefined) throw systemError("run", "/bin/sh", error);
  if (signal !== null) return { kind: "signal", signal: os().constants.signals[signal] };
  return { kind: "exit", status: status ?? 0 };
}
