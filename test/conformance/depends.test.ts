/** modprobe -D of every module name of every tree, and of the names that lead nowhere. */

import { describe, test } from "vitest";
import { lackOfTrees } from "../support/lack.ts";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { sample } from "./support/mode.ts";
import { builtinNames, fileModuleName, findTree, type ModuleTree, modulePaths, TREE_NAMES } from "./support/trees.ts";

const NO_MODULES = ["no_such_module", "", "ext4.ko", "kernel/fs/ext4/ext4.ko", "../x", "a[b", "a]b", "EXT4", "[a-b]-c"];

function treeSuite(tree: ModuleTree): void {
  const common = ["-d", tree.root, "-S", tree.release, "-C", "/dev/null"];
  const cases = (names: readonly string[], options: readonly string[]): readonly Case[] =>
    names.map((name) => ({ tool: "modprobe", args: [...common, ...options, name] }));

  const names = modulePaths(tree).map(fileModuleName);
  test("-D of each module", () => expectSameAsKmod(cases(sample(names, 500, `depends ${tree.name}`), ["-D"])));
  test("-D of each built-in module", () => {
    expectSameAsKmod(cases(sample(builtinNames(tree), 60, `built-in depends ${tree.name}`), ["-D"]));
  });
  test("-D of names that are no modules", () => expectSameAsKmod(cases(NO_MODULES, ["-D"])));
  test("-D with parameters", () => {
    const some = sample(names, 20, `parameters ${tree.name}`).slice(0, 200);
    const words = ["one=1", "two=a b", "three='x y'", "four", "five="];
    expectSameAsKmod(some.map((name) => ({ tool: "modprobe", args: [...common, "-D", name, ...words] })));
  });
  test("-D of several modules, some of them missing", () => {
    const some = sample(names, 40, `several ${tree.name}`).slice(0, 400);
    const options = [["-a"], ["-a", "-q"], ["-a", "-v"]];
    expectSameAsKmod(
      options.map((words) => ({
        tool: "modprobe",
        args: [...common, ...words, "-D", ...some, "nosuch", ...some.slice(0, 3)],
      })),
    );
  });
  test("-n -v of each module", () => {
    expectSameAsKmod(cases(sample(names, 60, `dry ${tree.name}`).slice(0, 1000), ["-n", "-v"]));
  });
  test("-n of modules, which kmod 30 shows with -v only", () => {
    expectSameAsKmod(cases(sample(names, 30, `quiet dry ${tree.name}`).slice(0, 200), ["-n"]));
  });
  test("symbol versions and exports by name", () => {
    const some = sample(names, 40, `versions ${tree.name}`).slice(0, 300);
    expectSameAsKmod([...cases(some, ["--show-modversions"]), ...cases(some, ["--show-exports"])]);
  });
}

const trees = TREE_NAMES.map(findTree);
const missing = lackOfTrees(...trees);

conformanceSuite("depends", missing, () => {
  for (const tree of trees) if (tree !== undefined) describe(tree.release, () => treeSuite(tree));
});
