import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchingEntries } from "../../../src/core/config/pattern-list.ts";
import { matchesGlob } from "../../../src/core/glob.ts";

const name = fc.stringMatching(/^[ab_,]{0,3}$/);
const pattern = fc.oneof(
  { weight: 20, arbitrary: name },
  { weight: 1, arbitrary: fc.stringMatching(/^[ab*?[\]\\]{1,4}$/) },
);

describe("matchingEntries", () => {
  it("`matchingEntries` gives the entries whose pattern matches, in their order", () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 20 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (patterns, names) => {
          const entries = patterns.map((each, at) => ({ pattern: each, at }));
          for (const asked of names) {
            const expected = entries.filter((entry) => matchesGlob(entry.pattern, asked));
            expect(matchingEntries(entries, asked)).toEqual(expected);
          }
        },
      ),
    );
  });

  it("`matchingEntries` finds what is written twice in a long list without wildcards", () => {
    const entries = ["a", "b", "c", "d", "b", "e", "f", "g", "h"].map((each, at) => ({ pattern: each, at }));
    expect(matchingEntries(entries, "b").map(({ at }) => at)).toEqual([1, 4]);
    expect(matchingEntries(entries, "z")).toEqual([]);
  });
});
