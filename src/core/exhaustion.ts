/** What engines throw where they have no more of something. */

const SAYINGS: Readonly<Record<string, string>> = {
  "InternalError: stack overflow": "this is nested too deeply for the stack that there is",
  "RangeError: Maximum call stack size exceeded": "this is nested too deeply for the stack that there is",
  "InternalError: out of memory": "out of memory",
  "RangeError: Array buffer allocation failed": "out of memory",
};

/** The message for what was thrown where stack or memory is used up; undefined for everything else. */
export function exhaustion(error: unknown): string | undefined {
  return error instanceof Error ? SAYINGS[`${error.name}: ${error.message}`] : undefined;
}
