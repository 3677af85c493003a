/** The parser proper: commander, fed the plain words that the getopt pass leaves. Its help, version and exit stay unused. */

import { Command as Parser } from "commander";
import type { OptionSpec, OptionUse } from "../commands/command.ts";

/** What commander knows of a list of options, and where it puts what it finds. */
interface Prepared {
  readonly parser: Parser;
  readonly declared: Set<string>;
  uses: OptionUse[];
}

const preparedLists: WeakMap<readonly OptionSpec[], Prepared> = new WeakMap();

function prepared(specs: readonly OptionSpec[]): Prepared {
  const known = preparedLists.get(specs);
  if (known !== undefined) return known;
  const fresh = { parser: new Parser().helpOption(false).exitOverride(), declared: new Set<string>(), uses: [] };
  preparedLists.set(specs, fresh);
  return fresh;
}

function declare(into: Prepared, { long, argument }: OptionSpec): void {
  if (into.declared.has(long)) return;
  into.declared.add(long);
  into.parser.option(argument === undefined ? `--${long}` : `--${long} <value>`);
  into.parser.on(`option:${long}`, (value?: string) =>
    into.uses.push(value === undefined ? { long } : { long, value }),
  );
}

/** Declares options of a list beforehand, by their long names, where that costs a run nothing. */
export function declareBeforehand(specs: readonly OptionSpec[], names: readonly string[]): void {
  for (const spec of specs) if (names.includes(spec.long)) declare(prepared(specs), spec);
}

/**
 * The options of `words`, in their order. `words` are `--long` with the value as the next word, as `scanArguments`
 * gives them. Operands do not pass through here: commander puts them on the stack, which overflows at 60 000 or so.
 */
export function parseWithCommander(specs: readonly OptionSpec[], words: readonly string[]): readonly OptionUse[] {
  if (words.length === 0) return [];
  const into = prepared(specs);
  const present = new Set(words);
  for (const spec of specs) {
    // Declaring the 30 options of modprobe takes longer than the rest of the parsing.
    if (present.has(`--${spec.long}`)) declare(into, spec);
  }
  into.uses = [];
  into.parser.parseOptions([...words]);
  return into.uses;
}
