/** What all parts of one run share, and how a run ends. */

import type { Command } from "../commands/command.ts";
import { encodeUtf8 } from "../core/bytes.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import { exhaustion } from "../core/exhaustion.ts";
import type { Platform } from "../core/platform.ts";
import { withHint } from "./hint.ts";
import { type OutputBuffer, OutputError } from "./output.ts";
import { createReporter, type Manner, type StatusReporter } from "./report.ts";
import { VERSION } from "./version.ts";

/** The commands that a program has. */
export interface Registry {
  /** Answer to their own names; in the order of `kmod help`. */
  readonly tools: readonly Command[];
  /** Reached through a front end only. */
  readonly subCommands: readonly Command[];
}

/** One run of the program. */
export interface Session {
  readonly platform: Platform;
  readonly output: OutputBuffer;
  readonly registry: Registry;
}

/** How a command was called. */
export interface Invocation {
  /** What getopt's messages begin with, in kmod's manner. */
  readonly argv0: string;
  /** What all other messages begin with. */
  readonly program: string;
  /** What the help calls the command. */
  readonly title: string;
  /** Byte strings after the name. */
  readonly words: readonly string[];
  /** Whose words messages have. */
  readonly manner: Manner;
}

/** The status when the reader of standard output has gone: what a shell shows for a program that SIGPIPE ended. */
export const CLOSED_PIPE = 141;

/** The status for a bug of ours: EX_SOFTWARE of sysexits(3). */
const INTERNAL_ERROR = 70;

/** There is no address that every copy of the program could name. */
const PLEA = "Please report these lines and the command you ran to those from whom you have the program.";

/** Messages of `program`, in order with the session's output. */
export function sessionReporter(program: string, session: Session, manner: Manner): StatusReporter {
  return createReporter(program, session.platform.host, { settle: session.output.settle, manner });
}

/**
 * Runs `work`, writes what is left of the output, and turns whatever is thrown into a message and a status. Where `work` gives a
 * status, something within it was concluded already. `title` is what the help calls the command.
 */
export function concluded(
  report: StatusReporter,
  session: Session,
  title: string,
  work: () => number | undefined,
): number {
  try {
    const status = work();
    if (status !== undefined) return status;
    session.output.flush();
    return report.status();
  } catch (error) {
    return conclude(error, report, session, title);
  }
}

function conclude(error: unknown, report: StatusReporter, session: Session, title: string): number {
  if (!(error instanceof OutputError)) {
    try {
      session.output.flush();
    } catch (later) {
      if (!(later instanceof KmodError)) throw later;
    }
  }
  if (error instanceof KmodError && closesPipe(error)) return CLOSED_PIPE;
  if (error instanceof KmodError) {
    const isUsage = error instanceof UsageError && report.manner === "ours";
    report.message("ERROR", isUsage ? withHint(error.message, `${title} --help`) : error.message);
    return 1;
  }
  const exhausted = exhaustion(error);
  if (exhausted !== undefined) {
    report.message("ERROR", exhausted);
    return 1;
  }
  report.defect(encodeUtf8(bugReport(error)));
  return INTERNAL_ERROR;
}

/** Whether the reader has gone, of the buffered output or of what a command wrote by itself. */
function closesPipe(error: KmodError): boolean {
  const written = error instanceof OutputError || (error instanceof SystemError && error.path === "");
  return written && error.errno === "EPIPE";
}

function bugReport(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = (error instanceof Error ? error.stack : undefined) ?? "";
  // V8 begins the trace with the message, QuickJS does not.
  const detail = trace.startsWith(what) ? trace : `${what}\n${trace}`;
  return `${detail.trimEnd()}\n\nThis is a bug in kmod-ts ${VERSION}. ${PLEA}`;
}
