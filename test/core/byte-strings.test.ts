import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteStrings } from "../../src/core/byte-strings.ts";
import { compareBytes } from "../../src/core/bytes.ts";
import { sortKeys } from "../../src/core/index/sort-keys.ts";
import { PROPERTY_PARAMETERS } from "../support/mutations.ts";

function stringsOf(list: readonly string[]): ByteStrings {
  const strings = new ByteStrings(1, 1);
  for (const text of list) strings.addText(text);
  return strings;
}

describe("ByteStrings", () => {
  test("keeps what was appended between one end and the next", () => {
    const strings = new ByteStrings(1, 1);
    strings.appendText("a");
    strings.append(new Uint8Array([1, 0x62, 0xe9, 2]), 1, 3);
    expect([strings.end(), strings.end(), strings.addText("c")]).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((string) => strings.text(string))).toEqual(["ab\xe9", "", "c"]);
  });

  test("compares as strcmp does, from any byte that is common on", () => {
    const strings = stringsOf(["ab", "abc", "ab\xe9", "ab"]);
    expect(Math.sign(strings.compare(0, 1))).toBe(-1);
    expect(Math.sign(strings.compare(2, 1, 2))).toBe(1);
    expect(strings.compare(0, 3, 2)).toBe(0);
  });
});

describe("sortKeys", () => {
  test("sorts as comparing does and keeps the order of equals, few or many", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "\0", "\xff", "usb:v"), maxLength: 6 });
    const few = fc.array(word, { maxLength: 12 });
    const many = fc.array(word, { minLength: 40, maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(few, many), (list) => {
        const expected = [...list.keys()].sort((a, b) => compareBytes(list[a] as string, list[b] as string) || a - b);
        expect([...sortKeys(stringsOf(list))]).toEqual(expected);
      }),
      PROPERTY_PARAMETERS,
    );
  });
});
