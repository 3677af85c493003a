/**
 * `kmod-ts deps`: what modules depend on, or what depends on them: by symbols (hard), and by softdep and weakdep lines. No
 * tool of kmod shows which symbols, or the other direction.
 */

import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import type { Direction } from "../core/module/dependency-walk.ts";
import type { UnreadModule } from "../core/module/module-symbols.ts";
import type { Command, Context, OptionSpec, Request } from "./command.ts";
import { openAnswerableDatabase } from "./configured-database.ts";
import { Dependencies, type DepsFacts, type ResolvedOperand } from "./deps-facts.ts";
import { DEPS_FORMS, viewDeps } from "./deps-view.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import { moduleFile } from "./file-operands.ts";
import { isPath } from "./modprobe-run.ts";
import { hasOption, helpOption, outputOptions, verboseOption } from "./options.ts";
import { chosenForm } from "./output-form.ts";
import { joinPath } from "./paths.ts";
import { unreadableReason } from "./reading-failure.ts";
import { systemOf, systemOptions } from "./system.ts";
import { reportUnknownModule } from "./unknown-module.ts";

const options: readonly OptionSpec[] = [
  { long: "reverse", text: "show what depends on the modules" },
  { long: "tree", text: "print everything, direct or not, as a tree" },
  { long: "dot", text: "print the same as a graph for Graphviz" },
  // All of this command is beyond kmod, so that its help needs no such heading.
  ...outputOptions.map(({ long, text }) => ({ long, text })),
  verboseOption,
  { long: "config", short: "C", argument: "PATH", text: "read this file or directory in place of modprobe.d" },
  { long: "dirname", short: "d", argument: "DIR", text: "modules are in DIR/lib/modules; all else is of this system" },
  ...systemOptions,
  helpOption,
];

const notes = `Kinds of dependencies:
  hard       the module uses symbols of the other one
  soft pre   a softdep line asks for the other one to be loaded before it
  soft post  the same, after it
  weak       a weakdep line says that it may use the other one

Shown are direct dependencies, and all others too with --tree, --dot and --json.
`;

function gather(request: Request, outer: Context): DepsFacts {
  if (request.operands.length === 0) throw new UsageError("name at least one module");
  const context = systemOf(request, outer);
  if (context.platform !== outer.platform && hasOption(request, "dirname")) {
    throw new UsageError("--root and --dirname cannot be used together");
  }
  const form = chosenForm(request, DEPS_FORMS);
  const database = openAnswerableDatabase(request, context, outer.platform);
  remarkOnDirectory(database.directory, context);
  const foreign = new Set<string>();
  const found = request.operands.map((operand) => ({
    operand,
    modules: find(operand, database, outer, context.platform === outer.platform, foreign),
  }));
  const dependencies = new Dependencies(context.platform, database, foreign, outer.platform);
  const isThere = (name: string): boolean => dependencies.module(name).status !== "missing";
  const requests = found.map(({ operand, modules }): ResolvedOperand => {
    const known = [...new Set(modules?.map(({ name }) => name))].filter(isThere);
    if (modules !== undefined && known.length === 0) reportUnknownModule(operand, modules, database, context);
    return { request: operand, modules: known };
  });
  const direction: Direction = hasOption(request, "reverse") ? "dependents" : "dependencies";
  const roots = requests.flatMap(({ modules }) => modules);
  const direct = form === undefined || form === "table";
  const { names, edges } = dependencies.walk(roots, direction, direct ? 1 : undefined);
  reportUnread(dependencies.unread, context);
  const modules = names.map((name) => dependencies.module(name));
  return { directory: database.directory, direction, requests, modules, edges };
}

/**
 * What an operand stands for, as modprobe takes it; undefined for a path that leads nowhere, which has been reported. A
 * path is one of this machine, so that `outer` opens it.
 */
function find(
  operand: string,
  database: ModuleDatabase,
  outer: Context,
  isSameSystem: boolean,
  foreign: Set<string>,
): readonly KnownModule[] | undefined {
  if (!isPath(operand)) return database.lookUp(operand) ?? [];
  try {
    const module = database.fromPath(moduleFile(outer.platform, operand));
    if (!isSameSystem || module.path !== indexedPath(database, module.name)) foreign.add(module.name);
    return [module];
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const reason = error instanceof SystemError ? errnoText(error.errno) : error.message;
    outer.report.message("ERROR", `could not take module file '${operand}': ${reason}`);
    outer.report.fail();
    return undefined;
  }
}

function indexedPath({ directory, index }: ModuleDatabase, name: string): string | undefined {
  const path = index.dependency(name)?.path;
  return path === undefined ? undefined : joinPath(directory, path);
}

/** One line for each reason: without a decompressor no file of a whole tree can be read. */
function reportUnread(unread: readonly UnreadModule[], { report }: Context): void {
  const reasons = new Map<string, UnreadModule[]>();
  for (const module of unread) {
    const reason = unreadableReason(module.error);
    const same = reasons.get(reason) ?? [];
    same.push(module);
    reasons.set(reason, same);
  }
  for (const [reason, [first, ...others]] of reasons) {
    const more =
      others.length === 0 ? "" : ` and ${others.length} more module ${others.length === 1 ? "file" : "files"}`;
    report.message("ERROR", `could not read the symbols of '${first?.path}'${more}: ${reason}`);
    report.fail();
  }
}

export const deps: Command<DepsFacts> = {
  name: "deps",
  summary: "show what modules depend on, and by which symbols",
  operands: "MODULE|FILE|ALIAS...",
  options,
  notes,
  gather,
  view: viewDeps,
};
