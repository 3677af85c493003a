import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesGlob } from "../../../src/core/glob.ts";
import { commonName, covers } from "../../../src/core/lint/pattern-reach.ts";
import { PROPERTY_PARAMETERS } from "../../support/mutations.ts";

const pattern = fc
  .array(fc.constantFrom("a", "b", "_", "*", "?", "[ab]", "[*]", "\\"), { maxLength: 5 })
  .map((parts) => parts.join(""));
const name = fc.array(fc.constantFrom("a", "b", "_", "*"), { maxLength: 5 }).map((letters) => letters.join(""));

describe("covers", () => {
  test("holds of no pattern that leaves out a name of the other", () => {
    fc.assert(
      fc.property(pattern, pattern, fc.array(name, { maxLength: 20 }), (wide, narrow, names) => {
        if (!covers(wide, narrow)) return;
        expect(names.filter((each) => matchesGlob(narrow, each) && !matchesGlob(wide, each))).toEqual([]);
      }),
      PROPERTY_PARAMETERS,
    );
  });
});

describe("commonName", () => {
  test("gives a name that both match, where there is one among those given", () => {
    fc.assert(
      fc.property(pattern, pattern, fc.array(name, { maxLength: 20 }), (left, right, names) => {
        const found = commonName(left, right, names);
        if (found !== undefined) expect([left, right].every((each) => matchesGlob(each, found))).toBe(true);
        else expect(names.some((each) => matchesGlob(left, each) && matchesGlob(right, each))).toBe(false);
      }),
      PROPERTY_PARAMETERS,
    );
  });
});
