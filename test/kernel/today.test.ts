/** What kmod 30 cannot be compared with, on a running kernel: by exact expectations. */

import { beforeAll, describe, expect, test } from "vitest";
import { reasons } from "./cases/reasons.ts";
import { type ExpectedRow, todayTables } from "./cases/today.ts";
import type { KernelCase, KernelOutcome } from "./support/case.ts";
import { uml } from "./support/guest.ts";
import { labTree } from "./support/kernels.ts";
import { modeTitle, sampled } from "./support/mode.ts";
import { runCases } from "./support/side-by-side.ts";
import { subject } from "./support/tools.ts";

const all = Object.entries({ ...todayTables, "why it failed": reasons }).flatMap(([subject, table]) =>
  Object.entries(table).map(([name, row]): KernelCase & ExpectedRow => ({ ...row, name: `${subject}: ${name}` })),
);
const cases = sampled(all, 14, "today");
const problem = uml.problem() ?? (subject === "ours" ? undefined : "other tools are tried");
const title = `what kmod 30 has not, in ${uml.title} (${modeTitle})`;

describe.skipIf(problem !== undefined)(problem === undefined ? title : `${title}: skipped, ${problem}`, () => {
  let outcomes: readonly KernelOutcome[] = [];
  let release = "";
  beforeAll(async () => {
    release = labTree("uml").release;
    [outcomes = []] = await runCases(uml, [{ tools: subject, cases }]);
  }, 1_200_000);
  for (const [at, { name, awaited, expect: wanted }] of cases.entries()) {
    const declare = awaited ? test.fails : test;
    declare(name, () => expectOutcome(outcomes[at] as KernelOutcome, wanted, release));
  }
});

function expectOutcome(outcome: KernelOutcome, wanted: ExpectedRow["expect"], release: string): void {
  expect(outcome.before, "the preparation is silent").toBe("");
  const expected = { status: 0, out: "", err: "", ...wanted };
  const keys = Object.keys(expected) as (keyof typeof expected)[];
  const inGuest = keys.map((key) => [key, inRelease(String(expected[key]), release)]);
  const got = keys.map((key) => [key, String(outcome[key])]);
  expect(Object.fromEntries(got)).toEqual(Object.fromEntries(inGuest));
}

function inRelease(text: string, release: string): string {
  return text
    .replaceAll("$EXTRA", `/lib/modules/${release}/extra`)
    .replaceAll("$MODULES", `/lib/modules/${release}`)
    .replaceAll("$RELEASE", release);
}
