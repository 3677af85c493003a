import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesGlob } from "../../../src/core/glob.ts";
import { covers } from "../../../src/core/lint/pattern-reach.ts";
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
