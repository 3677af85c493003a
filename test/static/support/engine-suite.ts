/**
 * A test file that runs in the static edition's engine: vitest declares its tests, the engine runs each in a process of its own, and
 * vitest judges what that expected of which values.
 */

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { testUnless } from "../../support/lack.ts";
import type { Declared, Expectation, SuiteNode, TestNode, TestResult } from "../engine/recorder.ts";
import { suiteProgram } from "./engine-program.ts";
import { staticProblem } from "./executable.ts";
import { decode } from "./values.ts";

/** Milliseconds for one test. */
const LIMIT = 120_000;

function ask<Answer>(words: readonly string[]): Answer {
  const { error, status, signal, stdout, stderr } = spawnSync(suiteProgram, words, {
    encoding: "latin1",
    maxBuffer: 1 << 30,
    timeout: LIMIT,
    env: {},
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`The engine ended with ${signal ?? status}: ${stderr}${stdout.slice(0, 2000)}`);
  return JSON.parse(stdout) as Answer;
}

type Matchers = Readonly<Record<string, unknown>> & { readonly not: Readonly<Record<string, unknown>> };

function judge({ value, message, negated, matcher, args }: Expectation): void {
  const assertion = expect(decode(value), message) as unknown as Matchers;
  const apply = (negated ? assertion.not : assertion)[matcher];
  if (typeof apply !== "function") throw new Error(`vitest has no matcher ${matcher}`);
  apply.apply(negated ? assertion.not : assertion, args.map(decode));
}

function runInEngine(file: string, { number }: TestNode): void {
  const { expectations, thrown } = ask<TestResult>([file, String(number)]);
  for (const expectation of expectations) judge(expectation);
  if (thrown !== undefined) throw new Error(`in the engine: ${thrown}`);
}

type Declare = (name: string, body: () => void) => void;
type Each = (rows: readonly unknown[]) => Declare;

/** With a row of a table vitest puts its values into the name. */
function declare(
  plain: Declare & { readonly each: Each },
  { name, row }: SuiteNode | TestNode,
  body: () => void,
): void {
  if (row === undefined) plain(name, body);
  else plain.each([decode(row)])(name, () => body());
}

function declareChildren(file: string, { children }: SuiteNode): void {
  for (const child of children) {
    if (child.kind === "test") declare(test as never, child, () => runInEngine(file, child));
    else declare(describe as never, child, () => declareChildren(file, child));
  }
}

/** Declares the tests of a file, named from the repository's root. */
export function declareFile(file: string): void {
  const problem = staticProblem();
  if (problem !== undefined) {
    testUnless(problem, "in the static edition's engine", () => undefined);
    return;
  }
  const { tests, expectations } = ask<Declared>([file]);
  for (const expectation of expectations) judge(expectation);
  declareChildren(file, tests);
}
