import fc from "fast-check";
import { expect, test } from "vitest";
import { brokenLines, cutToWidth, widthOf } from "../../src/core/line-breaks.ts";
import { PROPERTY_PARAMETERS } from "../support/mutations.ts";

/** Pieces of UTF-8, whole and damaged. */
const text = fc.string({
  unit: fc.constantFrom(
    "a",
    "b_",
    "/",
    ",",
    " ",
    " ",
    "\t",
    "\x1b",
    "\xe6\x97\xa5",
    "\xcc\x81",
    "\xe6",
    "\xff",
    "\xc3\xa9",
  ),
  maxLength: 60,
});
const room = fc.record({ first: fc.integer({ min: 8, max: 40 }), others: fc.integer({ min: 8, max: 40 }) });

test("no line is longer than its room, and only blanks are lost", () => {
  fc.assert(
    fc.property(text, room, (whole, { first, others }) => {
      const lines = brokenLines(whole, { first, others });
      for (const [at, line] of lines.entries()) expect(widthOf(line)).toBeLessThanOrEqual(at === 0 ? first : others);
      expect(lines.join("").replaceAll(" ", "")).toBe(whole.replaceAll(" ", ""));
    }),
    PROPERTY_PARAMETERS,
  );
});

test("what is cut fits, and is a beginning of what it was", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, width) => {
      const cut = cutToWidth(whole, width);
      expect(widthOf(cut)).toBeLessThanOrEqual(width);
      expect(whole === cut || whole.startsWith(cut.slice(0, -3))).toBe(true);
    }),
    PROPERTY_PARAMETERS,
  );
});
