/** The removing half of modprobe: which steps a request comes to, what comes of them, and what is said of it. */

import { errnoText } from "../core/errno.ts";
import { KmodError } from "../core/errors.ts";
import type { Obstacle } from "../core/module/obstacle.ts";
import { planRemoval, type RemovalRequest, type RemovalStep } from "../core/module/removal.ts";
import { removeWaiting } from "../core/module/remove-waiting.ts";
import { CommandError, carryOutRemoveCommand } from "./modprobe-attempt.ts";
import type { ModprobeFacts, ShownStep } from "./modprobe-facts.ts";
import { waitMilliseconds } from "./modprobe-options.ts";
import { commandFindings } from "./modprobe-refusal.ts";
import { complain, endOperand, executionOf, fatal, type Run, untilFatal } from "./modprobe-run.ts";
import { hasOption, lastValue } from "./options.ts";
import type { Failure } from "./refusal.ts";

/** The steps for all operands, computed, shown and carried out as they are asked for. */
export function removalEvents(run: Run): ModprobeFacts {
  return { kind: "steps", steps: untilFatal(removeAll(run)), refusals: run.refusals };
}

function* removeAll(run: Run): Iterable<ShownStep> {
  for (const operand of run.request.operands) {
    try {
      yield* removeOperand(run, operand);
    } catch (error) {
      endOperand(run, "remove", operand, error);
    }
  }
}

function* removeOperand(run: Run, operand: string): Iterable<ShownStep> {
  run.database.forget();
  const found = run.database.lookUp(operand);
  // An illegal name fails without a word, as in kmod.
  if (found === undefined) run.context.report.fail();
  else if (found.length === 0) notFound(run, operand);
  for (const module of found ?? []) {
    if (yield* removeOne(run, module)) continue;
    run.context.report.fail();
    return;
  }
}

function notFound(run: Run, operand: string): void {
  const message = `Module ${operand} not found.`;
  fatal(run, message, (level) => explain(run, { module: operand, message, level }, "absent"));
}

/** Tells why a module stays, after it was reported. */
function explain(run: Run, failure: Omit<Failure, "operation" | "errno">, reason: KmodError | Obstacle): void {
  const errno = reason instanceof KmodError ? reason.errno : undefined;
  const removal = { module: failure.module, force: hasOption(run.request, "force") };
  run.refusals.removal({ ...failure, errno }, removal, reason);
}

/** Milliseconds of -w; 0 for none. */
function patience({ request }: Run): number {
  return waitMilliseconds(lastValue(request, "wait") ?? "0");
}

function removalRequest(run: Run): RemovalRequest {
  const { request } = run;
  return {
    ignoreCommands: hasOption(request, "ignore-install"),
    firstTime: hasOption(request, "first-time"),
    ignoreState: hasOption(request, "show-depends"),
    removeHolders: hasOption(request, "remove-holders"),
    wait: patience(run) > 0,
  };
}

/** Shows the steps for one module and, without -n or -D, carries them out. Returns whether it is gone or may go. */
function* removeOne(run: Run, module: Parameters<typeof planRemoval>[2]): Generator<ShownStep, boolean> {
  const { context, database } = run;
  const { dry, shown } = executionOf(run);
  const plan = planRemoval(context.platform.files, database, module, removalRequest(run));
  let done = true;
  for (;;) {
    const next = plan.next(done);
    if (next.done === true) return next.value;
    const step = next.value;
    if (step.action === "refuse") {
      const { module: name, reason: message, obstacle } = step;
      complain(run, message, (level) => explain(run, { module: name, message, level }, obstacle));
      continue;
    }
    const event: ShownStep = { step, shown };
    yield event;
    if (dry) continue;
    done = succeeds(run, step);
    event.done = done;
  }
}

function succeeds(run: Run, step: Exclude<RemovalStep, { readonly action: "refuse" }>): boolean {
  try {
    if (step.action === "command") carryOutRemoveCommand(run, step.module, step.command);
    else removeModule(run, step.module);
    return true;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    report(run, step, error);
    return false;
  }
}

function report(run: Run, step: Exclude<RemovalStep, { readonly action: "refuse" }>, error: KmodError): void {
  const { module } = step;
  if (step.action === "command" && error instanceof CommandError) {
    const { message, errno } = error;
    const findings = commandFindings("remove", step.origin, error);
    fatal(run, message, (level) =>
      run.refusals.known({ operation: "remove", module, errno, message, level }, findings),
    );
    return;
  }
  const message = `could not remove '${module}': ${errnoText(error.errno)}`;
  run.context.report.message("ERROR", message);
  explain(run, { module, message }, error);
}

function removeModule(run: Run, name: string): void {
  removeWaiting(run.context.platform, name, hasOption(run.request, "force"), patience(run));
}
