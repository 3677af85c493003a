/** Both programs' answers to the same questions, compared byte for byte after the named differences. */

import { afterAll, describe, expect, test } from "vitest";
import { programProblem } from "../../support/edition.ts";
import { describeUnless } from "../../support/lack.ts";
import { differences } from "../differences.ts";
import { type Case, commandLine, type Outcome } from "./case.ts";
import type { Difference, Suite } from "./difference.ts";
import { kmodProblem, runKmod } from "./kmod.ts";
import { foreseeKmodsRules } from "./kmods-soft-dependencies.ts";
import { groups, isFull, seed } from "./mode.ts";
import { runAllOurs } from "./ours.ts";
import { removeRoots } from "./roots.ts";

/** How often each difference changed a question or an answer, in this test file. */
const applied = new Map<string, number>();
let compared = 0;

function note(difference: Difference): void {
  applied.set(difference.name, (applied.get(difference.name) ?? 0) + 1);
}

function questionFor(asked: Case): Case {
  return differences.reduce((question, difference) => {
    const other = difference.ask?.(question);
    if (other !== undefined) note(difference);
    return other ?? question;
  }, asked);
}

function expectedFrom(outcome: Outcome, asked: Case): Outcome {
  return differences.reduce((answer, difference) => {
    const other = difference.answer?.(answer, asked);
    if (other !== undefined) note(difference);
    return other ?? answer;
  }, outcome);
}

function comparableFrom(outcome: Outcome, asked: Case): Outcome {
  return differences.reduce((ours, difference) => {
    const other = difference.ours?.(ours, asked);
    if (other !== undefined) note(difference);
    return other ?? ours;
  }, outcome);
}

interface Mismatch {
  readonly command: string;
  readonly expected: string;
  readonly ours: string;
}

const SHOWN = 8;

/** Fails, naming the first few cases, unless we answer every one as today's kmod does. */
export function expectSameAsKmod(cases: readonly Case[]): void {
  expect(cases.length).toBeGreaterThan(0);
  const mismatches = groups(cases, 500).flatMap(mismatchesOf);
  compared += cases.length;
  if (mismatches.length === 0) return;
  const shown = mismatches
    .slice(0, SHOWN)
    .map(({ command, expected, ours }) => `${command}\n  kmod ${expected}\n  ours ${ours}`);
  expect.fail(`${mismatches.length} of ${cases.length} cases differ, the first ones:\n${shown.join("\n")}`);
}

/** What today's kmod answers, by way of kmod 30 and the differences. */
export function kmodAnswers(cases: readonly Case[]): readonly Outcome[] {
  const outcomes = runKmod(cases.map(questionFor));
  return cases.map((asked, at) => expectedFrom(outcomes[at] as Outcome, asked));
}

function mismatchesOf(cases: readonly Case[]): readonly Mismatch[] {
  const answers = kmodAnswers(cases);
  const outcomes = runAllOurs(cases);
  foreseeKmodsRules(cases);
  return cases.flatMap((asked, at) => {
    const expected = answers[at] as Outcome;
    const ours = comparableFrom(outcomes[at] as Outcome, asked);
    const same = ours.out === expected.out && ours.err === expected.err && ours.status === expected.status;
    return same ? [] : [{ command: commandLine(asked), ...firstDifference(expected, ours) }];
  });
}

/** The first place where two outcomes part, with a little of what surrounds it. */
function firstDifference(expected: Outcome, ours: Outcome): Omit<Mismatch, "command"> {
  for (const part of ["err", "out", "status"] as const) {
    const [left, right] = [String(expected[part]), String(ours[part])];
    if (left === right) continue;
    let at = 0;
    while (left[at] === right[at]) at++;
    const from = Math.max(0, at - 60);
    const excerpt = (text: string): string => `${part}@${at}: ${JSON.stringify(text.slice(from, at + 240))}`;
    return { expected: excerpt(left), ours: excerpt(right) };
  }
  return { expected: "", ours: "" };
}

/** Declares a test file's suite: skipped, visibly, where something is missing; at its end the differences are counted. */
export function conformanceSuite(suite: Suite, missing: string | undefined, body: () => void): void {
  const problem = kmodProblem() ?? programProblem() ?? missing;
  const title = `${suite} beside kmod 30 (${isFull ? "full" : `sample of seed ${seed}`})`;
  describeUnless(problem, title, () => {
    body();
    describe("named differences", () => {
      const mine = differences.filter((difference) => difference.suites.includes(suite));
      // Not skipped but absent in a sample: it need not hold there.
      if (isFull) {
        test.each(mine)("$name was met", ({ name }) => {
          expect(applied.get(name) ?? 0).toBeGreaterThan(0);
        });
      }
      test("those met are declared for this suite", () => {
        const declared = new Set(mine.map(({ name }) => name));
        expect([...applied.keys()].filter((name) => !declared.has(name))).toEqual([]);
      });
    });
    afterAll(() => {
      removeRoots();
      const counts = [...applied].map(([name, count]) => `${name} ${count}`).join(", ");
      console.log(`${title}: ${compared} cases; differences: ${counts || "none"}`);
    });
  });
}
