/** One run of modprobe: what every mode is given, and how kmod's FATAL messages end it. */

import { type Errno, errnoText } from "../core/errno.ts";
import { KmodError } from "../core/errors.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import { absolutePath } from "../core/module/directory.ts";
import type { Context, Level, Request } from "./command.ts";
import type { ModprobeFacts } from "./modprobe-facts.ts";
import { hasOption } from "./options.ts";
import type { Failure, Refusals } from "./refusal.ts";

export interface Run {
  readonly request: Request;
  readonly context: Context;
  readonly database: ModuleDatabase;
  readonly refusals: Refusals;
}

/** Says more of a failure whose message went out with a level, before that message ends the run. */
type Explain = (level: Level) => void;

/** The facts of a run that ended before it found any. */
export const nothing: ModprobeFacts = { kind: "nothing" };

/** Thrown where a FATAL message that was shown ends the run. */
class FatalEnd extends KmodError {
  override readonly name = "FatalEnd";
}

/**
 * Reports a failure that ends the run as soon as it is shown. With -a it is a WARNING, and then, as where -q hides it,
 * the run goes on with the next operand. The exit status is 1 in any case.
 */
export function fatal(run: Run, text: string, explain?: Explain): void {
  run.context.report.fail();
  complain(run, text, explain);
}

/** The same for what fails beside the request: the exit status is 1 only where the message ends the run. */
export function complain({ request, context: { report } }: Run, text: string, explain?: Explain): void {
  const level = hasOption(request, "all") ? "WARNING" : "FATAL";
  report.message(level, text);
  explain?.(level);
  if (level === "WARNING" || !report.shows("FATAL")) return;
  report.fail();
  throw new FatalEnd(text, "EINVAL");
}

/** Whether steps are only planned (-n, -D), and whether plain output shows them. */
export function executionOf({ request, context }: Run): { readonly dry: boolean; readonly shown: boolean } {
  const dry = hasOption(request, "dry-run") || hasOption(request, "show-depends");
  return { dry, shown: dry || context.report.shows("NOTICE") };
}

/** The items up to the point where a FATAL message ends the run. */
export function* untilFatal<Item>(items: Iterable<Item>): Iterable<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof FatalEnd)) throw error;
  }
}

/**
 * Reports what ended the work on one operand, so that the others have their turn, as with kmod. Throws again what a FATAL
 * message ended, and our own bugs.
 */
export function endOperand(run: Run, operation: Failure["operation"], operand: string, error: unknown): void {
  if (!(error instanceof KmodError) || error instanceof FatalEnd) throw error;
  const { message, errno } = error;
  run.context.report.message("ERROR", message);
  run.context.report.fail();
  run.refusals.known({ operation, module: operand, errno, message }, []);
}

/** Operands that name modules: all of them with -a, else the first. */
export function moduleOperands({ request }: Run): readonly string[] {
  return hasOption(request, "all") ? request.operands : request.operands.slice(0, 1);
}

/** Whether an operand is a file path and no name: `../x.ko` is not. */
export function isPath(operand: string): boolean {
  return operand.startsWith("/") || operand.startsWith("./");
}

/** The module in the file at a path as typed. Throws the SystemError of a file that cannot be seen. */
export function moduleAtPath({ database, context }: Pick<Run, "database" | "context">, operand: string): KnownModule {
  const path = absolutePath(context.platform, operand);
  context.platform.files.status(path);
  return database.fromPath(path);
}

/** The modules that an operand of an inserting or showing mode stands for; a failure is reported and gives none. */
export function resolveOperand(run: Run, operand: string): readonly KnownModule[] {
  const { database } = run;
  database.forget();
  if (!isPath(operand)) {
    const found = database.lookUp(operand) ?? [];
    if (found.length === 0) unresolved(run, operand, `Module ${operand} not found in directory ${database.directory}`);
    return found;
  }
  try {
    return [moduleAtPath(run, operand)];
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    unresolved(run, operand, `Failed to get module from path ${operand}: ${errnoText(error.errno)}`, error.errno);
    return [];
  }
}

/** The message says all that there is to say. */
function unresolved(run: Run, module: string, message: string, errno?: Errno): void {
  fatal(run, message, (level) => run.refusals.known({ operation: "insert", module, errno, message, level }, []));
}
