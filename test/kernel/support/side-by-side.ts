/** The same cases in guests with our tools and in guests with kmod's, compared one by one after the named differences. */

import { availableParallelism } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kmodProblem } from "../../conformance/support/kmod.ts";
import { describeUnless } from "../../support/lack.ts";
import { differences } from "../differences.ts";
import type { KernelCase, KernelOutcome } from "./case.ts";
import type { KernelDifference } from "./difference.ts";
import type { Guest } from "./guest.ts";
import { runJob } from "./job.ts";
import { modeTitle } from "./mode.ts";
import { subject, type Tools } from "./tools.ts";

/** Time for all boots of a test file: in the full form many hundreds of runs of Node. */
const ALL_BOOTS = 3_600_000;

/** One boot: cases that share it, in order. */
type Batch = readonly number[];

/** Cases that leave something behind have a boot of their own; the others share as many as there are processors. */
function batchesOf(cases: readonly KernelCase[]): readonly Batch[] {
  const numbers = cases.map((_, at) => at);
  const shared = numbers.filter((at) => cases[at]?.fresh !== true);
  const lanes = Math.max(1, Math.min(availableParallelism(), Math.ceil(shared.length / 10)));
  const together = Array.from({ length: lanes }, (_, lane) => shared.filter((_at, order) => order % lanes === lane));
  return [
    ...together.filter((batch) => batch.length > 0),
    ...numbers.filter((at) => cases[at]?.fresh).map((at) => [at]),
  ];
}

/** Runs tasks, as many at a time as there are processors. */
async function inParallel(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work));
}

interface Question {
  readonly tools: Tools;
  readonly cases: readonly KernelCase[];
}

/** What the tools of each question answer to its cases, in as many boots as it takes. */
export async function runCases(
  guest: Guest,
  questions: readonly Question[],
): Promise<readonly (readonly KernelOutcome[])[]> {
  const answers = questions.map((): KernelOutcome[] => []);
  const tasks = questions.flatMap(({ tools, cases }, which) =>
    batchesOf(cases).map((batch) => async (): Promise<void> => {
      const asked = batch.map((at) => cases[at] as KernelCase);
      const outcomes = await runJob(guest, tools, asked);
      for (const [order, at] of batch.entries()) {
        (answers[which] as KernelOutcome[])[at] = outcomes[order] as KernelOutcome;
      }
    }),
  );
  await inParallel(tasks);
  return answers;
}

/** How often each difference changed a question or an answer, in this test file. */
const applied = new Map<string, number>();

function through<Value>(
  value: Value,
  asked: KernelCase,
  rule: (difference: KernelDifference) => ((value: Value, asked: KernelCase) => Value | undefined) | undefined,
): Value {
  return differences.reduce((current, difference) => {
    const other = rule(difference)?.(current, asked);
    if (other !== undefined) applied.set(difference.name, (applied.get(difference.name) ?? 0) + 1);
    return other ?? current;
  }, value);
}

/** Why nothing can be compared in this guest, or undefined. */
export function comparisonProblem(guest: Guest): string | undefined {
  return guest.problem() ?? kmodProblem();
}

/** Declares one test a case; all are answered before the first. */
export function sideBySide(title: string, guest: Guest, cases: readonly KernelCase[]): void {
  const problem = comparisonProblem(guest);
  const whole = `${title} in ${guest.title}, beside kmod 30 (${modeTitle})`;
  describeUnless(problem, whole, () => {
    let ours: readonly KernelOutcome[] = [];
    let theirs: readonly KernelOutcome[] = [];
    beforeAll(async () => {
      const questions = cases.map((asked) => through(asked, asked, ({ ask }) => ask));
      [ours = [], theirs = []] = await runCases(guest, [
        { tools: subject, cases: subject === "ours" ? cases : questions },
        { tools: "kmod", cases: questions },
      ]);
    }, ALL_BOOTS);
    test.for(cases.map((asked, at) => ({ ...asked, at })))("$name", ({ at, ...asked }) => {
      const [mine, kmods] = [ours[at] as KernelOutcome, theirs[at] as KernelOutcome];
      expect(mine.before, "the preparation is silent").toBe("");
      const expected = through(kmods, asked, ({ answer }) => answer);
      const rule = subject === "ours" ? "ours" : "answer";
      expect(through(mine, asked, (difference) => difference[rule])).toEqual(expected);
    });
    afterAll(() => {
      const counts = [...applied].map(([name, count]) => `${name} ${count}`).join(", ");
      console.log(`${whole}: ${cases.length} cases; differences: ${counts || "none"}`);
    });
  });
}
