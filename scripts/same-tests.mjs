/**
 * Compares two of vitest's JSON reports: each file of the second has the same tests, by name, in the first, and each came out the
 * same. Status 1 where one does not. So no test is lost on its way into another edition.
 */

import { readFileSync } from "node:fs";

/** Outcomes by test, of each file. */
function outcomesOf(report) {
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  return new Map(
    testResults.map(({ name, assertionResults }) => [
      name,
      assertionResults.map(({ fullName, status }) => `${status}: ${fullName}`).sort(),
    ]),
  );
}

function lacking(these, those) {
  return these.filter((outcome) => !those.includes(outcome));
}

const [first, second] = process.argv.slice(2).map(outcomesOf);
const problems = [...second].flatMap(([name, outcomes]) => {
  const others = first.get(name) ?? [];
  return [
    ...lacking(outcomes, others).map((outcome) => `${name}: not in the first report: ${outcome}`),
    ...lacking(others, outcomes).map((outcome) => `${name}: not in the second report: ${outcome}`),
  ];
});

const tests = [...second.values()].reduce((sum, outcomes) => sum + outcomes.length, 0);
for (const problem of problems) console.log(problem);
console.log(`${tests} tests compared, ${problems.length} differences`);
process.exitCode = problems.length === 0 && tests > 0 ? 0 : 1;
