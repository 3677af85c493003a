/** The inserting half of modprobe: which steps a request comes to, what comes of them, and what is said of it. */

import { type Errno, errnoText } from "../core/errno.ts";
import { KmodError } from "../core/errors.ts";
import type { KnownModule } from "../core/module/database.ts";
import { isHeldBack, type PlannedStep, planInsertion } from "../core/module/insertion.ts";
import { readInitState } from "../core/state/sys-module.ts";
import { insertionFailure } from "./insertion-failure.ts";
import { carryOutInsertion } from "./modprobe-attempt.ts";
import type { ModprobeFacts, ShownStep } from "./modprobe-facts.ts";
import { explainStep } from "./modprobe-refusal.ts";
import { endOperand, executionOf, moduleOperands, type Run, resolveOperand, untilFatal } from "./modprobe-run.ts";
import { hasOption } from "./options.ts";
import type { NewRecords } from "./refusal.ts";

/** kmod's own texts for what the kernel answers; everything else is strerror(3)'s. */
const INSERTION_TEXTS: Readonly<Partial<Record<Errno, string>>> = {
  EEXIST: "Module already in kernel",
  ENOENT: "Unknown symbol in module, or unknown parameter (see dmesg)",
};

/** The steps for all operands, computed, shown and carried out as they are asked for. */
export function insertionEvents(run: Run): ModprobeFacts {
  return { kind: "steps", steps: untilFatal(insertAll(run)), refusals: run.refusals };
}

function* insertAll(run: Run): Iterable<ShownStep> {
  const parameters = hasOption(run.request, "all") ? [] : run.request.operands.slice(1);
  for (const operand of moduleOperands(run)) {
    try {
      yield* insertOperand(run, operand, parameters);
    } catch (error) {
      endOperand(run, "insert", operand, error);
    }
  }
}

/** An operand that stands for several modules counts by the last of them. */
function* insertOperand(run: Run, operand: string, parameters: readonly string[]): Iterable<ShownStep> {
  let failed = false;
  for (const module of resolveOperand(run, operand)) failed = !(yield* insertOne(run, module, parameters));
  if (failed) run.context.report.fail();
}

/** Whether the kernel has a module: live or built in. One that is still coming is asked for again, which waits. */
function inKernel(run: Run, name: string): boolean {
  return run.database.isBuiltin(name) || readInitState(run.context.platform.files, name) === "live";
}

function* insertOne(run: Run, module: KnownModule, parameters: readonly string[]): Generator<ShownStep, boolean> {
  const { request, context, database } = run;
  if (!hasOption(request, "show-depends") && inKernel(run, module.name)) {
    if (!hasOption(request, "first-time")) return true;
    const message = failureText(module, "EEXIST");
    context.report.message("ERROR", message);
    run.refusals.known({ operation: "insert", module: module.name, errno: "EEXIST", message }, []);
    return false;
  }
  if (isHeldBack(database, module, hasOption(request, "use-blacklist"))) return true;
  const ignoreCommands = hasOption(request, "ignore-install");
  const plan = planInsertion(database, { module, parameters, ignoreCommands }, (text) =>
    context.report.message("ERROR", text),
  );
  return yield* carryOut(run, module, plan);
}

/** Shows the steps and, without -n or -D, carries them out, up to the first required one that fails. */
function* carryOut(run: Run, module: KnownModule, plan: readonly PlannedStep[]): Generator<ShownStep, boolean> {
  const { dry, shown } = executionOf(run);
  const showsAll = hasOption(run.request, "show-depends");
  for (const step of plan) {
    // Asked only now: what came before may have brought it.
    if (!showsAll && inKernel(run, step.module)) continue;
    const event: ShownStep = { step, shown };
    if (step.action !== "builtin" || showsAll) yield event;
    if (dry) continue;
    const outcome = attempt(run, module, step);
    event.done = outcome === "done";
    if (outcome === "stop") return false;
  }
  return true;
}

/** Carries out a step: it is done, or it failed in a way that stops nothing, or the plan ends here. */
function attempt(run: Run, module: KnownModule, step: PlannedStep): "done" | "failed" | "stop" {
  if (step.action !== "insert") return attemptWatched(run, module, step, () => []);
  return run.refusals.watching((records) => attemptWatched(run, module, step, records));
}

function attemptWatched(
  run: Run,
  module: KnownModule,
  step: PlannedStep,
  records: NewRecords,
): "done" | "failed" | "stop" {
  try {
    carryOutInsertion(run, step);
    if (step.action === "insert") run.refusals.inserted({ ...step, records });
    return "done";
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const isRequested = step.module === module.name && hasOption(run.request, "first-time");
    if (!step.required || (error.errno === "EEXIST" && !isRequested)) return "failed";
    const message = complain(run, module, error);
    explainStep(run, { requested: module.name, step, message, error, records });
    return "stop";
  }
}

/** Returns the message that names the module. */
function complain({ context: { report } }: Run, module: KnownModule, error: KmodError): string {
  const failure = insertionFailure(error);
  if (failure !== undefined) report.message("ERROR", failure);
  const message = failureText(module, error.errno);
  report.message("ERROR", message);
  return message;
}

function failureText(module: KnownModule, errno: Errno): string {
  return `could not insert '${module.name}': ${INSERTION_TEXTS[errno] ?? errnoText(errno)}`;
}
