/** Options that several tools share, and the questions a command asks of a request. */

import type { Command, OptionSpec, Request } from "./command.ts";

/** For every tool. */
export const jsonOption: OptionSpec = { long: "json", text: "print JSON (see docs/json-output.md)", extra: true };

/** Output forms beyond kmod's: for every tool that prints facts. */
export const outputOptions: readonly OptionSpec[] = [
  jsonOption,
  { long: "table", text: "print a table (Node edition only)", extra: true },
];

/** Acts the moment it is read. */
export const helpOption: OptionSpec = { long: "help", short: "h", text: "print this help and end" };

/** The two that every tool but `static-nodes` has. They act the moment they are read. */
export const standardOptions: readonly OptionSpec[] = [
  { long: "version", short: "V", text: "print the version and end" },
  helpOption,
];

/**
 * For commands of ours. Standard output stays empty, and of all messages only those of errors are shown that the exit
 * status tells of, whatever else is asked for: `runCommand` sees to that wherever a command has this very option.
 */
export const quietOption: OptionSpec = {
  long: "quiet",
  short: "q",
  text: "print nothing but errors; the exit status is the answer",
};

/** For commands of ours: adds lines or words, and takes none away. */
export const verboseOption: OptionSpec = {
  long: "verbose",
  short: "v",
  text: "print more: reasons, notes, and lists in full",
};

/** Whether a command is to print nothing but errors. */
export function isQuiet({ options }: Pick<Command, "options">, request: Request): boolean {
  return options.includes(quietOption) && hasOption(request, quietOption.long);
}

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
