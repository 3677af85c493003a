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
import { applyVerbosity, verbosityOptions } from "./verbosity.ts";

/** A module to remove, and whether it went. */
export interface RmmodFact {
  readonly module: string;
  readonly done: boolean;
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
}

function gather(request: Request, context: Context): readonly RmmodFact[] {
  applyVerbosity(request, context);
  if (request.operands.length === 0) throw new UsageError("missing module name.");
  const directory = moduleDirectory(context.platform, {});
  const index = openModuleIndex(context.platform.files, directory, indexProblemReporter(context.report));
  const facts: RmmodFact[] = [];
  for (const operand of request.operands) {
    const module = moduleOf(operand, context);
    if (module === undefined) break;
    facts.push({ module, done: removeOne({ request, context, index }, operand, module) });
  }
  return facts;
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

/** Returns whether the module is gone now. */
function removeOne({ request, context, index }: Run, operand: string, module: string): boolean {
  const { platform, report } = context;
  const force = hasOption(request, "force");
  const wait = hasOption(request, "wait");
  const objection = force ? undefined : objectionTo(platform.files, index, module, wait);
  if (objection !== undefined) {
    for (const text of objection.messages) report.message("ERROR", text);
    report.fail();
    return false;
  }
  try {
    removeWaiting(platform, module, force, wait ? Number.POSITIVE_INFINITY : 0);
    return true;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    report.message("ERROR", `could not remove '${module}': ${errnoText(error.errno)}`);
    report.message("ERROR", `could not remove module ${operand}: ${errnoText(error.errno)}`);
    report.fail();
    return false;
  }
}

/** Without a word, but for --json. */
function view(facts: readonly RmmodFact[], request: Request): Output {
  if (chosenForm(request, ["json"]) !== "json") return { kind: "text", pieces: [] };
  const modules = facts.map(({ module, done }) => ({ module: decodeUtf8(module), done }));
  return { kind: "json", value: { schemaVersion: 1, modules } };
}

export const rmmod: Command<readonly RmmodFact[]> = {
  name: "rmmod",
  summary: "remove modules, each by itself",
  operands: "MODULE...",
  options,
  gather,
  view,
};
