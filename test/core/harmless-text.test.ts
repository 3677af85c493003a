import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../src/core/bytes.ts";
import { harmless, harmlessJson, harmlessLines } from "../../src/core/harmless-text.ts";

const R = encodeUtf8("\ufffd");

describe("harmless", () => {
  test.each([
    ["", ""],
    ["a\tb", "a\tb"],
    ["a\nb\rc\0", `a${R}b${R}c${R}`],
    ["\x1b]0;title\x07", `${R}]0;title${R}`],
    ["\x7f", R],
    ["\x9b31m", `${R}31m`],
    ["\xc2\x9b31m", `${R}31m`],
    ["\xc2\x85\xc2\xa0", `${R}\xc2\xa0`],
    ["\xff\xfe", R + R],
    ["\xed\xa0\x80", R + R + R],
    ["\xc0\x9b", R + R],
    [encodeUtf8("a\u202eb\u2066c\u2069\u202a"), `a${R}b${R}c${R}${R}`],
    [encodeUtf8("\u2028\u2029\u061c\u200e\u200f"), R.repeat(5)],
    [encodeUtf8("日本 e\u0301 \u200d 😀 \ufffd"), encodeUtf8("日本 e\u0301 \u200d 😀 \ufffd")],
  ])("makes of %j %j", (text, expected) => {
    expect(harmless(text)).toBe(expected);
    expect(harmless(expected)).toBe(expected);
  });
});

test("lines keep their newlines", () => {
  expect(harmlessLines("a\x1b\n\tb\n")).toBe(`a${R}\n\tb\n`);
});

test("JSON keeps its value and its lines, and has nothing harmful in it", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ stringUnit: "binary" }),
      fc.constantFrom("\u009b", "\u202e", "\x7f", "\x1b"),
      (value, extra) => {
        const json = encodeUtf8(JSON.stringify({ value, extra }, null, 2));
        const shown = harmlessJson(json);
        expect(JSON.parse(decodeUtf8(shown))).toEqual(JSON.parse(decodeUtf8(json)));
        expect(harmlessLines(shown)).toBe(shown);
        expect(shown.split("\n")).toHaveLength(json.split("\n").length);
      },
    ),
  );
});
