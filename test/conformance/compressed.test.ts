/** depmod of Debian's 6.1 modules compressed as other distributions do: a sample of them, and all in the full run. */

import { expect, test } from "vitest";
import { fromByteString, toByteString } from "../../src/core/bytes.ts";
import { INDEX_NAMES } from "../support/index-names.ts";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import type { Case, Outcome } from "./support/case.ts";
import { compressedRoot, linkModules } from "./support/compressed-modules.ts";
import { depmodAnswers } from "./support/depmod-answers.ts";
import { DEPMOD_FIGURES } from "./support/depmod-figures.ts";
import { comparable, digests, type IndexSet, takeIndexes } from "./support/index-set.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { isFull, seed } from "./support/mode.ts";
import { copyInputs, type ModuleRoot, makeModuleRoot } from "./support/module-roots.ts";
import { sampledModules } from "./support/module-samples.ts";
import { runOurs } from "./support/ours.ts";
import { findTree, type ModuleTree } from "./support/trees.ts";

const found = findTree("6.1");
const problem = kmodProblem() ?? lackOfTrees(found);
const tree = found as ModuleTree;

const depmodOf = ({ root, release }: ModuleRoot): Case => ({ tool: "depmod", args: ["-b", root, release] });

/** The set with one ending of names in place of another one of the same length, which leaves the form of binary files as it is. */
function withEnding(set: IndexSet, from: string, to: string): IndexSet {
  const renamed = INDEX_NAMES.map((name) => {
    const bytes = set[name];
    return [name, bytes && fromByteString(toByteString(bytes).replaceAll(from, to))];
  });
  return Object.fromEntries(renamed) as IndexSet;
}

/** Debian's kmod 30 cannot read gzip, but takes a plain module for one whatever its name ends in. */
function kmodsAnswerAboutGzip(paths: readonly string[]): { readonly kmod: Outcome; readonly files: IndexSet } {
  const made = makeModuleRoot(tree.release);
  linkModules(tree, paths, made.directory, (path) => `${path}.xz`);
  copyInputs(tree, made.directory);
  const [kmod] = runKmod([depmodOf(made)]) as [Outcome];
  return { kmod, files: withEnding(takeIndexes(made.directory), ".ko.xz", ".ko.gz") };
}

/** What the name of a compressed file does not change is as kmod 34 has it for the plain tree. */
function expectFiguresOfPlainTree(set: IndexSet, ending: string): void {
  const plain = DEPMOD_FIGURES[0];
  if (!isFull || plain.source !== tree.source) return;
  const text = toByteString(set["modules.dep"] ?? new Uint8Array()).replaceAll(ending, ".ko");
  const renamed = digests({ ...set, "modules.dep": fromByteString(text) });
  const { "modules.dep.bin": _size, ...expected } = plain.figures;
  expect(renamed).toMatchObject(expected);
}

const extent = isFull ? "all modules" : `a sample of seed ${seed}`;
describeUnless(problem, `depmod of compressed modules (${extent})`, () => {
  test("zstd beside kmod 30", () => {
    const paths = sampledModules(tree, 300, "zstd");
    const made = compressedRoot(tree, paths, "zst");
    const { kmod, ours, kmodFiles, ourFiles } = depmodAnswers(depmodOf(made), made.directory);
    expect(ours).toEqual(kmod);
    expect(ours).toEqual({ out: "", err: "", status: 0 });
    expect(comparable(ourFiles)).toEqual(comparable(kmodFiles));
    expectFiguresOfPlainTree(ourFiles, ".ko.zst");
  });

  test("gzip beside what kmod 30 makes of the same modules under other names", () => {
    const paths = sampledModules(tree, 300, "gzip");
    const { kmod, files } = kmodsAnswerAboutGzip(paths);
    const made = compressedRoot(tree, paths, "gz");
    expect(runOurs(depmodOf(made))).toEqual(kmod);
    expect(kmod).toEqual({ out: "", err: "", status: 0 });
    const ours = takeIndexes(made.directory);
    expect(comparable(ours)).toEqual(comparable(files));
    expectFiguresOfPlainTree(ours, ".ko.gz");
  });
});
