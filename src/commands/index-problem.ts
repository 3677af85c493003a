/** What a tool says of a damaged index. */

import type { FormatError } from "../core/errors.ts";

/** kmod's own words; it names no file here. */
const KMODS_WORDS = /^(?:magic|major version) check fail: /;

/** kmod's text where it has one; otherwise the file, the place in it, and what is wrong there. */
export function indexProblem(error: FormatError): string {
  return KMODS_WORDS.test(error.detail) ? error.detail : error.message;
}
