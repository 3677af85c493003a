/** Cases with exact expectations, for what kmod 30 cannot be compared with. */

import { beforeAll, expect, test } from "vitest";
import { describeUnless } from "../../support/lack.ts";
import type { ExpectedRow, ExpectedTable } from "../cases/today.ts";
import type { KernelCase, KernelOutcome } from "./case.ts";
import type { Guest } from "./guest.ts";
import { labTree } from "./kernels.ts";
import { modeTitle, sampled } from "./mode.ts";
import { runCases } from "./side-by-side.ts";
import { subject } from "./tools.ts";

type ExpectedCase = KernelCase & ExpectedRow;

/** Declares a suite: the tables' rows, or `some` of them in a sample, asked of our tools in a guest. */
export function expectedInGuest(
  name: string,
  guest: Guest,
  tables: Readonly<Record<string, ExpectedTable>>,
  some: number,
): void {
  const all = Object.entries(tables).flatMap(([about, table]) =>
    Object.entries(table).map(([row, asked]): ExpectedCase => ({ ...asked, name: `${about}: ${row}` })),
  );
  const cases = sampled(all, some, name);
  const problem =
    guest.problem() ?? (subject === "ours" ? undefined : "other tools are tried: unset KMOD_TS_KERNEL_TOOLS");
  describeUnless(problem, `${name}, in ${guest.title} (${modeTitle})`, () => {
    let outcomes: readonly KernelOutcome[] = [];
    let release = "";
    beforeAll(async () => {
      release = labTree(guest.kernel).release;
      [outcomes = []] = await runCases(guest, [{ tools: subject, cases }]);
    }, 1_200_000);
    for (const [at, asked] of cases.entries()) {
      const declare = asked.awaited ? test.fails : test;
      declare(asked.name, () => expectOutcome(outcomes[at] as KernelOutcome, asked.expect, release));
    }
  });
}

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
