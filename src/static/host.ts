/** The `Host` of the static edition: environment, streams, system log. */

import { fromByteString } from "../core/bytes.ts";
import type { Host, OutputStream } from "../core/platform.ts";
import { assignments, runShellBy } from "../native/shell.ts";
import { native } from "./native.ts";
import { answered, checked } from "./results.ts";

const DESCRIPTORS: Readonly<Record<OutputStream, number>> = { out: 1, err: 2 };
const STREAM_NAMES: Readonly<Record<OutputStream, string>> = { out: "standard output", err: "standard error" };

let knownDirectory: string | undefined;

/** This program never goes elsewhere, and some tools ask once for each of 4000 files. */
function workingDirectory(): string {
  knownDirectory ??= answered("getcwd", "", native.workingDirectory());
  return knownDirectory;
}

/** The host of this process. */
export function staticHost(): Host {
  return {
    edition: () => "static",
    machine: () => native.machine(),
    environment: (name) => native.environment(name),
    programPath: () => answered("find", "this program", native.programPath()),
    workingDirectory,
    readInput: () => answered("read", "standard input", native.readInput()),
    write: (stream, text) => void checked("write", STREAM_NAMES[stream], native.write(DESCRIPTORS[stream], text)),
    isTerminal: (stream) => native.isTerminal(DESCRIPTORS[stream]),
    terminalWidth: (stream) => native.terminalWidth(DESCRIPTORS[stream]) || undefined,
    syslog: (identity, severity, message) => native.syslog(fromByteString(identity), severity, fromByteString(message)),
    runShell: (command, environment) => runShellBy(native, command, assignments(command, environment)),
    monotonicTime: () => native.monotonicTime(),
    pause: (milliseconds) => native.pause(milliseconds),
  };
}
