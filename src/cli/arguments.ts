/**
 * The manners of getopt_long(3), which commander does not have: clusters, attached values, abbreviated long names,
 * options after operands, POSIXLY_CORRECT, glibc's messages. The result is a plain list for the parser proper.
 */

import type { OptionSpec, Refusal } from "../commands/command.ts";
import { type LongName, matchLongOption } from "./long-options.ts";

/** How to read the arguments. */
export interface Manner {
  /** Whatever follows the first operand is an operand too. */
  readonly stopAtOperand: boolean;
  /** Told of each deprecated name, in the order in which they stand; a complete text. */
  readonly onDeprecated: (text: string) => void;
}

/** What the arguments amount to. */
export type Scan =
  /** `--long`, with its value as the next word where it takes one; and the operands apart. */
  | { readonly kind: "arguments"; readonly options: readonly string[]; readonly operands: readonly string[] }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** A mistake of form; getopt(3) puts `ARGV0: ` before the text. `unknown` is a long name that no option has. */
  | { readonly kind: "mistake"; readonly text: string; readonly unknown?: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Reads byte-string arguments (without the program's name) up to the first one that ends the run. */
export function scanArguments(specs: readonly OptionSpec[], words: readonly string[], manner: Manner): Scan {
  const reader: Reader = { specs, words, at: 0, options: [], manner };
  const operands: string[] = [];
  while (reader.at < words.length) {
    const word = words[reader.at++] as string;
    const isOption = word.length > 1 && word.startsWith("-");
    if (!isOption) operands.push(word);
    if (word === "--" || (!isOption && manner.stopAtOperand)) break;
    if (!isOption) continue;
    const end = word.startsWith("--") ? readLong(reader, word) : readCluster(reader, word);
    if (end !== undefined) return end;
  }
  for (; reader.at < words.length; reader.at++) operands.push(words[reader.at] as string);
  return { kind: "arguments", options: reader.options, operands };
}

interface Reader {
  readonly specs: readonly OptionSpec[];
  readonly words: readonly string[];
  readonly options: string[];
  readonly manner: Manner;
  /** The word to read next. */
  at: number;
}

function mistake(text: string): Scan {
  return { kind: "mistake", text };
}

/** One `--name` or `--name=value`. Undefined: go on. */
function readLong(reader: Reader, word: string): Scan | undefined {
  const equals = word.indexOf("=");
  const typed = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const match = matchLongOption(reader.specs, typed);
  if (match.kind === "none") return { kind: "mistake", text: `unrecognized option '${word}'`, unknown: typed };
  if (match.kind === "several") {
    const list = match.names.map((name) => ` '--${name}'`).join("");
    return mistake(`option '${word}' is ambiguous; possibilities:${list}`);
  }
  const { name, spec } = match.found;
  if (spec.argument === undefined) {
    return equals < 0 ? accept(reader, match.found) : mistake(`option '--${name}' doesn't allow an argument`);
  }
  const value = equals < 0 ? reader.words[reader.at++] : word.slice(equals + 1);
  return value === undefined ? mistake(`option '--${name}' requires an argument`) : accept(reader, match.found, value);
}

/** One word of short options, the last of them perhaps with its value attached. Undefined: go on. */
function readCluster(reader: Reader, word: string): Scan | undefined {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at] as string;
    const spec = reader.specs.find(({ short }) => short === letter);
    if (spec === undefined) return mistake(`invalid option -- '${letter}'`);
    const found: LongName = { name: spec.long, spec, deprecated: false };
    if (spec.argument !== undefined) {
      const value = at + 1 < word.length ? word.slice(at + 1) : reader.words[reader.at++];
      return value === undefined ? mistake(`option requires an argument -- '${letter}'`) : accept(reader, found, value);
    }
    const end = accept(reader, found, undefined, letter);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Keeps an option that is well formed, or says why the run ends here. `letter` is set where it was typed as one. */
function accept(
  reader: Reader,
  { name, spec, deprecated }: LongName,
  value?: string,
  letter?: string,
): Scan | undefined {
  if (spec.ignored) {
    reader.manner.onDeprecated(`Ignored deprecated option ${letter === undefined ? `--${name}` : `-${letter}`}`);
    return undefined;
  }
  if (deprecated) {
    reader.manner.onDeprecated(`--${name} is deprecated and scheduled for removal; use --${spec.long}`);
  }
  if (spec.long === "help" || spec.long === "version") return { kind: spec.long };
  reader.options.push(`--${spec.long}`);
  if (value === undefined) return undefined;
  reader.options.push(value);
  const refusal = spec.refuse?.(value);
  return refusal === undefined ? undefined : { kind: "refused", refusal };
}
