/** Messages: level, threshold, prefix, standard error or the system log, and the exit status they lead to. */

import type { Level, Reporter } from "../commands/command.ts";
import { afterIndentation } from "../commands/hanging.ts";
import { widthOfLines } from "../commands/output-width.ts";
import { SystemError } from "../core/errors.ts";
import { harmless, harmlessLines } from "../core/harmless-text.ts";
import type { Host } from "../core/platform.ts";
import { wrapped } from "./wrap.ts";

const SEVERITIES: Readonly<Record<Level, number>> = { FATAL: 2, ERROR: 3, WARNING: 4, NOTICE: 5, INFO: 6, DEBUG: 7 };

/**
 * Whose words messages have. `kmod`: that of the seven tools, some of whose messages begin with something else than the
 * program. `ours`: each begins with the program, and there is no library that would speak for itself.
 */
export type Manner = "kmod" | "ours";

/** A reporter that can be asked for the outcome. */
export interface StatusReporter extends Reporter {
  readonly manner: Manner;
  /** Prints `program: FATAL: text`, whatever the threshold, and never to the system log: a bug of ours. */
  defect(text: string): void;
  /** 1 after `fail`, else the highest of `answer`, 0 without any. */
  status(): number;
}

/** The threshold that KMOD_LOG sets for messages of the library: a number, or a word of which the start counts. */
export function libraryThreshold(setting: string | undefined): number {
  if (setting === undefined) return SEVERITIES.ERROR;
  // As strtol(3) reads it, with white space allowed after the digits.
  const number = /^[\t-\r ]*([+-]?[0-9]+)(?=[\t-\r ]|$)/.exec(setting)?.[1];
  if (number !== undefined) return Number(number);
  if (setting.startsWith("err")) return SEVERITIES.ERROR;
  if (setting.startsWith("info")) return SEVERITIES.INFO;
  if (setting.startsWith("debug")) return SEVERITIES.DEBUG;
  return 0;
}

/** How messages are shown. */
export interface ReportManner {
  /** Called before each message that goes to standard error. */
  readonly settle?: () => void;
  /** `kmod` where absent. */
  readonly manner?: Manner;
}

/**
 * Messages of `program` (the prefix, a byte string). A standard error that cannot be written to is no reason to fail.
 */
export function createReporter(
  program: string,
  host: Host,
  { settle = () => undefined, manner = "kmod" }: ReportManner = {},
): StatusReporter {
  let threshold = SEVERITIES.WARNING;
  let toSyslog = false;
  let failed = false;
  let answered = 0;
  let ofLibrary: number | undefined;

  function print(text: string): void {
    settle();
    try {
      host.write("err", `${text}\n`);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }

  function onTerminals(text: string, as: (text: string) => string = harmless): string {
    return host.isTerminal("err") ? as(text) : text;
  }

  /** Words of ours, as a terminal may have them and in its width; elsewhere as they are. */
  function inTerminal(text: string): string {
    const width = widthOfLines(host, "err");
    return width === undefined ? onTerminals(text) : wrapped(onTerminals(text), width, afterIndentation);
  }

  /** A message: kmod's own words reach a terminal as kmod writes them. */
  function say(text: string): void {
    print(manner === "ours" ? inTerminal(text) : text);
  }

  function send(level: Level, text: string): void {
    if (toSyslog) host.syslog(program, SEVERITIES[level], `${level}: ${text}`);
    else say(`${program}: ${level}: ${text}`);
  }

  function message(level: Level, text: string): void {
    if (SEVERITIES[level] <= threshold) send(level, text);
  }

  return {
    manner,
    message,
    library(level, origin, text) {
      if (manner === "ours") {
        message(level, text);
        return;
      }
      ofLibrary ??= libraryThreshold(host.environment("KMOD_LOG"));
      if (SEVERITIES[level] <= ofLibrary) print(`libkmod: ${level}: ${origin}: ${text}`);
    },
    plain: (text) => say(manner === "ours" ? `${program}: ${text}` : text),
    // Its lines are a trace, which is to be reported as it is.
    defect: (text) => print(onTerminals(`${program}: FATAL: ${text}`, harmlessLines)),
    detail(text) {
      if (toSyslog) host.syslog(program, SEVERITIES.INFO, `INFO: ${text}`);
      else print(inTerminal(`  ${text}`));
    },
    remark(text) {
      if (SEVERITIES.ERROR <= threshold) send("WARNING", toSyslog ? text : onTerminals(text));
    },
    fail() {
      failed = true;
    },
    answer(status) {
      answered = Math.max(answered, status);
    },
    shows: (level) => SEVERITIES[level] <= threshold,
    setThreshold(highest) {
      threshold = highest;
    },
    useSyslog() {
      toSyslog = true;
    },
    status: () => (failed ? 1 : answered),
  };
}
