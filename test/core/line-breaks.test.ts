import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../src/core/bytes.ts";
import { brokenLines, cutToWidth, widthOf } from "../../src/core/line-breaks.ts";

function broken(text: string, first: number, others: number = first): readonly string[] {
  return brokenLines(encodeUtf8(text), { first, others });
}

describe("brokenLines", () => {
  test("breaks between words, and drops the blanks there", () => {
    expect(broken("the quick  brown fox", 9)).toEqual(["the quick", "brown fox"]);
    expect(broken("the quick brown fox", 3, 9)).toEqual(["the", "quick", "brown fox"]);
  });

  test("leaves what fits as it is, blanks too", () => {
    expect(broken("a  b ", 5)).toEqual(["a  b "]);
    expect(broken("", 5)).toEqual([""]);
  });

  test("breaks a long word behind a slash, else behind a dash, else anywhere", () => {
    expect(broken("/lib/modules/6.1/kernel", 14)).toEqual(["/lib/modules/", "6.1/kernel"]);
    expect(broken("snd_hda_codec_generic", 10)).toEqual(["snd_hda_", "codec_", "generic"]);
    expect(broken("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  });

  test("begins a word that is too long in the line where it stands, where that has room", () => {
    expect(broken("x abcdefghijkl", 10)).toEqual(["x abcdefgh", "ijkl"]);
    expect(broken("abcdefg abcdefghijkl", 10)).toEqual(["abcdefg", "abcdefghij", "kl"]);
  });

  test("counts columns, and keeps marks with their characters", () => {
    expect(broken("日本語", 4)).toEqual([encodeUtf8("日本"), encodeUtf8("語")]);
    expect(broken("e\u0301e\u0301e\u0301", 2)).toEqual([encodeUtf8("e\u0301e\u0301"), encodeUtf8("e\u0301")]);
    expect(brokenLines("\xff\xfe\xe6\x97", { first: 2, others: 2 })).toEqual(["\xff\xfe", "\xe6\x97"]);
  });

  test("goes on where there is no room at all", () => {
    expect(broken("日本", 1)).toEqual([encodeUtf8("日"), encodeUtf8("本")]);
    expect(broken("ab", 0)).toEqual(["a", "b"]);
  });
});

test("`cutToWidth` cuts with an ellipsis", () => {
  expect(cutToWidth("abcdef", 6)).toBe("abcdef");
  expect(cutToWidth("abcdef", 5)).toBe(encodeUtf8("abcd…"));
  expect(cutToWidth(encodeUtf8("日本語"), 5)).toBe(encodeUtf8("日本…"));
  expect(cutToWidth(encodeUtf8("日本語"), 4)).toBe(encodeUtf8("日…"));
  expect(cutToWidth("ab", 1)).toBe(encodeUtf8("…"));
  expect(widthOf(cutToWidth(encodeUtf8(`a${"\u0301".repeat(10_000)}b`), 3))).toBeLessThanOrEqual(3);
});
