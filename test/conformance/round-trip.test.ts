/** What modprobe finds in the indexes that our depmod has written: kmod 30's and ours agree on every name and on thousands of aliases. */

import { describe, expect, test } from "vitest";
import { lackOfTrees } from "../support/lack.ts";
import { type Case, commandLine, type Outcome } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { compressedRoot } from "./support/compressed-modules.ts";
import { instanceOf } from "./support/modaliases.ts";
import { choose, isFull, randomNumbers, sample } from "./support/mode.ts";
import { type ModuleRoot, makeTreeRoot } from "./support/module-roots.ts";
import { sampledModules } from "./support/module-samples.ts";
import { runAllOurs, runOurs } from "./support/ours.ts";
import {
  aliasPatterns,
  builtinNames,
  fileModuleName,
  findTree,
  type ModuleTree,
  modulePaths,
} from "./support/trees.ts";

interface Subject {
  readonly name: string;
  /** Of the modules, as far as their names go. */
  readonly paths: readonly string[];
  readonly make: () => ModuleRoot;
}

function plain(tree: ModuleTree): Subject {
  return { name: tree.name, paths: modulePaths(tree), make: () => makeTreeRoot(tree) };
}

function compressed(tree: ModuleTree): Subject {
  const name = `${tree.name} compressed with zstd`;
  const paths = sampledModules(tree, 300, "round trip");
  return { name, paths, make: () => compressedRoot(tree, paths, "zst") };
}

/** The root with our indexes. */
function indexed({ make }: Subject): ModuleRoot {
  const made = make();
  const outcome = runOurs({ tool: "depmod", args: ["-b", made.root, made.release] });
  expect(outcome).toEqual({ out: "", err: "", status: 0 });
  return made;
}

function questions({ root, release }: ModuleRoot, option: "-D" | "-R", names: readonly string[]): readonly Case[] {
  return names.map((name) => ({
    tool: "modprobe",
    args: ["-d", root, "-S", release, "-C", "/dev/null", option, "--", name],
  }));
}

/** That both agree would be worth nothing if both found nothing. */
function expectAnswers(asked: readonly Case[]): void {
  const outcomes = runAllOurs(asked);
  const isFound = (outcome: Outcome | undefined): boolean => outcome?.out !== "" && outcome?.status === 0;
  expect(asked.filter((_, at) => !isFound(outcomes[at])).map(commandLine)).toEqual([]);
}

function suiteOf(subject: Subject): void {
  test("-D of each module and each built-in one", () => {
    const made = indexed(subject);
    const names = [...subject.paths.map(fileModuleName), ...builtinNames(made)];
    const asked = questions(made, "-D", sample(names, 400, `names ${subject.name}`));
    expectSameAsKmod(asked);
    expectAnswers(asked);
  });
  test("-R of modaliases that the modules' patterns match", () => {
    const made = indexed(subject);
    const random = randomNumbers(`instances ${subject.name}`);
    const aliases = [...new Set(aliasPatterns(made))].map((pattern) => instanceOf(pattern, random));
    const asked = questions(made, "-R", choose(aliases, isFull ? 6000 : 600, `aliases ${subject.name}`));
    expectSameAsKmod(asked);
    expectAnswers(asked);
  });
}

const [debian, uml] = ["6.1", "uml"].map(findTree);
const missing = lackOfTrees(debian, uml);

conformanceSuite("round-trip", missing, () => {
  if (debian === undefined || uml === undefined) return;
  const subjects = [plain(debian), plain(uml), compressed(debian)];
  for (const subject of subjects) describe(subject.name, () => suiteOf(subject));
});
