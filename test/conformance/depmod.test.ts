/** depmod of whole trees and of small ones: kmod 30's files, messages and status beside ours, and kmod 34's figures. */

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { INDEX_NAMES } from "../support/index-names.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { temporaryDirectory, writeTree } from "../support/node-tree.ts";
import type { Case, Outcome } from "./support/case.ts";
import { DEPMOD_FIGURES } from "./support/depmod-figures.ts";
import { DEPMOD_ROOTS, type DepmodRoot } from "./support/depmod-roots.ts";
import { comparable, type IndexSet, takeIndexes } from "./support/index-set.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { runOurs } from "./support/ours.ts";
import { findTree, type ModuleTree } from "./support/trees.ts";

const VERSION = "6.1.0-small";
const INPUTS = ["modules.order", "modules.builtin", "modules.builtin.modinfo"];

/** What is newer than kmod 30 or different on purpose, made alike; docs/compatibility.md argues for what is ours. */
interface Rule {
  readonly reason: string;
  readonly stream: "out" | "err";
  readonly from: RegExp;
  readonly to: string;
}

const KMODS: readonly Rule[] = [
  { reason: "a descriptor's number", stream: "err", from: /fstatat\(\d+, /g, to: "fstatat(DIRECTORY, " },
  { reason: "an errno of long ago", stream: "err", from: /(Invalid symbol version \S+): .*/g, to: "$1" },
  { reason: "places in kmod's sources, until kmod 30", stream: "err", from: /\S*libkmod\S+:\d+ \w+\(\) /g, to: "" },
];

const OURS: readonly Rule[] = [
  { reason: "the directory itself", stream: "err", from: /fstatat\(\/[^,]*, /g, to: "fstatat(DIRECTORY, " },
  { reason: "written since kmod 33", stream: "out", from: /^# Weak .*\n(?:weakdep .*\n)*/gm, to: "" },
];

function edited(outcome: Outcome, rules: readonly Rule[]): Outcome {
  const edit = (stream: "out" | "err"): string =>
    rules.reduce((text, rule) => (rule.stream === stream ? text.replace(rule.from, rule.to) : text), outcome[stream]);
  return { status: outcome.status, out: edit("out"), err: edit("err") };
}

/** kmod goes on to status 0 where a module could not be read; for us that is a failure. */
function strictly(outcome: Outcome): Outcome {
  return outcome.err.includes("ERROR: failed to load symbols from ") ? { ...outcome, status: 1 } : outcome;
}

interface Answers {
  readonly kmod: Outcome;
  readonly ours: Outcome;
  readonly kmodFiles: IndexSet;
  readonly ourFiles: IndexSet;
}

/** The same question to both, in the same folder, so that paths and the order of directories are the same. */
function ask(asked: Case, directory: string): Answers {
  const [kmod] = runKmod([asked]) as [Outcome];
  const kmodFiles = takeIndexes(directory);
  const ours = runOurs(asked);
  return {
    kmod: strictly(edited(kmod, KMODS)),
    ours: edited(ours, OURS),
    kmodFiles,
    ourFiles: takeIndexes(directory),
  };
}

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
  const root = temporaryDirectory();
  const directory = join(root, "lib/modules", VERSION);
  mkdirSync(directory, { recursive: true });
  writeTree(directory, modules);
  writeTree(root, placed(others, root));
  const words = [...options, "-b", root, VERSION, ...files];
  const args = words.map((word) => word.replaceAll("ROOT", root).replaceAll("MODULES", directory));
  return { asked: { tool: "depmod", args }, directory };
}

describe.skipIf(problem !== undefined)(
  `depmod of small trees beside kmod 30${problem ? `: skipped, ${problem}` : ""}`,
  () => {
    test.each(DEPMOD_ROOTS)("$name", (root) => {
      const { asked, directory } = makeSmallRoot(root);
      const { kmod, ours, kmodFiles, ourFiles } = ask(asked, directory);
      expect(ours).toEqual(kmod);
      expect(comparable(ourFiles)).toEqual(comparable(kmodFiles));
    });
  },
);

/** The tree's inputs in a folder of their own, where indexes can be written. */
function makeTreeRoot(tree: ModuleTree): { readonly root: string; readonly directory: string } {
  const root = temporaryDirectory();
  const directory = join(root, "lib/modules", tree.release);
  mkdirSync(directory, { recursive: true });
  symlinkSync(join(tree.directory, "kernel"), join(directory, "kernel"));
  for (const name of INPUTS) {
    if (existsSync(join(tree.directory, name))) copyFileSync(join(tree.directory, name), join(directory, name));
  }
  return { root, directory };
}

describe.each(DEPMOD_FIGURES)("depmod of $source", ({ tree: name, source, figures }) => {
  const tree = findTree(name);
  const reason =
    tree === undefined ? "the tree is missing: node scripts/fetch-trees.mjs" : `the tree is ${tree.source}`;
  const isSame = tree?.source === source;

  test.skipIf(tree === undefined || problem !== undefined)(
    `kmod 30's files and ours${tree === undefined ? `: skipped, ${reason}` : (problem ?? "")}`,
    { timeout: 120_000 },
    () => {
      const { root, directory } = makeTreeRoot(tree as ModuleTree);
      const asked: Case = { tool: "depmod", args: ["-b", root, (tree as ModuleTree).release] };
      const { kmod, ours, kmodFiles, ourFiles } = ask(asked, directory);
      expect(ours).toEqual(kmod);
      expect(comparable(ourFiles)).toEqual(comparable(kmodFiles));
      if (isSame) expect(digests(ourFiles)).toEqual(figures);
    },
  );
});

function digests(set: IndexSet): Readonly<Record<string, string>> {
  return Object.fromEntries(
    INDEX_NAMES.map((name) => [
      name,
      createHash("sha256")
        .update(set[name] ?? "")
        .digest("hex"),
    ]),
  );
}
