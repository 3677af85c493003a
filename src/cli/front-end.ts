/** What the two programs with sub-commands, `kmod` and `kmod-ts`, have in common. */

import { standardOptions } from "../commands/options.ts";
import { scanArguments } from "./arguments.ts";
import type { Manner, StatusReporter } from "./report.ts";
import { type EarlyTexts, endEarly } from "./run-command.ts";
import { concluded, type Session, sessionReporter } from "./session.ts";

/** What a front end does with the words after its own options; undefined for "done", else the exit status. */
export type Choose = (operands: readonly string[], report: StatusReporter) => number | undefined;

/** What a front end prints by itself, and how it speaks. */
export interface FrontEndTexts extends EarlyTexts {
  readonly manner: Manner;
}

/** Reads the options before the sub-command, the only place for them, and hands over. Returns the exit status. */
export function runFrontEnd(argv: readonly string[], texts: FrontEndTexts, session: Session, choose: Choose): number {
  const argv0 = argv[0] as string;
  const title = baseName(argv0);
  const report = sessionReporter(title, session, texts.manner);
  return concluded(report, session, title, () => {
    const scan = scanArguments(standardOptions, argv.slice(1), { stopAtOperand: true, onDeprecated: () => undefined });
    if (scan.kind === "arguments") return choose(scan.operands, report);
    endEarly(scan, texts, { argv0, title, options: standardOptions, manner: texts.manner }, session, report);
    return undefined;
  });
}

/** The name that a program was called by, without its directory. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
