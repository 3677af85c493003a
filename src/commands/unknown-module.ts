/** What is said where an operand stands for no module. */

import type { ModuleIndex } from "../core/index/module-index.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import { nearNames } from "../core/near-names.ts";
import type { Context } from "./command.ts";
import { searchTree } from "./tree-search.ts";

/** Suggestions for a mistyped name. */
const MOST_NEAR_NAMES = 3;

/** Names of modules that may have been meant, nearest first. */
export function nearModuleNames(operand: string, index: ModuleIndex): readonly string[] {
  const names = new Set([...index.moduleNames(), ...index.builtinNames()]);
  return nearNames(operand.replaceAll("-", "_"), [...names]).slice(0, MOST_NEAR_NAMES);
}

/** Fails the run for an operand without a module; `modules` are those of an alias that leads to what is not there. */
export function reportUnknownModule(
  operand: string,
  modules: readonly KnownModule[],
  { directory, index }: ModuleDatabase,
  { report }: Context,
): void {
  const near = nearModuleNames(operand, index);
  const hint = near.length === 0 ? "" : `; did you mean ${quoted(near)}?`;
  const text =
    modules.length === 0
      ? `module '${operand}' not found in directory ${directory}${hint}`
      : `'${operand}' stands for ${quoted(modules.map(({ name }) => name))}, not found in directory ${directory}`;
  report.message("ERROR", text);
  report.fail();
}

/** The same where nobody has looked into the tree yet: what is there without depmod having run is told as such. */
export function reportUnindexedModule(
  operand: string,
  modules: readonly KnownModule[],
  database: ModuleDatabase,
  context: Context,
): void {
  const names = modules.length === 0 ? [operand.replaceAll("-", "_")] : modules.map(({ name }) => name);
  const [found] = searchTree(new Set(names), database.directory, context).values();
  if (found === undefined || database.index.dependency(found.winner.name) !== undefined) {
    reportUnknownModule(operand, modules, database, context);
    return;
  }
  context.report.message(
    "ERROR",
    `module '${operand}' not found in modules.dep, but there is ${found.winner.path}: run depmod`,
  );
  context.report.fail();
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(" or ");
}
