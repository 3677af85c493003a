/** The removing half of modprobe: which steps a request comes to, and what is said of them. */

import { errnoText } from "../core/errno.ts";
import { planRemoval, type RemovalRequest } from "../core/module/removal.ts";
import type { ModprobeFacts, ShownStep } from "./modprobe-facts.ts";
import { isWait } from "./modprobe-options.ts";
import { complain, executionOf, fatal, type Run, untilFatal } from "./modprobe-run.ts";
import { hasOption, lastValue } from "./options.ts";

/** The steps for all operands, computed as they are asked for. */
export function removalEvents(run: Run): ModprobeFacts {
  return { kind: "steps", steps: untilFatal(removeAll(run)) };
}

function* removeAll(run: Run): Iterable<ShownStep> {
  for (const operand of run.request.operands) {
    run.database.forget();
    const found = run.database.lookUp(operand);
    // An illegal name fails without a word, as in kmod.
    if (found === undefined) run.context.report.fail();
    else if (found.length === 0) fatal(run, `Module ${operand} not found.`);
    for (const module of found ?? []) {
      if (yield* removeOne(run, module)) continue;
      run.context.report.fail();
      break;
    }
  }
}

function removalRequest({ request }: Run): RemovalRequest {
  return {
    ignoreCommands: hasOption(request, "ignore-install"),
    firstTime: hasOption(request, "first-time"),
    ignoreState: hasOption(request, "show-depends"),
    removeHolders: hasOption(request, "remove-holders"),
    wait: isWait(lastValue(request, "wait") ?? "0"),
  };
}

/** Shows the steps for one module; without -n or -D each would have to be done. Returns whether it may go. */
function* removeOne(run: Run, module: Parameters<typeof planRemoval>[2]): Generator<ShownStep, boolean> {
  const { context, database } = run;
  const { dry, shown } = executionOf(run);
  const plan = planRemoval(context.platform.files, database, module, removalRequest(run));
  for (let next = plan.next(); ; next = plan.next()) {
    if (next.done === true) return next.value;
    const step = next.value;
    if (step.action === "refuse") {
      complain(run, step.reason);
      continue;
    }
    yield { step, shown };
    if (dry) continue;
    context.report.message("ERROR", `could not remove '${step.module}': ${errnoText("ENOSYS")}`);
    return false;
  }
}
