import { expect, test } from "vitest";
import { SystemError } from "../../src/core/errors.ts";
import type { Table } from "../../src/core/platform.ts";
import { nodeDrawing } from "../../src/node/drawing.ts";

const drawing = nodeDrawing();

/** The lines of a table, as text. */
function lines(table: Table, width: number): readonly string[] {
  const drawn = Buffer.from(drawing.table(table, { colour: false, width }), "latin1").toString("utf8");
  return drawn.split("\n");
}

test("`table` draws cells as UTF-8, numbers to the right, harmful characters made harmless", () => {
  const table = {
    columns: [
      { title: "Name", rank: 1 },
      { title: "Size", rank: 2, number: true as const },
    ],
    rows: [
      ["caf\xc3\xa9", "1"],
      ["a\x1b[31mb\nc\xe2\x80\xae", "22"],
      ["\xff", ""],
      ["\xe6\x97\xa5\xe6\x9c\xac", "3"],
      ["e\xcc\x81\xe0\xb8\x81\xe0\xb8\xb4", "4"],
    ],
  };
  expect(lines(table, 80)).toEqual([
    "┌────────────┬──────┐",
    "│ Name       │ Size │",
    "├────────────┼──────┤",
    "│ café       │    1 │",
    "│ a\ufffd[31mb\ufffdc\ufffd │   22 │",
    "│ \ufffd          │      │",
    "│ 日本       │    3 │",
    "│ e\u0301\u0e01\u0e34         │    4 │",
    "└────────────┴──────┘",
    "",
  ]);
});

const MODULES: Table = {
  columns: [
    { title: "Module", rank: 1, least: 12 },
    { title: "Size", rank: 3, number: true },
    { title: "Used by", rank: 2 },
    { title: "Key", rank: 4 },
  ],
  rows: [
    [
      "snd_hda_codec_generic",
      "106496",
      "snd_hda_codec_realtek, snd_hda_intel",
      { cut: "47:94:34:32:0C:6C:BB:7B:9D:42" },
    ],
    ["low", "1", ["top", "lone"], ""],
  ],
};

test("`table` shortens columns by their rank, breaks text and cuts what is to be cut", () => {
  expect(lines(MODULES, 80)).toEqual([
    "┌───────────────────────┬────────┬──────────────────────────┬──────────────────┐",
    "│ Module                │   Size │ Used by                  │ Key              │",
    "├───────────────────────┼────────┼──────────────────────────┼──────────────────┤",
    "│ snd_hda_codec_generic │ 106496 │ snd_hda_codec_realtek,   │ 47:94:34:32:0C:… │",
    "│                       │        │ snd_hda_intel            │                  │",
    "│ low                   │      1 │ top                      │                  │",
    "│                       │        │ lone                     │                  │",
    "└───────────────────────┴────────┴──────────────────────────┴──────────────────┘",
    "",
  ]);
});

test("`table` leaves out what there is no room for, and says so", () => {
  expect(lines(MODULES, 40)).toEqual([
    "┌────────────────┬────────┬────────────┐",
    "│ Module         │   Size │ Used by    │",
    "├────────────────┼────────┼────────────┤",
    "│ snd_hda_codec_ │ 106496 │ snd_hda_   │",
    "│ generic        │        │ codec_     │",
    "│                │        │ realtek,   │",
    "│                │        │ snd_hda_   │",
    "│                │        │ intel      │",
    "│ low            │      1 │ top        │",
    "│                │        │ lone       │",
    "└────────────────┴────────┴────────────┘",
    "No room for: Key. --json has everything.",
    "",
  ]);
});

test("`table` without rows is its titles", () => {
  expect(lines({ ...MODULES, rows: [] }, 80)[1]).toBe("│ Module │ Size │ Used by │ Key │");
});

test("`table` colours only when asked", () => {
  const table = { columns: [{ title: "Name", rank: 1 }], rows: [["x"]] };
  expect(drawing.table(table, { colour: true, width: 80 })).toContain("\x1b[1mName\x1b[22m");
  expect(drawing.table(table, { colour: false, width: 80 })).not.toContain("\x1b");
});

test("`svg` draws a graph", () => {
  const picture = drawing.svg('digraph { "a" -> "\u00e9" }');
  expect(picture.startsWith("<?xml")).toBe(true);
  expect(picture.trimEnd().endsWith("</svg>")).toBe(true);
  expect(picture).toContain("<title>a&#45;&gt;\u00e9</title>");
});

test("`svg` of what is no graph is a SystemError with Graphviz's reason", () => {
  expect(() => drawing.svg("no graph")).toThrow(SystemError);
  expect(() => drawing.svg("no graph")).toThrow(/^draw 'svg': Graphviz failed: .*syntax error/s);
});
