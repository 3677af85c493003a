/** Rules on directives that another one makes useless: said twice, or set again. */

import type { Directive } from "../config/configuration.ts";
import { finding, type LintFinding, type Place, placeText } from "./finding.ts";
import { optionWords, type PlacedDirective } from "./lines.ts";

/** Findings on directives in reading order. */
export function lintRepetitions(directives: readonly PlacedDirective[]): readonly LintFinding[] {
  return [...duplicates(directives), ...overridden(directives)];
}

function duplicates(directives: readonly PlacedDirective[]): readonly LintFinding[] {
  const first = new Map<string, Place>();
  return directives.flatMap(({ directive, place }): readonly LintFinding[] => {
    const key = meaningOf(directive);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, place);
      return [];
    }
    const rule = before.path === place.path ? "duplicate" : "repeated-elsewhere";
    return [finding(rule, place, `the same as ${placeText(before)}`)];
  });
}

/** Equal for directives that say the same. The lists of a soft dependency are getters, which spreading would leave out. */
function meaningOf({ keyword, entry }: Directive): string {
  if (keyword === "softdep") return JSON.stringify([keyword, entry.pattern, entry.pre, entry.post]);
  const { origin: _, ...fields } = entry;
  return JSON.stringify([keyword, fields]);
}

/** Parameters that may be given any number of times, each time with more. */
const ACCUMULATES: readonly string[] = ["dyndbg", "quirks"];

/** Of a parameter that is given twice the last value counts. */
function overridden(directives: readonly PlacedDirective[]): readonly LintFinding[] {
  const last = new Map<string, { readonly place: Place; readonly value: string | undefined }>();
  return directives.flatMap(({ directive, place }) => {
    if (directive.keyword !== "options") return [];
    const { module, options } = directive.entry;
    return optionWords(options).flatMap(({ name, value }): readonly LintFinding[] => {
      const parameter = name.replaceAll("-", "_");
      if (ACCUMULATES.includes(parameter)) return [];
      const key = `${module} ${parameter}`;
      const before = last.get(key);
      last.set(key, { place, value });
      if (before === undefined || before.value === value) return [];
      const text = `'${name}' of ${module} is set to '${value ?? ""}' at ${placeText(place)}, which comes later: this value does not count`;
      return [finding("overridden-option", before.place, text)];
    });
  });
}
