/**
 * Sums vitest's JSON reports. Names what failed or was skipped; the last line is `N passed, N failed, N skipped`. Status
 * 1 where a test failed or was skipped, a report is missing, or one has no tests.
 */

import { readFileSync } from "node:fs";

const totals = { passed: 0, failed: 0, skipped: 0 };
const problems = [];

function countFile({ name, status, message, assertionResults }) {
  if (status === "failed" && assertionResults.length === 0) problems.push(`failed: ${name}: ${message}`);
  for (const test of assertionResults) {
    const outcome = test.status === "passed" || test.status === "failed" ? test.status : "skipped";
    totals[outcome]++;
    if (outcome !== "passed") problems.push(`${outcome}: ${name}: ${test.fullName}`);
  }
}

for (const file of process.argv.slice(2)) {
  try {
    const { testResults } = JSON.parse(readFileSync(file, "utf8"));
    if (testResults.length === 0) problems.push(`no tests in ${file}`);
    for (const result of testResults) countFile(result);
  } catch (error) {
    problems.push(`no report: ${error.message}`);
  }
}

for (const problem of problems) console.log(problem);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = problems.length === 0 ? 0 : 1;
