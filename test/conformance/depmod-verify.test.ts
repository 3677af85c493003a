/** depmod --verify of whole trees, as we index them and as kmod 30 does. */

import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { lackOfTrees, testUnless } from "../support/lack.ts";
import { temporaryDirectory } from "../support/node-tree.ts";
import type { Outcome } from "./support/case.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { runOurs } from "./support/ours.ts";
import { findTree, type ModuleTree, TREE_NAMES } from "./support/trees.ts";

const INPUTS = ["modules.order", "modules.builtin", "modules.builtin.modinfo"];

/** The tree's modules and inputs in a folder of their own, where indexes can be written. */
function makeRoot(tree: ModuleTree): { readonly directory: string; readonly words: readonly string[] } {
  const root = temporaryDirectory();
  const directory = join(root, "lib/modules", tree.release);
  mkdirSync(directory, { recursive: true });
  symlinkSync(join(tree.directory, "kernel"), join(directory, "kernel"));
  for (const name of INPUTS) {
    if (existsSync(join(tree.directory, name))) copyFileSync(join(tree.directory, name), join(directory, name));
  }
  return { directory, words: ["-C", "/nonexistent", "-b", root, tree.release] };
}

const verify = (words: readonly string[]): Outcome => runOurs({ tool: "depmod", args: ["--verify", ...words] });

describe.each(TREE_NAMES)("depmod --verify of tree %s", (name) => {
  const tree = findTree(name);

  testUnless(lackOfTrees(tree), "finds nothing wrong with our indexes", () => {
    const { directory, words } = makeRoot(tree as ModuleTree);
    expect(runOurs({ tool: "depmod", args: words })).toEqual({ status: 0, out: "", err: "" });
    const { status, out, err } = verify(["-v", ...words]);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toMatch(/: the indexes of [1-9][0-9]+ modules are complete and up to date\n$/);

    const path = join(directory, "modules.alias.bin");
    truncateSync(path, readFileSync(path).length - 1);
    const damage = verify(words);
    expect([damage.status, damage.out]).toEqual([1, ""]);
    expect(damage.err).toMatch(/^depmod: ERROR: \S+modules\.alias\.bin:[0-9]+: string without an end\n/);
  });

  const without = "finds nothing wrong with kmod 30's either, which writes no modules.weakdep";
  testUnless(kmodProblem() ?? lackOfTrees(tree), without, () => {
    const { directory, words } = makeRoot(tree as ModuleTree);
    runKmod([{ tool: "depmod", args: words }]);
    expect(verify(words)).toEqual({ status: 0, out: "", err: "" });
    const note = "is missing: a kmod before 33 or another depmod has made the indexes";
    const { status, err } = verify(["-v", ...words]);
    expect([status, err]).toEqual([0, `depmod: NOTICE: ${directory}/modules.weakdep ${note}\n`]);
  });
});
