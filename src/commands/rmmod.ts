/** rmmod: modules out of the kernel, each by itself. See rmmod(8). */

import { decodeUtf8 } from "../core/bytes.ts";
import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import { type ModuleIndex, openModuleIndex } from "../core/index/module-index.ts";
import { moduleDirectory } from "../core/module/directory.ts";
import { objectionTo } from "../core/module/obstacle.ts";
import { removeWaiting } from "../core/module/remove-waiting.ts";
import { moduleNameOfPath } from "../core/names.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { indexProblemReporter } from "./index-problem.ts";
import { hasOption, jsonOption, standardOptions } from "./options.ts";
import { chosenForm } from "./output-form.ts";
import { type ExplainedFailure, Refusals } from "./refusal.ts";
import { failuresJson } from "./refusal-json.ts";
import { applyVerbosity, verbosityOptions } from "./verbosity.ts";

/** A module to remove, and whether it went. */
export interface RmmodFact {
  readonly module: string;
  readonly done: boolean;
}

/** As far as the run got. */
export interface RmmodFacts {
  readonly modules: readonly RmmodFact[];
  readonly failures: readonly ExplainedFailure[];
}

const options: readonly OptionSpec[] = [
  { long: "force", short: "f", text: "remove it in use too, where the kernel allows that; may crash the machine" },
  ...verbosityOptions,
  ...standardOptions,
  { long: "wait", short: "w", text: "wait until nobody uses the module any more", extra: true },
  jsonOption,
];

interface Run {
  readonly request: Request;
  readonly context: Context;
  readonly index: ModuleIndex;
  readonly refusals: Refusals;
}

function gather(request: Request, context: Context): RmmodFacts {
  applyVerbosity(request, context);
  if (request.operands.length === 0) throw new UsageError("missing module name.");
  const directory = moduleDirectory(context.platform, {});
  const index = openModuleIndex(context.platform.files, directory, indexProblemReporter(context.report));
  const refusals = new Refusals(context, request);
  const modules: RmmodFact[] = [];
  for (const operand of request.operands) {
    const module = moduleOf(operand, context);
    if (module === undefined) break;
    modules.push({ module, done: removeOne({ request, context, index, refusals }, operand, module) });
  }
  return { modules, failures: refusals.failures };
}

/** The module that an operand means: a file's by its name, else the word itself up to a dot. Undefined ends the run. */
function moduleOf(operand: string, { platform, report }: Context): string | undefined {
  if (!exists(operand, platform.files.status)) return operand.replace(/\..*/s, "").replaceAll("-", "_");
  const name = moduleNameOfPath(operand);
  if (name !== "") return name;
  report.message("ERROR", `could not use module ${operand}: ${errnoText("ENOENT")}`);
  report.fail();
  return undefined;
}

function exists(path: string, status: (path: string) => unknown): boolean {
  try {
    status(path);
    return true;
  } catch (error) {
    if (error instanceof SystemError) return false;
    throw error;
  }
}

/** Returns whether the module is gone now. What goes wrong with one module keeps none of the others. */
function removeOne(run: Run, operand: string, module: string): boolean {
  try {
    return !isHeld(run, module) && remove(run, operand, module);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const { message, errno } = error;
    run.context.report.message("ERROR", message);
    run.context.report.fail();
    run.refusals.known({ operation: "remove", module, errno, message }, []);
    return false;
  }
}

/** Whether something speaks against asking the kernel, which is told. */
function isHeld({ request, context, index, refusals }: Run, module: string): boolean {
  if (hasOption(request, "force")) return false;
  const objection = objectionTo(context.platform.files, index, module, hasOption(request, "wait"));
  if (objection === undefined) return false;
  const { obstacle, messages } = objection;
  for (const text of messages) context.report.message("ERROR", text);
  context.report.fail();
  // Without a line of kmod's there is none to explain, but as data.
  const level = messages.length > 0 ? "ERROR" : "DEBUG";
  const failure = { module, errno: undefined, message: messages.at(-1) ?? "", level } as const;
  refusals.removal(failure, { module, force: false }, obstacle);
  return true;
}

function remove({ request, context, refusals }: Run, operand: string, module: string): boolean {
  const { platform, report } = context;
  const force = hasOption(request, "force");
  try {
    removeWaiting(platform, module, force, hasOption(request, "wait") ? Number.POSITIVE_INFINITY : 0);
    return true;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    report.message("ERROR", `could not remove '${module}': ${errnoText(error.errno)}`);
    const message = `could not remove module ${operand}: ${errnoText(error.errno)}`;
    report.message("ERROR", message);
    report.fail();
    refusals.removal({ module, errno: error.errno, message }, { module, force }, error);
    return false;
  }
}

/** Without a word, but for --json. */
function view(facts: RmmodFacts, request: Request): Output {
  if (chosenForm(request, ["json"]) !== "json") return { kind: "text", pieces: [] };
  const modules = facts.modules.map(({ module, done }) => ({ module: decodeUtf8(module), done }));
  return { kind: "json", value: { schemaVersion: 1, modules, failures: failuresJson(facts.failures) } };
}

export const rmmod: Command<RmmodFacts> = {
  name: "rmmod",
  summary: "remove modules, each by itself",
  operands: "MODULE...",
  options,
  nextOperand: () => ["loaded module"],
  gather,
  view,
};
