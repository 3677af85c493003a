import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBootWords, readBootWords } from "../../../src/core/config/boot-words.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";

describe("parseBootWords", () => {
  test.each([
    ["quiet module_blacklist=a,b-c ro\n", ["a", "b-c"]],
    ["module-blacklist=a,,b", ["a", "b"]],
    ["module_blacklist=a module_blacklist=b", ["b"]],
    ["module_blacklist=a module_blacklist=", []],
    ['module_blacklist="a b,c"', ["a b", "c"]],
    ["x.module_blacklist=a module_blacklist", []],
    ["module_blacklist=a -- module_blacklist=b", ["a"]],
  ])("takes the kernel's mask as the kernel does: %j", (text, masked) => {
    expect(parseBootWords(text)).toEqual({ masked, toLoad: [] });
  });

  test("takes what systemd loads, all of it, wherever it stands", () => {
    const text = "modules_load=a,b-c modules-load=d rd.modules-load=e -- modules_load=f luks.modules_load=no";
    expect(parseBootWords(text).toLoad.map(({ word, module }) => `${word} ${module}`)).toEqual([
      "modules_load a",
      "modules_load b-c",
      "modules_load d",
      "rd.modules_load e",
      "modules_load f",
    ]);
  });

  test("names nothing that the line does not hold", () => {
    const piece = fc.constantFrom("module_blacklist", "modules-load", "rd.", "=", ",", '"', " ", "\n", "--", "a", "\0");
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        const { masked, toLoad } = parseBootWords(text);
        for (const name of [...masked, ...toLoad.map(({ module }) => module)]) {
          expect(name).not.toBe("");
          expect(text).toContain(name);
        }
      }),
    );
  });
});

test("readBootWords finds nothing where there is no /proc", () => {
  expect(readBootWords(memoryFileSystem({}))).toEqual({ masked: [], toLoad: [] });
  expect(readBootWords(memoryFileSystem({ "/proc/cmdline": "module_blacklist=a\n" })).masked).toEqual(["a"]);
});
