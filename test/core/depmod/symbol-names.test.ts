import { describe, expect, test } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { SymbolNames } from "../../../src/core/depmod/symbol-names.ts";

describe("SymbolNames", () => {
  test("numbers names in the order in which they are met, each once", () => {
    const names = new SymbolNames();
    const bytes = fromByteString("a\0bc\0a");
    expect([names.add(bytes, 0, 1), names.add(bytes, 2, 4), names.add(bytes, 5, 6)]).toEqual([0, 1, 0]);
    expect([names.addText("bc"), names.addText(""), names.addText("b")]).toEqual([1, 2, 3]);
    expect(names.count).toBe(4);
    expect([0, 1, 2, 3].map((name) => names.text(name))).toEqual(["a", "bc", "", "b"]);
    expect([0, 1, 2].map((name) => names.firstByte(name))).toEqual([0x61, 0x62, -1]);
  });

  test("finds what it has and nothing else", () => {
    const names = new SymbolNames();
    names.addText("caf\xe9");
    expect([names.find("caf\xe9"), names.find("caf"), names.find("")]).toEqual([0, -1, -1]);
  });

  test("grows", () => {
    const names = new SymbolNames();
    const list = Array.from({ length: 100_000 }, (_, at) => `symbol_${at * 7919}`);
    expect(list.map((name) => names.addText(name))).toEqual(list.map((_, at) => at));
    expect(list.every((name, at) => names.find(name) === at && names.text(at) === name)).toBe(true);
    expect(names.find("symbol_1")).toBe(-1);
  });
});
