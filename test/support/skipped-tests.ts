/**
 * A reporter of vitest's that says, after everything else, what was skipped, how many tests, and which command brings
 * them.
 */

import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";
import { MARK } from "./lack.ts";

/** `TITLE: skipped, REASON` of the test or of a suite around it; or what the test said when it skipped itself. */
function reasonOf(skipped: TestCase): string | undefined {
  const titles = skipped.fullName.split(" > ");
  const title = titles.find((text) => text.includes(MARK));
  if (title !== undefined) return title.slice(title.indexOf(MARK) + MARK.length);
  const result = skipped.result();
  return result.state === "skipped" ? result.note : undefined;
}

function counted(tests: number): string {
  return tests === 1 ? "1 test was" : `${tests} tests were`;
}

export default class SkippedTests implements Reporter {
  #isFiltered = false;

  onInit(vitest: Vitest): void {
    // What a pattern leaves out counts as skipped too.
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#isFiltered) return;
    const counts = new Map<string, number>();
    const unexplained: string[] = [];
    for (const skipped of modules.flatMap((module) => [...module.children.allTests("skipped")])) {
      const reason = reasonOf(skipped);
      if (reason === undefined) unexplained.push(skipped.fullName);
      else counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    this.#show(counts, unexplained);
  }

  #show(counts: ReadonlyMap<string, number>, unexplained: readonly string[]): void {
    const rows = [...counts].sort(([, left], [, right]) => right - left);
    const total = rows.reduce((sum, [, count]) => sum + count, 0);
    if (total > 0) console.log(`\n${counted(total)} skipped; what they need, and the command that brings it:`);
    for (const [reason, count] of rows) console.log(`${String(count).padStart(6)}  ${reason}`);
    if (unexplained.length === 0) return;
    console.log(`\n${counted(unexplained.length)} skipped without a reason:\n  ${unexplained.join("\n  ")}`);
    process.exitCode = 1;
  }
}
