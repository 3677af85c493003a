/** What a tool says of an index that is damaged or cannot be read. */

import { FormatError } from "../core/errors.ts";
import type { IndexProblem } from "../core/index/module-index.ts";
import type { Reporter } from "./command.ts";

/** kmod's own words; it names no file here. */
const KMODS_WORDS = /^(?:magic|major version) check fail: /;

/** kmod's text where it has one; otherwise the file, the place in it, and what is wrong there. */
function indexProblem(problem: IndexProblem): string {
  return problem instanceof FormatError && KMODS_WORDS.test(problem.detail) ? problem.detail : problem.message;
}

/**
 * Takes what is wrong with an index. Damage is told and the answers count as they are, as with kmod; after a failure
 * of the system nobody knows what the index would have said, so the run goes on but has failed.
 */
export function indexProblemReporter(report: Reporter): (problem: IndexProblem) => void {
  return (problem) => {
    report.message("ERROR", indexProblem(problem));
    if (!(problem instanceof FormatError)) report.fail();
  };
}
