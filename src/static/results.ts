/** What the binding's calls give, as the core takes it. */

import { errnoOf } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";

/** A number of the binding's. Throws `SystemError` of `operation` on `path` where it is a negated errno. */
export function checked(operation: string, path: string, result: number): number {
  if (result < 0) throw new SystemError(operation, path, errnoOf(-result));
  return result;
}

/** The same where a result is no number at all. */
export function answered<Result>(operation: string, path: string, result: Result | number): Result {
  if (typeof result === "number") throw new SystemError(operation, path, errnoOf(-result));
  return result;
}
