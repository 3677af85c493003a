/** modprobe: resolve module names, show and plan what inserting or removing them means. See modprobe(8). */

import type { Command, Context, Output, Request, WordKind } from "./command.ts";
import { openDatabase } from "./configured-database.ts";
import type { ModprobeFacts } from "./modprobe-facts.ts";
import { insertionEvents } from "./modprobe-insert.ts";
import { listPaths } from "./modprobe-list.ts";
import { isRemoval, messageThreshold, modprobeOptions } from "./modprobe-options.ts";
import { removalEvents } from "./modprobe-remove.ts";
import { resolvedNames } from "./modprobe-resolve.ts";
import { nothing, type Run } from "./modprobe-run.ts";
import { symbolVersions } from "./modprobe-symbols.ts";
import { viewModprobe } from "./modprobe-view.ts";
import { hasOption } from "./options.ts";
import { Refusals } from "./refusal.ts";

/** The first mode that the options select, in kmod's order of precedence. */
function choose(run: Run): ModprobeFacts {
  const { request, database } = run;
  if (hasOption(request, "show-config")) return { kind: "configuration", database };
  if (hasOption(request, "list")) return listPaths(run);
  if (hasOption(request, "show-modversions")) return symbolVersions(run, "modversions");
  if (hasOption(request, "show-exports")) return symbolVersions(run, "symbols");
  if (isRemoval(request)) return removalEvents(run);
  if (hasOption(request, "show-alias")) return resolvedNames(run);
  return insertionEvents(run);
}

function complaint(request: Request): string | undefined {
  const needsOperand = !hasOption(request, "show-config") && !hasOption(request, "list");
  return needsOperand && request.operands.length === 0 ? "missing parameters. See -h." : undefined;
}

/** Only the first operand of an insertion is a module: see `-a`. */
function nextOperand(typed: Request): readonly WordKind[] {
  if (isRemoval(typed)) return ["loaded module"];
  const several = hasOption(typed, "all") || hasOption(typed, "list");
  return typed.operands.length === 0 || several ? ["module"] : ["parameter"];
}

export const modprobe: Command<ModprobeFacts> = {
  name: "modprobe",
  summary: "insert, remove and resolve modules with what they depend on",
  operands: "[MODULE|FILE|ALIAS [PARAMETER=VALUE]...]",
  options: modprobeOptions,
  environmentOptions: "MODPROBE_OPTIONS",
  nextOperand,
  gather(request: Request, context: Context): ModprobeFacts {
    if (hasOption(request, "syslog")) context.report.useSyslog();
    const wrong = complaint(request);
    if (wrong !== undefined) {
      context.report.message("ERROR", wrong);
      context.report.fail();
      return nothing;
    }
    const database = openDatabase(request, context);
    context.report.setThreshold(messageThreshold(request));
    return choose({ request, context, database, refusals: new Refusals(context, request, database) });
  },
  view: (facts: ModprobeFacts, request: Request): Output => viewModprobe(facts, request),
};
