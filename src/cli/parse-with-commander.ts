/** The parser proper: commander, fed the plain words that the getopt pass leaves. Its help, version and exit stay unused. */

import { Command as Parser } from "commander";
import type { OptionSpec, OptionUse } from "../commands/command.ts";

/**
 * The options of `words`, in their order. `words` are `--long` with the value as the next word, as `scanArguments`
 * gives them. Operands do not pass through here: commander puts them on the stack, which overflows at 60 000 or so.
 */
export function parseWithCommander(specs: readonly OptionSpec[], words: readonly string[]): readonly OptionUse[] {
  const uses: OptionUse[] = [];
  const parser = new Parser().helpOption(false).exitOverride();
  const present = new Set(words);
  for (const { long, argument } of specs) {
    // Declaring the 30 options of modprobe takes longer than the rest of the parsing.
    if (!present.has(`--${long}`)) continue;
    parser.option(argument === undefined ? `--${long}` : `--${long} <value>`);
    parser.on(`option:${long}`, (value?: string) => uses.push(value === undefined ? { long } : { long, value }));
  }
  parser.parseOptions([...words]);
  return uses;
}
