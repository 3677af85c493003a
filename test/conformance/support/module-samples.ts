/** Some of a tree's modules, such that there are dependencies between them. */

import { choose, isFull } from "./mode.ts";
import { indexLines, type ModuleTree, modulePaths } from "./trees.ts";

/** Paths of about `count` modules: chosen ones and all that they depend on, in the order of the tree's index. */
export function connectedModules(tree: ModuleTree, count: number, purpose: string): readonly string[] {
  const lines = indexLines(tree, "modules.dep").map((line) => line.replace(":", "").trimEnd().split(" "));
  // A module of Debian's kernels needs a little more than two others.
  const chosen = new Set(choose(lines, count / 2, purpose).flat());
  return lines.flatMap(([path = ""]) => (chosen.has(path) ? [path] : []));
}

/** All modules in the full run, otherwise `connectedModules`. */
export function sampledModules(tree: ModuleTree, count: number, purpose: string): readonly string[] {
  return isFull ? modulePaths(tree) : connectedModules(tree, count, purpose);
}
