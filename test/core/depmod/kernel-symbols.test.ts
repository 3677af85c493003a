import { describe, expect, test } from "vitest";
import { parseSymbolVersions, parseSystemMap, withoutPrefix } from "../../../src/core/depmod/kernel-symbols.ts";

const OWN = ["__this_module", "_GLOBAL_OFFSET_TABLE_", "TOC."];

describe("parseSymbolVersions", () => {
  test("takes the kernel's own lines, with their CRCs, and names what is no CRC", () => {
    const said: string[] = [];
    const text =
      "0x0000000a\tprintk\tvmlinux\tEXPORT_SYMBOL\t\nff _x vmlinux E\n1 other drivers/a E\n0xzz bad vmlinux E\nshort\n\n0X1 last vmlinux";
    const symbols = parseSymbolVersions(text, "/s", "_", (problem) => said.push(problem));
    expect([...symbols].filter(([name]) => !OWN.includes(name))).toEqual([
      ["printk", 10n],
      ["x", 255n],
      ["last", 1n],
    ]);
    expect(said).toEqual(["/s:4 Invalid symbol version 0xzz"]);
  });
});

describe("parseSystemMap", () => {
  test("takes what is exported, and names a line that has not two blanks", () => {
    const said: string[] = [];
    const text =
      "ffff T __ksymtab_printk\nffff T printk\nnospace\none space\n0 t ___ksymtab_dotted\nffff r __ksymtab_a b\n";
    const symbols = parseSystemMap(text, "/m", "_", (problem) => said.push(problem));
    expect([...symbols.keys()]).toEqual(["dotted", ...OWN]);
    expect(said).toEqual(["/m:3: invalid line: nospace\n", "/m:4: invalid line: one space\n"]);
    expect([...parseSystemMap(text, "/m", undefined, () => undefined).keys()]).toEqual(["printk", "a b", ...OWN]);
  });
});

describe("withoutPrefix", () => {
  test("removes it once", () => {
    expect([withoutPrefix("__a", "_"), withoutPrefix("a", "_"), withoutPrefix("_a", undefined)]).toEqual([
      "_a",
      "a",
      "_a",
    ]);
  });
});
