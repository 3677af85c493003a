/** The options of modprobe(8): kmod's, those that older scripts still use, and ours. */

import type { OptionSpec, Refusal, Request } from "./command.ts";
import { forcingOptions } from "./forcing.ts";
import { hasOption, outputOptions, standardOptions } from "./options.ts";

const deprecated = (long: string): { readonly long: string; readonly deprecated: boolean } => ({
  long,
  deprecated: true,
});

const WAIT_VALUE = /^[ \t\n\v\f\r]*[+-]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/;

/** -w takes a C number (0x and 0 prefixes) as strtoul(3) does: of any length, and a negative one counts as huge. */
function refuseWait(value: string): Refusal | undefined {
  return WAIT_VALUE.test(value) ? undefined : { text: `unexpected wait value '${value}'.` };
}

/** The milliseconds of a value of -w that was not refused. What strtoul(3) makes huge is without end. */
export function waitMilliseconds(value: string): number {
  const [, sign = "", digits = "0"] = /([+-]?)([0-9a-fA-FxX]+)$/.exec(value) ?? [];
  const number = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return sign === "-" && number > 0 ? Number.POSITIVE_INFINITY : number;
}

export const modprobeOptions: readonly OptionSpec[] = [
  { long: "all", short: "a", text: "every operand is a module; go on after one that fails" },
  { long: "remove", short: "r", text: "remove modules instead of inserting them" },
  {
    long: "remove-holders",
    text: "first remove the modules that use it (implies -r)",
    otherNames: [deprecated("remove-dependencies")],
  },
  {
    long: "wait",
    short: "w",
    argument: "MSEC",
    text: "try again for so long while a module is busy",
    refuse: refuseWait,
  },
  { long: "first-time", text: "fail where there is nothing to do" },
  {
    long: "ignore-install",
    short: "i",
    text: "pass over install and remove commands and soft dependencies",
    otherNames: [{ long: "ignore-remove", deprecated: false }],
  },
  { long: "use-blacklist", short: "b", text: "apply the blacklist to module names too" },
  ...forcingOptions,
  { long: "show-depends", short: "D", text: "print what a request means, whatever is loaded; do nothing" },
  {
    long: "show-alias",
    short: "R",
    text: "print the modules that a name stands for",
    otherNames: [deprecated("resolve-alias")],
  },
  {
    long: "show-config",
    short: "c",
    text: "print the configuration and the indexes",
    otherNames: [deprecated("showconfig")],
  },
  {
    long: "show-modversions",
    text: "print the symbol versions that a module needs",
    otherNames: [deprecated("dump-modversions")],
  },
  { long: "show-exports", text: "print the symbols that a module exports, with their versions" },
  {
    long: "dry-run",
    short: "n",
    text: "print what would be done; do nothing",
    otherNames: [deprecated("show")],
  },
  { long: "config", short: "C", argument: "PATH", text: "read this file or directory in place of modprobe.d" },
  { long: "dirname", short: "d", argument: "DIR", text: "modules are in DIR/lib/modules" },
  { long: "set-version", short: "S", argument: "VERSION", text: "use this kernel release" },
  { long: "syslog", short: "s", text: "send messages to the system log" },
  { long: "quiet", short: "q", text: "print no messages" },
  { long: "verbose", short: "v", text: "print more; may be repeated" },
  { long: "list", short: "l", text: "list the modules that match a wildcard, or all", extra: true },
  { long: "type", short: "t", argument: "DIR", text: "with -l: only modules below such a directory", extra: true },
  ...standardOptions,
  ...outputOptions,
];

/** Whether the request is to remove modules. */
export function isRemoval(request: Request): boolean {
  return hasOption(request, "remove") || hasOption(request, "remove-holders");
}

/** Options that a modprobe which a command starts is to have too. */
const HANDED_DOWN: Readonly<Record<string, string>> = { config: "-C", syslog: "-s", quiet: "-q", verbose: "-v" };

/**
 * The MODPROBE_OPTIONS of commands: `inherited`, the value that this run had, with the options of the request behind it.
 * Those that came from the variable are there twice then, as with kmod. Undefined: leave the variable alone.
 */
export function childOptions(request: Request, inherited: string | undefined): string | undefined {
  const added = request.options.flatMap(({ long, value }) => {
    const short = HANDED_DOWN[long];
    return short === undefined ? [] : value === undefined ? [short] : [short, value];
  });
  if (added.length === 0) return undefined;
  return inherited === undefined ? added.join(" ") : [inherited, ...added].join(" ");
}

/** The highest severity to show: 4 to begin with, 0 after -q, one more for each -v, in command-line order. */
export function messageThreshold(request: Request): number {
  let threshold = 4;
  for (const { long } of request.options) {
    if (long === "quiet") threshold = 0;
    if (long === "verbose") threshold++;
  }
  return threshold;
}
