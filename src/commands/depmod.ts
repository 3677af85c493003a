/** depmod: makes the indexes of a kernel's modules. See depmod(8). */

import { isOutdated } from "../core/depmod/outdated.ts";
import { DepmodError, type Say } from "../core/depmod/say.ts";
import type { Command, Context, JsonValue, Output, Request } from "./command.ts";
import type { Run } from "./depmod-inputs.ts";
import { makeIndexes } from "./depmod-make.ts";
import { depmodOptions, placesOf } from "./depmod-options.ts";
import { DepmodRecord } from "./depmod-record.ts";
import { gatherVerification, type VerificationFacts, viewVerification } from "./depmod-verify.ts";
import { hasOption } from "./options.ts";

/** WARNING: what is shown without `-v`. */
const WARNING_SEVERITY = 4;

/** What is printed, made while it is asked for: the work is done on the way. */
interface Making {
  readonly pieces: Iterable<string>;
}

/** What was made, what is known of how it was made with --json, or what --verify found. */
export type DepmodFacts = Making | { readonly json: JsonValue } | VerificationFacts;

function gather(request: Request, context: Context): DepmodFacts {
  const { platform, report } = context;
  const places = placesOf(request, platform);
  const record = new DepmodRecord(platform.host);
  const say: Say = (level, text, outcome) => {
    record.told(level, text);
    report.message(level, text);
    if (outcome === "fails") report.fail();
  };
  const threshold = WARNING_SEVERITY + request.options.filter(({ long }) => long === "verbose").length;
  if (hasOption(request, "verify")) {
    report.setThreshold(threshold);
    return gatherVerification(request, places, context);
  }
  const run: Run = { request, context, places, record, say };
  const isDone =
    hasOption(request, "quick") && (hasOption(request, "show") || !isOutdated(platform.files, places.input, say));
  record.upToDate = isDone;
  if (!isDone) report.setThreshold(threshold);
  const pieces = isDone ? [] : guarded(run);
  if (!hasOption(request, "json")) return { pieces };
  for (const _ of pieces);
  return { json: record.toJson(places) };
}

/** The run, with what ends it early as a message. */
function* guarded(run: Run): Generator<string> {
  try {
    yield* makeIndexes(run);
  } catch (error) {
    if (!(error instanceof DepmodError)) throw error;
    run.record.told(error.level, error.message);
    run.context.report.message(error.level, error.message);
    run.context.report.fail();
  }
}

function view(facts: DepmodFacts, request: Request): Output {
  if ("json" in facts) return { kind: "json", value: facts.json };
  if (!("pieces" in facts)) return viewVerification(facts, request);
  const { pieces } = facts;
  return hasOption(request, "verbose") ? { kind: "text", pieces, prompt: "always" } : { kind: "text", pieces };
}

export const depmod: Command<DepmodFacts> = {
  name: "depmod",
  summary: "make the indexes of a kernel's modules",
  operands: "[VERSION [FILE]...]",
  nextOperand: ({ operands }) => (operands.length === 0 ? ["release"] : ["module file"]),
  options: depmodOptions,
  notes: "VERSION is a kernel release, that of the running kernel unless given. FILEs are absolute paths of modules.",
  gather,
  view,
};
