/** The `Host` of the Node edition: environment, streams, system log. */

import { constants, fstatSync, openSync, readlinkSync, statSync } from "node:fs";
import { encodeUtf8, fromByteString } from "../core/bytes.ts";
import type { Host, OutputStream } from "../core/platform.ts";
import { findAddon } from "./addon.ts";
import { childProcess, os, tty } from "./builtin.ts";
import { readToEnd, writeAll } from "./descriptor.ts";
import { translated } from "./errors.ts";
import { byteArguments, byteVariable } from "./raw-strings.ts";
import { runShell } from "./shell.ts";
import { pause } from "./wait.ts";

const DESCRIPTORS: Readonly<Record<OutputStream, number>> = { out: 1, err: 2 };
const STREAM_NAMES: Readonly<Record<OutputStream, string>> = { out: "standard output", err: "standard error" };

/** What logger(1) calls the severities 0 to 7. */
const SEVERITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/** Where blocks of output are encoded: a buffer for each would be 13 MB of garbage in a listing of all modules. */
const encoded = Buffer.allocUnsafeSlow(131_072);

function encode(text: string): Uint8Array {
  if (text.length > encoded.length) return Buffer.from(text, "latin1");
  return encoded.subarray(0, encoded.write(text, "latin1"));
}

function write(stream: OutputStream, text: string): void {
  const bytes = encode(text);
  translated("write", STREAM_NAMES[stream], () => writeAll(DESCRIPTORS[stream], bytes));
}

function readInput(): Uint8Array {
  return translated("read", "standard input", () => readToEnd(0, "standard input"));
}

/** Node makes it absolute and leaves links as they are. */
function programPath(): string {
  return byteArguments(process.argv.slice(1))[0] ?? "";
}

/** Asks fstat(2) first: node:tty takes a millisecond to load, and a pipe or a file is no terminal. */
function isTerminal(stream: OutputStream): boolean {
  try {
    const descriptor = DESCRIPTORS[stream];
    return fstatSync(descriptor).isCharacterDevice() && tty().isatty(descriptor);
  } catch {
    return false;
  }
}

/**
 * Over a descriptor of its own: Node makes the one that it takes for a terminal non-blocking, which the commands that
 * are run later would inherit.
 */
function terminalWidth(stream: OutputStream): number | undefined {
  if (!isTerminal(stream)) return undefined;
  let columns: number | undefined;
  try {
    const opened = openSync(`/proc/self/fd/${DESCRIPTORS[stream]}`, constants.O_WRONLY | constants.O_NOCTTY);
    const terminal = new (tty().WriteStream)(opened);
    columns = terminal.columns;
    terminal.destroy();
  } catch {
    // Another user's terminal, after su(1), or no /proc.
    columns = (stream === "out" ? process.stdout : process.stderr).columns;
  }
  return columns === undefined || columns === 0 ? undefined : columns;
}

/** `performance.now` would have Node load a module, which takes three milliseconds. */
function monotonicTime(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1_000_000;
}

function isSameDirectory(left: string | Buffer, right: string): boolean {
  try {
    const one = statSync(left, { bigint: true });
    const other = statSync(right, { bigint: true });
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
}

let knownDirectory: string | undefined;

/** This program never goes elsewhere, and some tools ask once for each of 4000 files. */
function workingDirectory(): string {
  knownDirectory ??= findWorkingDirectory();
  return knownDirectory;
}

/** As get_current_dir_name(3): the user's own way to the place, where `$PWD` is one. */
function findWorkingDirectory(): string {
  const typed = byteVariable("PWD");
  if (typed?.startsWith("/") && isSameDirectory(Buffer.from(typed, "latin1"), ".")) return typed;
  return translated("getcwd", "", () => {
    const decoded = process.cwd();
    return decoded.includes("\ufffd") ? readlinkSync("/proc/self/cwd", "latin1") : encodeUtf8(decoded);
  });
}

/** Where there is neither the addon nor logger(1), the message is lost, as syslog(3) loses it without a daemon. */
function syslog(identity: string, severity: number, message: string): void {
  const addon = findAddon();
  if (addon !== undefined) {
    addon.syslog(fromByteString(identity), severity, fromByteString(message));
    return;
  }
  const priority = `daemon.${SEVERITIES[severity] ?? "notice"}`;
  const input = Buffer.from(message, "latin1");
  childProcess().spawnSync("logger", ["-p", priority, "-t", identity], { input, stdio: ["pipe", "ignore", "ignore"] });
}

/** The host of this process. */
export function nodeHost(): Host {
  return {
    edition: () => "node",
    machine: () => encodeUtf8(os().machine()),
    environment: byteVariable,
    programPath,
    workingDirectory,
    readInput,
    write,
    isTerminal,
    terminalWidth,
    syslog,
    runShell,
    monotonicTime,
    pause,
  };
}
