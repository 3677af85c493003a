/** Modules that have been indexed and have changed since: the indexes of before and after, and how far a run has come from one to the other. */

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { INDEX_NAMES } from "../../support/index-names.ts";
import { linkModules } from "./compressed-modules.ts";
import { type IndexSet, takeIndexes } from "./index-set.ts";
import { choose } from "./mode.ts";
import { copyInputs, type ModuleRoot, makeModuleRoot } from "./module-roots.ts";
import { connectedModules } from "./module-samples.ts";
import { runOurs } from "./ours.ts";
import { fileModuleName, indexLines, type ModuleTree, modulePaths } from "./trees.ts";

export interface ChangedTree extends ModuleRoot {
  readonly before: IndexSet;
  readonly after: IndexSet;
  /** Names of the modules of either. */
  readonly names: readonly string[];
  /** Names of the modules of both. */
  readonly lasting: readonly string[];
  /** Names of the modules that have gone, with underscores. */
  readonly removed: readonly string[];
}

/** Our depmod's indexes, which are taken away. */
function indexesOf({ root, release, directory }: ModuleRoot): IndexSet {
  const { err, status } = runOurs({ tool: "depmod", args: ["-b", root, release] });
  if (status !== 0 || err !== "") throw new Error(`depmod ended with ${status}: ${err}`);
  return takeIndexes(directory);
}

/** The paths of those that no other module of the tree needs. */
function unneeded(tree: ModuleTree, paths: readonly string[]): readonly string[] {
  const needed = new Set(indexLines(tree, "modules.dep").flatMap((line) => line.split(" ").slice(1)));
  return paths.filter((path) => !needed.has(path));
}

/**
 * Some 300 modules. Some that nothing needs have gone, others have come, and some are in updates/ too, which counts before kernel/ and changes
 * their own lines and those of others. What the old indexes need for a module that stays is still where they say.
 */
export function makeChangedTree(tree: ModuleTree): ChangedTree {
  const old = connectedModules(tree, 300, "changed tree");
  const others = modulePaths(tree).filter((path) => !old.includes(path));
  const added = choose(others, 30, "added modules");
  const removed = choose(unneeded(tree, old), 30, "removed modules");
  const updated = old.filter((path, at) => at % 5 === 0 && !removed.includes(path));
  const made = makeModuleRoot(tree.release);
  copyInputs(tree, made.directory);
  linkModules(tree, old, made.directory);
  const before = indexesOf(made);
  for (const path of removed) rmSync(join(made.directory, path));
  linkModules(tree, added, made.directory);
  linkModules(tree, updated, made.directory, (path) => path.replace("kernel", "updates"));
  const names = [...old, ...added].map(fileModuleName);
  const passing = new Set([...removed, ...added].map(fileModuleName));
  return {
    ...made,
    before,
    after: indexesOf(made),
    names,
    lasting: names.filter((name) => !passing.has(name)),
    removed: removed.map((path) => fileModuleName(path).replaceAll("-", "_")),
  };
}

/** A temporary file of a run that had no time to remove it. */
const LEFT_OVER = /^\.modules\.[a-z.]+\.kmod-ts-0\.tmp$/;

/** Indexes of before, and nothing of an earlier run. */
export function restore({ directory, before }: ChangedTree): void {
  takeIndexes(directory);
  for (const name of readdirSync(directory).filter((entry) => LEFT_OVER.test(entry))) rmSync(join(directory, name));
  for (const name of INDEX_NAMES) writeFileSync(join(directory, name), before[name] ?? "");
}

/** Says of each index whether it is that of before (`o`), the new one (`n`), or what is the same in both (`=`); `?` is anything else. */
export function stateOf({ directory, before, after }: ChangedTree): string {
  const letters = INDEX_NAMES.map((name) => {
    const bytes = readFileSync(join(directory, name));
    const [isOld, isNew] = [before, after].map((set) => set[name] !== undefined && bytes.equals(set[name]));
    if (isOld && isNew) return "=";
    return isOld ? "o" : isNew ? "n" : "?";
  });
  return letters.join("");
}

/** Names in the directory that a run is not to leave there, killed or not. */
export function strayNames({ directory }: ChangedTree): readonly string[] {
  const expected = /^(?:kernel|updates|modules\.[a-z.]+)$/;
  return readdirSync(directory).filter((name) => !expected.test(name) && !LEFT_OVER.test(name));
}
