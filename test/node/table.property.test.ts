import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../src/core/bytes.ts";
import type { Cell, Column, Table } from "../../src/core/platform.ts";
import { nodeDrawing } from "../../src/node/drawing.ts";
import { PROPERTY_PARAMETERS } from "../support/mutations.ts";

const drawing = nodeDrawing();

/** Characters of two columns, of none, and what must not reach a terminal. */
const WIDE = ["日", "本", "한", "😀", "Ａ"];
const NOTHING = ["\u0301", "\u0e34", "\u200d", "\u20dd"];
const HARMFUL = ["\x1b[31m", "\x1b]0;title\x07", "\r", "\n", "\t", "\0", "\u202e", "\u2028", "\u009b", "\ufe0f"];

const unit = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(..."ab:/,._-", " ", " ", "snd_hda", "\u00e9", "ｶ", "\u2500") },
  { weight: 3, arbitrary: fc.constantFrom(...WIDE, ...NOTHING) },
  { weight: 1, arbitrary: fc.constantFrom(...HARMFUL) },
);
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit, maxLength: 30 }).map(encodeUtf8) },
  { weight: 1, arbitrary: fc.string({ unit, minLength: 200, maxLength: 400 }).map(encodeUtf8) },
  { weight: 1, arbitrary: fc.constantFrom("\xff\xfe", "\xe6\x97", "") },
);
const cell: fc.Arbitrary<Cell> = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.record({ cut: text }));
const column: fc.Arbitrary<Column> = fc.record(
  {
    title: fc.constantFrom("Module", "Size", "Used by", "A title that is long", "T"),
    rank: fc.integer({ min: 1, max: 9 }),
    number: fc.constant(true as const),
    least: fc.integer({ min: 1, max: 30 }),
  },
  { requiredKeys: ["title", "rank"] },
);

/** Numbers are numbers. */
const table: fc.Arbitrary<Table> = fc.array(column, { minLength: 1, maxLength: 9 }).chain((columns) => {
  const cells = columns.map((each) => (each.number === true ? fc.nat().map(String) : cell));
  return fc.record({ columns: fc.constant(columns), rows: fc.array(fc.tuple(...cells), { maxLength: 4 }) });
});

/** By the alphabet above. */
function columnsOf(line: string): number {
  return Array.from(line).reduce((sum, each) => sum + (WIDE.includes(each) ? 2 : NOTHING.includes(each) ? 0 : 1), 0);
}

function drawn(each: Table, width: number): { readonly all: readonly string[]; readonly box: readonly string[] } {
  const lines = Buffer.from(drawing.table(each, { colour: false, width }), "latin1")
    .toString("utf8")
    .split("\n");
  const end = lines.findIndex((line) => line.startsWith("└"));
  return { all: lines, box: lines.slice(0, end + 1) };
}

test("no line of any table is wider than asked, every box closes, nothing harmful is in it", () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 40, max: 200 }), (each, width) => {
      const { all, box } = drawn(each, width);
      for (const line of all) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      expect(new Set(box.map(columnsOf)).size).toBe(1);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      expect(all.join("")).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e\u2028]/);
      expect(box.filter((line) => line.startsWith("├"))).toHaveLength(each.rows.length === 0 ? 0 : 1);
    }),
    PROPERTY_PARAMETERS,
  );
});

test("narrower terminals get narrower tables, down to one column of six", () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 39 }), (each, width) => {
      const { box } = drawn(each, width);
      // A number is never broken, so that the only column left may be as wide as it.
      if (each.columns.every(({ number }) => number !== true)) {
        for (const line of box) expect(columnsOf(line)).toBeLessThanOrEqual(Math.max(6, width));
      }
      expect(new Set(box.map(columnsOf)).size).toBe(1);
    }),
    PROPERTY_PARAMETERS,
  );
});

test("a table that fits is drawn as wide as it is, whatever the width", () => {
  const small: Table = { columns: [{ title: "Module", rank: 1 }], rows: [["loop"], ["ext4"]] };
  for (const width of [10, 40, 80, 200, 9999]) expect(drawn(small, width)).toEqual(drawn(small, 80));
});

test("what is not cut and not left out is all there", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcdef_/"), minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.integer({ min: 40, max: 90 }), (words, width) => {
      const each: Table = {
        columns: [
          { title: "A", rank: 1 },
          { title: "B", rank: 2 },
        ],
        rows: words.map((text) => ["x", text]),
      };
      const body = drawn(each, width).box.slice(3, -1);
      expect(body.map((line) => line.split("│")[2]?.trim()).join("")).toBe(words.join(""));
    }),
    PROPERTY_PARAMETERS,
  );
});
