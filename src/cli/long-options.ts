/** Long option names and their abbreviations, as getopt_long(3) of glibc matches them. */

import type { OptionSpec } from "../commands/command.ts";

/** One name of an option. */
export interface LongName {
  readonly name: string;
  readonly spec: OptionSpec;
  readonly deprecated: boolean;
}

/** What a typed name stands for: one option, none, or several with a first that matched. */
export type Match =
  | { readonly kind: "one"; readonly found: LongName }
  | { readonly kind: "none" }
  | { readonly kind: "several"; readonly names: readonly string[] };

/** All names, in declared order. */
function longNames(specs: readonly OptionSpec[]): readonly LongName[] {
  return specs.flatMap((spec) => [
    { name: spec.long, spec, deprecated: false },
    ...(spec.otherNames ?? []).map((other) => ({ name: other.long, spec, deprecated: other.deprecated })),
  ]);
}

/**
 * Finds the option for a name without its dashes. An exact name wins; an abbreviation may fit several names of one
 * option. kmod's options come first: ours are looked at only where none of kmod's fits.
 */
export function matchLongOption(specs: readonly OptionSpec[], typed: string): Match {
  const names = longNames(specs);
  const exact = names.find(({ name }) => name === typed);
  if (exact !== undefined) return { kind: "one", found: exact };
  const fitting = names.filter(({ name }) => name.startsWith(typed));
  const kmods = fitting.filter(({ spec }) => spec.extra !== true);
  const [found, ...more] = kmods.length > 0 ? kmods : fitting;
  if (found === undefined) return { kind: "none" };
  // As in glibc, further names of the first option are not listed.
  const others = more.filter(({ spec }) => spec !== found.spec);
  if (others.length === 0) return { kind: "one", found };
  return { kind: "several", names: [found, ...others].map(({ name }) => name) };
}
