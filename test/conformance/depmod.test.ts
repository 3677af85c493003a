/** depmod of whole trees and of small ones: kmod 30's files, messages and status beside ours, and kmod 34's figures. */

import { describe, expect, test } from "vitest";
import { describeUnless, lackOfTrees, testUnless } from "../support/lack.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { writeTree } from "../support/node-tree.ts";
import type { Case } from "./support/case.ts";
import { depmodAnswers } from "./support/depmod-answers.ts";
import { DEPMOD_FIGURES } from "./support/depmod-figures.ts";
import { DEPMOD_ROOTS, type DepmodRoot } from "./support/depmod-roots.ts";
import { comparable, digests } from "./support/index-set.ts";
import { kmodProblem } from "./support/kmod.ts";
import { makeModuleRoot, makeTreeRoot } from "./support/module-roots.ts";
import { findTree, type ModuleTree } from "./support/trees.ts";

const VERSION = "6.1.0-small";

const problem = kmodProblem();

/** Text in which `ROOT` stands for a folder. */
function placed(tree: Tree, root: string): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      if (typeof node === "string") return [name, node.replaceAll("ROOT", root)];
      const isTree = !(node instanceof Uint8Array) && !("linkTo" in node);
      return [name, isTree ? placed(node as Tree, root) : node];
    }),
  );
}

function makeSmallRoot({ modules, others = {}, options = [], files = [] }: DepmodRoot): {
  asked: Case;
  directory: string;
} {
  const { root, directory } = makeModuleRoot(VERSION);
  writeTree(directory, modules);
  writeTree(root, placed(others, root));
  const words = [...options, "-b", root, VERSION, ...files];
  const args = words.map((word) => word.replaceAll("ROOT", root).replaceAll("MODULES", directory));
  return { asked: { tool: "depmod", args }, directory };
}

describeUnless(problem, "depmod of small trees beside kmod 30", () => {
  test.each(DEPMOD_ROOTS)("$name", (root) => {
    const { asked, directory } = makeSmallRoot(root);
    const { kmod, ours, kmodFiles, ourFiles } = depmodAnswers(asked, directory);
    expect(ours).toEqual(kmod);
    expect(comparable(ourFiles)).toEqual(comparable(kmodFiles));
  });
});

describe.each(DEPMOD_FIGURES)("depmod of $tree", ({ tree: name, source, figures }) => {
  const tree = findTree(name);
  const hasFigures = figures !== undefined && tree?.source === source;
  const title = `kmod 30's files and ours, ${hasFigures ? "" : "without "}kmod 34's figures`;

  testUnless(problem ?? lackOfTrees(tree), title, () => {
    const { root, release, directory } = makeTreeRoot(tree as ModuleTree);
    const asked: Case = { tool: "depmod", args: ["-b", root, release] };
    const { kmod, ours, kmodFiles, ourFiles } = depmodAnswers(asked, directory);
    expect(ours).toEqual(kmod);
    expect(comparable(ourFiles)).toEqual(comparable(kmodFiles));
    if (hasFigures) expect(digests(ourFiles)).toEqual(figures);
  });
});
