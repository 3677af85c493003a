/** The inserting half of modprobe: which steps a request comes to, and what is said of them. */

import { errnoText } from "../core/errno.ts";
import type { KnownModule } from "../core/module/database.ts";
import { isHeldBack, type PlannedStep, planInsertion } from "../core/module/insertion.ts";
import { readInitState } from "../core/state/sys-module.ts";
import type { ModprobeFacts, ShownStep } from "./modprobe-facts.ts";
import { executionOf, moduleOperands, type Run, resolveOperand, untilFatal } from "./modprobe-run.ts";
import { hasOption } from "./options.ts";

/** The steps for all operands, computed as they are asked for. */
export function insertionEvents(run: Run): ModprobeFacts {
  return { kind: "steps", steps: untilFatal(insertAll(run)) };
}

function* insertAll(run: Run): Iterable<ShownStep> {
  const parameters = hasOption(run.request, "all") ? [] : run.request.operands.slice(1);
  for (const operand of moduleOperands(run)) {
    let failed = false;
    for (const module of resolveOperand(run, operand)) failed = !(yield* insertOne(run, module, parameters));
    // An operand that stands for several modules counts by the last of them.
    if (failed) run.context.report.fail();
  }
}

/** Whether the kernel has a module: live or built in. One that is still coming is asked for again, which waits. */
function inKernel(run: Run, name: string): boolean {
  return run.database.isBuiltin(name) || readInitState(run.context.platform.files, name) === "live";
}

function* insertOne(run: Run, module: KnownModule, parameters: readonly string[]): Generator<ShownStep, boolean> {
  const { request, context, database } = run;
  const ignoreState = hasOption(request, "show-depends");
  if (!ignoreState && inKernel(run, module.name)) {
    if (!hasOption(request, "first-time")) return true;
    context.report.message("ERROR", `could not insert '${module.name}': Module already in kernel`);
    return false;
  }
  if (isHeldBack(database, module, hasOption(request, "use-blacklist"))) return true;
  const ignoreCommands = hasOption(request, "ignore-install");
  const plan = planInsertion(database, { module, parameters, ignoreCommands }, (text) =>
    context.report.message("ERROR", text),
  );
  const steps = ignoreState ? plan : plan.filter((step) => !inKernel(run, step.module));
  return yield* carryOut(run, module, steps);
}

/** Shows the steps; without -n or -D each would have to be done. */
function* carryOut(run: Run, module: KnownModule, steps: Iterable<PlannedStep>): Generator<ShownStep, boolean> {
  const { request, context } = run;
  const { dry, shown } = executionOf(run);
  for (const step of steps) {
    if (step.action !== "builtin" || hasOption(request, "show-depends")) yield { step, shown };
    if (dry) continue;
    context.report.message("ERROR", `could not insert '${module.name}': ${errnoText("ENOSYS")}`);
    return false;
  }
  return true;
}
