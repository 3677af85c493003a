/** Options that several tools share, and the questions a command asks of a request. */

import type { OptionSpec, Request } from "./command.ts";

/** Output forms beyond kmod's: for every tool that prints facts. */
export const outputOptions: readonly OptionSpec[] = [
  { long: "json", text: "print JSON (see docs/json-output.md)" },
  { long: "table", text: "print a table" },
];

/** Whether an option was given at all. */
export function hasOption(request: Request, long: string): boolean {
  return request.options.some((use) => use.long === long);
}

/** The value of the last use of an option. */
export function lastValue(request: Request, long: string): string | undefined {
  return request.options.findLast((use) => use.long === long)?.value;
}

/** The values of all uses of an option, in command-line order. */
export function allValues(request: Request, long: string): readonly string[] {
  return request.options.flatMap((use) => (use.long === long && use.value !== undefined ? [use.value] : []));
}
