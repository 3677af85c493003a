/**
 * depmod of a few hundred modules that is killed at random instants, 200 of them in the full run: afterwards kmod 30's modprobe and ours
 * answer about every module as the old or the new indexes do. test/cli/depmod-killed.test.ts stops it at each of its calls.
 */

import { expect, test } from "vitest";
import { toByteString } from "../../src/core/bytes.ts";
import { programProblem } from "../support/edition.ts";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import type { Case, Outcome } from "./support/case.ts";
import { type ChangedTree, makeChangedTree, restore, stateOf, strayNames } from "./support/changed-tree.ts";
import { killRun, measureRun, STAGES } from "./support/killed-run.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { isFull, randomNumbers, seed } from "./support/mode.ts";
import { runAllOurs, runOurs } from "./support/ours.ts";
import { findTree, type ModuleTree } from "./support/trees.ts";

const INSTANTS = isFull ? 200 : 45;

const found = findTree("6.1");
const problem = kmodProblem() ?? lackOfTrees(found) ?? programProblem();

const depmodArguments = ({ root, release }: ChangedTree): readonly string[] => ["-b", root, release];

interface Answer {
  readonly name: string;
  readonly kmod: Outcome;
  readonly ours: Outcome;
}

/** What each modprobe says about each module. */
function answersIn({ root, release, names }: ChangedTree): readonly Answer[] {
  const asked = names.map((name): Case => {
    return { tool: "modprobe", args: ["-d", root, "-S", release, "-C", "/dev/null", "-D", name] };
  });
  const kmods = runKmod(asked);
  const ours = runAllOurs(asked);
  return names.map((name, at) => ({ name, kmod: kmods[at] as Outcome, ours: ours[at] as Outcome }));
}

const isSame = (left: Outcome, right: Outcome): boolean =>
  left.out === right.out && left.err === right.err && left.status === right.status;

const linesOf = ({ out }: Outcome): readonly string[] => out.split("\n").filter((line) => line !== "");

/** Without an error, nothing but lines that the old or the new indexes give, and all that both give. */
function isMixture(answer: Outcome, old: Outcome, fresh: Outcome): boolean {
  if (answer.err !== "" || answer.status !== 0) return false;
  const [given, olds, news] = [linesOf(answer), linesOf(old), linesOf(fresh)];
  const isKnown = given.every((line) => olds.includes(line) || news.includes(line));
  return isKnown && olds.every((line) => !news.includes(line) || given.includes(line));
}

/**
 * Modules of which modprobe reads more than modules.dep.bin. Soft dependencies may be found through aliases, which are in another file; and
 * a module that has gone may have lost its soft dependencies already, or be known as an alias alone.
 */
function namesOfMixtures({ before, after, removed }: ChangedTree): ReadonlySet<string> {
  const text = [before, after].map((set) => toByteString(set["modules.softdep"] ?? new Uint8Array())).join("");
  const lines = text.split("\n").filter((line) => line.startsWith("softdep "));
  return new Set([...removed, ...lines.map((line) => line.split(" ")[1] ?? "")]);
}

/** Answers that neither the old nor the new indexes give. */
function wrongAnswers(changed: ChangedTree, old: readonly Answer[], fresh: readonly Answer[]): readonly Answer[] {
  const mixtures = namesOfMixtures(changed);
  return answersIn(changed).filter((answer, at) => {
    const known = [old[at] as Answer, fresh[at] as Answer] as const;
    return (["kmod", "ours"] as const).some((side) => {
      const [before, after] = [known[0][side], known[1][side]];
      if (isSame(answer[side], before) || isSame(answer[side], after)) return false;
      return !(mixtures.has(answer.name.replaceAll("-", "_")) && isMixture(answer[side], before, after));
    });
  });
}

const isError = ({ err, status }: Outcome): boolean => err !== "" || status !== 0;

/** Modules that are there all the time and that one of the two finds at fault. */
function failures({ lasting }: ChangedTree, answers: readonly Answer[]): readonly Answer[] {
  const names = new Set(lasting);
  return answers.filter(({ name, kmod, ours }) => names.has(name) && (isError(kmod) || isError(ours)));
}

/** What a killed run has left: every module's answer, and that the next run makes the whole set. */
function expectSound(changed: ChangedTree, old: readonly Answer[], fresh: readonly Answer[]): void {
  expect(wrongAnswers(changed, old, fresh), stateOf(changed)).toEqual([]);
  expect(runOurs({ tool: "depmod", args: depmodArguments(changed) })).toEqual({ out: "", err: "", status: 0 });
  expect(stateOf(changed)).not.toMatch(/[o?]/);
}

const title = `depmod that is killed at ${INSTANTS} instants (seed ${seed})`;

describeUnless(problem, title, () => {
  test("leaves whole indexes, with every module as in the old or the new set", { timeout: 1_200_000 }, async () => {
    const changed = makeChangedTree(found as ModuleTree);
    const args = depmodArguments(changed);
    restore(changed);
    const old = answersIn(changed);
    const times = await measureRun(args, changed.directory);
    const fresh = answersIn(changed);
    expect(stateOf(changed)).not.toMatch(/[o?]/);
    // So no answer that either set gives is an error, where a module is in both.
    expect([...failures(changed, old), ...failures(changed, fresh)]).toEqual([]);
    expect(old.filter(({ ours }, at) => !isSame(ours, (fresh[at] as Answer).ours)).length).toBeGreaterThan(60);

    const random = randomNumbers("instants");
    const states = new Map<string, number>();
    for (let at = 0; at < INSTANTS; at++) {
      const stage = STAGES[at % STAGES.length] ?? "whole";
      restore(changed);
      await killRun(args, changed.directory, stage, random() * times[stage]);
      const state = stateOf(changed);
      expect(state).not.toContain("?");
      expect(strayNames(changed)).toEqual([]);
      // The same bytes give the same answers.
      if (!states.has(state)) expectSound(changed, old, fresh);
      states.set(state, (states.get(state) ?? 0) + 1);
    }
    console.log(`${title} left these states: ${[...states].map(([state, count]) => `${state} ${count}`).join(", ")}`);
  });
});
