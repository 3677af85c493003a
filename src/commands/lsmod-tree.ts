/** The view of `lsmod --tree`: each module that nobody uses, and below it what it uses. */

import type { LoadedModule } from "../core/state/proc-modules.ts";
import { type Branch, forestLines } from "./tree-lines.ts";

/** The lines of the tree, byte strings; roots and branches in the order of `modules`. */
export function treeLines(modules: readonly LoadedModule[]): Iterable<string> {
  const uses = usesOf(modules);
  const isUsed = (module: LoadedModule): boolean => module.usedBy.some((user) => uses.has(user));
  return forestLines({
    roots: modules.filter((module) => !isUsed(module)).map(({ name }) => branchOf(name)),
    all: modules.map(({ name }) => branchOf(name)),
    below: (name) => uses.get(name) ?? [],
  });
}

/** What each loaded module uses: the reverse of what the kernel lists. */
function usesOf(modules: readonly LoadedModule[]): ReadonlyMap<string, readonly Branch[]> {
  const uses = new Map<string, Branch[]>(modules.map((module) => [module.name, []]));
  for (const module of modules) for (const user of module.usedBy) uses.get(user)?.push(branchOf(module.name));
  return uses;
}

function branchOf(name: string): Branch {
  return { name, label: name };
}
