/**
 * What the last word of an unfinished command line is about to be. The words before it are read by the same rules as
 * those of a finished one: a word that no user can type stands in for the one that is missing, and is looked for in the
 * result.
 */

import type { Command, OptionSpec, OptionUse, Request } from "../../commands/command.ts";
import { type Scan, scanArguments } from "../arguments.ts";
import { matchLongOption } from "../long-options.ts";
import { parseWithCommander } from "../parse-with-commander.ts";

/** Where a word stands; `typed` is what has been said before it. */
export type WordPosition =
  | { readonly kind: "option" }
  /** The value of an option, behind `prefix`: `--sort=`, `-S` or nothing. */
  | { readonly kind: "value"; readonly spec: OptionSpec; readonly prefix: string; readonly typed: Request }
  | { readonly kind: "operand"; readonly typed: Request }
  /** Nothing more is read, or what stands before is wrong. */
  | { readonly kind: "none" };

/** Arguments cannot contain it. */
const MISSING = "\0";

/** The position of `current` behind `words`, which stand behind the name of the command. */
export function positionOf(command: Command, words: readonly string[], current: string): WordPosition {
  const found = placeMissing(command.options, words);
  if (found === undefined) return { kind: "none" };
  const typed: Request = { program: command.name, options: found.options, operands: found.operands };
  if (found.spec !== undefined) return { kind: "value", spec: found.spec, prefix: "", typed };
  if (!current.startsWith("-") || !takesOptions(command.options, words)) return { kind: "operand", typed };
  const attached = current.startsWith("--")
    ? longValue(command.options, current)
    : shortValue(command.options, current);
  return attached === undefined ? { kind: "option" } : { kind: "value", ...attached, typed };
}

/** What has been said, and of which option the value is missing. */
interface Said {
  readonly options: readonly OptionUse[];
  readonly operands: readonly string[];
  readonly spec: OptionSpec | undefined;
}

/** Reads the words with something missing behind them. Undefined where they end the run or are wrong. */
function placeMissing(specs: readonly OptionSpec[], words: readonly string[]): Said | undefined {
  const scan = scanQuietly(specs, [...words, MISSING]);
  if (scan.kind !== "arguments") return undefined;
  const options = parseWithCommander(specs, scan.options);
  const last = options.at(-1);
  const spec = last?.value === MISSING ? specs.find(({ long }) => long === last.long) : undefined;
  if (spec !== undefined) return { options: options.slice(0, -1), operands: scan.operands, spec };
  return { options, operands: scan.operands.slice(0, -1), spec };
}

/** Values are not judged: a wrong one makes what is typed behind it no other thing. */
function scanQuietly(specs: readonly OptionSpec[], words: readonly string[]): Scan {
  const lenient = specs.map((spec): OptionSpec => ({ ...spec, refuse: () => undefined }));
  return scanArguments(lenient, words, { stopAtOperand: false, onDeprecated: () => undefined });
}

/** Whether another option may follow: behind `--` there is none. */
function takesOptions(specs: readonly OptionSpec[], words: readonly string[]): boolean {
  return scanQuietly(specs, [...words, "--help"]).kind === "help";
}

interface Attached {
  readonly spec: OptionSpec;
  readonly prefix: string;
}

/** `--name=`: the option whose value has been begun. */
function longValue(specs: readonly OptionSpec[], current: string): Attached | undefined {
  const equals = current.indexOf("=");
  if (equals < 0) return undefined;
  const match = matchLongOption(specs, current.slice(2, equals));
  if (match.kind !== "one" || match.found.spec.argument === undefined) return undefined;
  return { spec: match.found.spec, prefix: current.slice(0, equals + 1) };
}

/** `-aS6`: the first letter that takes a value, and what stands before that. */
function shortValue(specs: readonly OptionSpec[], current: string): Attached | undefined {
  for (let at = 1; at < current.length; at++) {
    const spec = specs.find(({ short }) => short === current[at]);
    if (spec === undefined) return undefined;
    if (spec.argument !== undefined) return { spec, prefix: current.slice(0, at + 1) };
  }
  return undefined;
}
