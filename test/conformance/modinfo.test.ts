/** modinfo of every module of every tree, in every form. */

import { join } from "node:path";
import { describe, test } from "vitest";
import { lackOfTrees } from "../support/lack.ts";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { choose, groups, isFull, sample } from "./support/mode.ts";
import { type ModuleFacts, moduleFacts, withModules } from "./support/module-facts.ts";
import { builtinNames, fileModuleName, findTree, type ModuleTree, modulePaths, TREE_NAMES } from "./support/trees.ts";

/** Every field that occurs in the trees, those that are computed, and one that does not occur. */
const FIELDS = [
  ...["alias", "author", "depends", "description", "file", "filename", "firmware", "import_ns", "intree", "license"],
  ...["name", "parm", "parmtype", "retpoline", "softdep", "srcversion", "vermagic", "version", "weakdep"],
  ...["build-id", "sig_id", "signer", "sig_key", "sig_hashalgo", "signature", "no_such_field"],
];

/** Files in one command line: enough that starting kmod does not count. */
const TOGETHER = 40;

function listings(modules: readonly ModuleFacts[], options: readonly string[]): readonly Case[] {
  return groups(modules, TOGETHER).map((some) => ({
    tool: "modinfo",
    args: [...options, ...some.map((module) => module.path)],
    modules: some,
  }));
}

function byName(tree: ModuleTree, modules: readonly ModuleFacts[], options: readonly string[]): readonly Case[] {
  return groups(modules, TOGETHER).map((some) => ({
    tool: "modinfo",
    args: ["-b", tree.root, "-k", tree.release, ...options, ...some.map((module) => fileModuleName(module.path))],
    modules: some,
  }));
}

function treeSuite(tree: ModuleTree): void {
  const paths = modulePaths(tree).map((path) => join(tree.directory, path));
  const chosen = sample(paths, 160, `modinfo ${tree.name}`);
  const modules = moduleFacts(chosen);
  // Decompressing a file takes far longer than showing one field of it.
  const cheap = tree.name === "6.12" && isFull ? choose(modules, 400, "fields") : modules;

  test("each module by path", () => expectSameAsKmod(listings(modules, [])));
  test("each module by name", () => expectSameAsKmod(byName(tree, modules, [])));
  test("each module with -0", () => expectSameAsKmod(listings(modules, ["-0"])));
  test("each module's parameters", () => expectSameAsKmod(listings(modules, ["-p"])));
  test("each module's file name", () => expectSameAsKmod(byName(tree, modules, ["-n"])));
  test("each module as a name only", () => expectSameAsKmod(byName(tree, modules, ["-m", "-n"])));
  test("-0 -p", () => expectSameAsKmod(listings(cheap, ["-0", "-p"])));
  test.each(FIELDS)("-F %s", (field) => expectSameAsKmod(listings(cheap, ["-F", field])));
  test("each built-in module", () => {
    const names = sample([...new Set(builtinNames(tree))], 60, `built-in ${tree.name}`);
    const options = [[], ["-0"], ["-p"], ["-n"], ["-F", "name"], ["-F", "license"], ["-F", "build-id"]];
    const cases = names.flatMap((name) =>
      options.map((words): Case => ({ tool: "modinfo", args: ["-b", tree.root, "-k", tree.release, ...words, name] })),
    );
    // A name that is built in may be an alias of a module too, and that is found first.
    expectSameAsKmod(withModules(cases));
  });
}

const trees = TREE_NAMES.map(findTree);
const missing = lackOfTrees(...trees);

conformanceSuite("modinfo", missing, () => {
  for (const tree of trees) if (tree !== undefined) describe(tree.release, () => treeSuite(tree));
});
