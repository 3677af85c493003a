import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findAliasLines, findBuiltinLine } from "../../../src/core/index/index-lines.ts";
import { parseAliases, parseBuiltins } from "../../../src/core/index/text-files.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";

const RUNS = { numRuns: Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000), seed: 20_261_123 };

const word = fc.constantFrom(
  "alias",
  "a",
  "b",
  "a*",
  "kernel/a.ko",
  "kernel/a-b.ko.xz",
  "#",
  " ",
  "\t",
  "\n",
  "\r",
  "\xff",
);
const text = fc
  .array(fc.oneof(word, fc.constant(" "), fc.constant("\n")), { maxLength: 60 })
  .map((each) => each.join(""));

describe("index lines", () => {
  test("`findAliasLines` finds the lines that the index has, each at its place", () => {
    fc.assert(
      fc.property(text, (content) => {
        const files = memoryFileSystem({ "/m/modules.alias": content });
        const lines = findAliasLines(files, "/m", new Set(["a", "b"]));
        const expected = parseAliases(content, "x").lines.filter(({ module }) => module === "a" || module === "b");
        expect(lines.map(({ pattern, module }) => ({ alias: pattern, module }))).toEqual(expected);
        for (const { pattern, module, origin } of lines) {
          const at = origin.kind === "file" ? origin.line : 0;
          expect(content.split("\n")[at - 1]).toBe(`alias ${pattern} ${module}`);
        }
      }),
      RUNS,
    );
  });

  test("`findBuiltinLine` finds a line for each module that the index has", () => {
    fc.assert(
      fc.property(text, (content) => {
        const files = memoryFileSystem({ "/m/modules.builtin": content });
        for (const name of parseBuiltins(content, "x").lines) {
          expect(findBuiltinLine(files, "/m", name)).toMatchObject({ kind: "file", path: "/m/modules.builtin" });
        }
      }),
      RUNS,
    );
  });
});
