/** One command from its words to its exit status. */

import type { Command, Output, Refusal, Reporter } from "../commands/command.ts";
import { isQuiet } from "../commands/options.ts";
import { type Scan, scanArguments } from "./arguments.ts";
import { fittedHelp } from "./help-output.ts";
import { withHint } from "./hint.ts";
import { splitEnvironmentOptions } from "./modprobe-options.ts";
import { parseWithCommander } from "./parse-with-commander.ts";
import { present } from "./present.ts";
import type { StatusReporter } from "./report.ts";
import { concluded, type Invocation, type Session, sessionReporter } from "./session.ts";
import { usageText } from "./usage.ts";
import { kmodVersionText } from "./version.ts";

/** The threshold under which messages of errors remain; see `Reporter.setThreshold`. */
const ONLY_ERRORS = 3;

/**
 * For `--quiet` of our own commands: messages of errors alone, and not what kmod's library finds wrong in files while
 * it answers all the same.
 */
function onlyErrors(report: Reporter): Reporter {
  report.setThreshold(ONLY_ERRORS);
  return { ...report, library: () => undefined };
}

/** A table of nothing beside the messages that say why: an empty box would only look like an answer. */
function isEmptyTable(output: Output, report: StatusReporter): boolean {
  return output.kind === "table" && output.table.rows.length === 0 && report.status() !== 0;
}

/** The texts that `--help` and `--version` print. */
export interface EarlyTexts {
  readonly help: () => string;
  readonly version: string;
}

/** Whose arguments end early. */
export type Interrupted = Pick<Invocation, "argv0" | "title" | "manner"> & Pick<Command, "options">;

/** Prints what arguments that end the run early ask for, or what is wrong with them. */
export function endEarly(
  scan: Exclude<Scan, { readonly kind: "arguments" }>,
  texts: EarlyTexts,
  who: Interrupted,
  session: Session,
  report: StatusReporter,
): void {
  if (scan.kind === "help") session.output.write(fittedHelp(texts.help(), session.platform.host));
  else if (scan.kind === "version") session.output.write(texts.version);
  else {
    report.fail();
    if (who.manner === "ours") report.message("ERROR", mistakeText(scan, who));
    else if (scan.kind === "mistake") report.plain(`${who.argv0}: ${scan.text}`);
    else refuse(scan.refusal, texts, session, report);
  }
}

/** As kmod's tools do. */
function refuse(
  { text, level, plain, help }: Refusal,
  texts: EarlyTexts,
  session: Session,
  report: StatusReporter,
): void {
  if (plain === true) report.plain(text);
  else report.message(level ?? "ERROR", text);
  if (help === true) session.output.write(fittedHelp(texts.help(), session.platform.host));
}

/** What is wrong, as commands of ours say it. */
function mistakeText(
  scan: Extract<Scan, { readonly kind: "mistake" | "refused" }>,
  { title, options }: Interrupted,
): string {
  const where = `${title} --help`;
  if (scan.kind === "refused") return withHint(scan.refusal.text, where);
  const names = options.flatMap((spec) => (spec.hidden === true ? [] : [`--${spec.long}`]));
  return withHint(scan.text, where, scan.unknown === undefined ? "" : `--${scan.unknown}`, names);
}

/** The words of the command's environment variable, then the real ones. */
function allWords(command: Command, words: readonly string[], session: Session): readonly string[] {
  const variable = command.environmentOptions;
  const text = variable === undefined ? undefined : session.platform.host.environment(variable);
  return text === undefined ? words : [...splitEnvironmentOptions(text), ...words];
}

/** Runs a command and returns its exit status. Throws nothing but what the host throws at the very end. */
export function runCommand(command: Command, invocation: Invocation, session: Session): number {
  const { platform, output } = session;
  const { argv0, program, title, manner } = invocation;
  const report = sessionReporter(program, session, manner);
  return concluded(report, session, title, () => {
    const scan = scanArguments(command.options, allWords(command, invocation.words, session), {
      stopAtOperand: platform.host.environment("POSIXLY_CORRECT") !== undefined,
      onDeprecated: (text) => report.message("WARNING", text),
    });
    if (scan.kind !== "arguments") {
      const texts = { help: () => usageText(title, command), version: kmodVersionText };
      endEarly(scan, texts, { argv0, title, options: command.options, manner }, session, report);
      return undefined;
    }
    const options = parseWithCommander(command.options, scan.options);
    const request = { program, options, operands: scan.operands };
    const quiet = isQuiet(command, request);
    const facts = command.gather(request, { platform, report: quiet ? onlyErrors(report) : report });
    const shown = quiet ? undefined : command.view(facts, request);
    if (shown !== undefined && !isEmptyTable(shown, report)) present(shown, platform, output, manner);
    return undefined;
  });
}
