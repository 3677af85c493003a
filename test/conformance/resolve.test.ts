/** modprobe -R of modaliases made from the trees' own patterns, of symbols, and of what matches nothing. */

import { describe, test } from "vitest";
import { lackOfTrees } from "../support/lack.ts";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { instanceOf } from "./support/modaliases.ts";
import { choose, groups, isFull, randomNumbers } from "./support/mode.ts";
import { aliasPatterns, findTree, indexLines, type ModuleTree, TREE_NAMES } from "./support/trees.ts";

const MISSES = [
  ...[
    "pci:",
    "usb:v0000p0000",
    "of:N*T*C",
    "symbol:",
    "symbol:no_such_symbol",
    "fs-",
    "char-major-",
    "*",
    "?",
    "[a-z]",
    "pci:v*",
  ],
  ...[
    "a]b",
    "[x",
    "",
    "-",
    "acpi:",
    "no such alias with blanks",
    "dmi:*",
    "input:b0003v*",
    "\xe4\xf6\xfc",
    "cpu:type:x86",
  ],
];

function treeSuite(tree: ModuleTree): void {
  const common = ["-d", tree.root, "-S", tree.release, "-C", "/dev/null", "-R"];
  const cases = (aliases: readonly string[], options: readonly string[] = []): readonly Case[] =>
    aliases.map((alias) => ({ tool: "modprobe", args: [...common, ...options, "--", alias] }));
  const patterns = choose([...new Set(aliasPatterns(tree))], isFull ? 4000 : 500, `resolve ${tree.name}`);

  test("modaliases that the tree's patterns match", () => {
    const random = randomNumbers(`instances ${tree.name}`);
    expectSameAsKmod(cases(patterns.map((pattern) => instanceOf(pattern, random))));
  });
  test("the patterns themselves", () => expectSameAsKmod(cases(patterns.slice(0, 400))));
  test("many at once with -a", () => {
    const random = randomNumbers(`groups ${tree.name}`);
    const aliases = patterns.map((pattern) => instanceOf(pattern, random));
    expectSameAsKmod(
      groups(aliases, 100).map((some) => ({ tool: "modprobe", args: [...common, "-a", "--", ...some] })),
    );
  });
  test("symbols", () => {
    const symbols = indexLines(tree, "modules.symbols").map((line) => line.split(" ")[1] ?? "");
    expectSameAsKmod(cases(choose(symbols, isFull ? 1000 : 100, `symbols ${tree.name}`)));
  });
  test("names that resolve to nothing", () => {
    expectSameAsKmod([...cases(MISSES), ...cases(MISSES, ["-q"]), ...cases(MISSES, ["-a"])]);
  });
  test("one letter too many or too few", () => {
    const random = randomNumbers(`near ${tree.name}`);
    const near = patterns.slice(0, 300).map((pattern) => instanceOf(pattern, random));
    expectSameAsKmod(cases(near.flatMap((alias) => [alias.slice(0, -1), `${alias}x`, alias.slice(1)])));
  });
}

const trees = TREE_NAMES.map(findTree);
const missing = lackOfTrees(...trees);

conformanceSuite("resolve", missing, () => {
  for (const tree of trees) if (tree !== undefined) describe(tree.release, () => treeSuite(tree));
});
