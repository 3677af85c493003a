/** One command from its words to its exit status. */

import type { Command } from "../commands/command.ts";
import { type Scan, scanArguments } from "./arguments.ts";
import { fittedHelp } from "./help-output.ts";
import { splitEnvironmentOptions } from "./modprobe-options.ts";
import { parseWithCommander } from "./parse-with-commander.ts";
import { present } from "./present.ts";
import type { StatusReporter } from "./report.ts";
import { concluded, type Invocation, type Session, sessionReporter } from "./session.ts";
import { usageText } from "./usage.ts";
import { kmodVersionText } from "./version.ts";

/** The texts that `--help` and `--version` print. */
export interface EarlyTexts {
  readonly help: () => string;
  readonly version: string;
}

/** Prints what arguments that end the run early ask for, or what is wrong with them. */
export function endEarly(
  scan: Exclude<Scan, { readonly kind: "arguments" }>,
  texts: EarlyTexts,
  argv0: string,
  session: Session,
  report: StatusReporter,
): void {
  switch (scan.kind) {
    case "help":
      session.output.write(fittedHelp(texts.help(), session.platform.host));
      return;
    case "version":
      session.output.write(texts.version);
      return;
    case "mistake":
      report.plain(`${argv0}: ${scan.text}`);
      report.fail();
      return;
    case "refused":
      if (scan.refusal.plain === true) report.plain(scan.refusal.text);
      else report.message(scan.refusal.level ?? "ERROR", scan.refusal.text);
      if (scan.refusal.help === true) session.output.write(fittedHelp(texts.help(), session.platform.host));
      report.fail();
  }
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
  const { argv0, program, title } = invocation;
  const report = sessionReporter(program, session);
  return concluded(report, session, () => {
    const scan = scanArguments(command.options, allWords(command, invocation.words, session), {
      stopAtOperand: platform.host.environment("POSIXLY_CORRECT") !== undefined,
      onDeprecated: (text) => report.message("WARNING", text),
    });
    if (scan.kind !== "arguments") {
      endEarly(scan, { help: () => usageText(title, command), version: kmodVersionText }, argv0, session, report);
      return undefined;
    }
    const options = parseWithCommander(command.options, scan.options);
    const request = { program, options, operands: scan.operands };
    const facts = command.gather(request, { platform, report });
    present(command.view(facts, request), platform, output);
    return undefined;
  });
}
