import { expect, test } from "vitest";
import { SystemError } from "../../src/core/errors.ts";
import { nodeDrawing } from "../../src/node/drawing.ts";

const drawing = nodeDrawing();
const plain = { colour: false };

test("`table` draws cells as UTF-8, numbers to the right, control characters made harmless", () => {
  const table = {
    head: ["Name", "Size"],
    rows: [
      ["caf\xc3\xa9", "1"],
      ["a\x1b[31mb", "22"],
      ["\xff", ""],
    ],
    rightAligned: [1],
  };
  expect(Buffer.from(drawing.table(table, plain), "latin1").toString("utf8")).toBe(
    [
      "┌─────────┬──────┐",
      "│ Name    │ Size │",
      "├─────────┼──────┤",
      "│ café    │    1 │",
      "├─────────┼──────┤",
      "│ a�[31mb │   22 │",
      "├─────────┼──────┤",
      "│ �       │      │",
      "└─────────┴──────┘",
      "",
    ].join("\n"),
  );
});

test("`table` colours only when asked", () => {
  const table = { head: ["Name"], rows: [["x"]] };
  expect(drawing.table(table, { colour: true })).toContain("\x1b[1mName\x1b[22m");
  expect(drawing.table(table, plain)).not.toContain("\x1b");
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
