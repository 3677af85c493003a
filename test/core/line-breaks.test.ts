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

  test("begins a long word in the line where it stands, where that has room for a part of it", () => {
    expect(broken("in /lib/modules/6.1", 10)).toEqual(["in /lib/", "modules/", "6.1"]);
    expect(broken("run /sbin/modprobe", 12)).toEqual(["run /sbin/", "modprobe"]);
  });

  test("cuts no word where there is a blank to break at", () => {
    expect(broken("x abcdefghijkl", 10)).toEqual(["x", "abcdefghij", "kl"]);
    expect(broken("modprobe --ignore-remove", 12)).toEqual(["modprobe", "--ignore-", "remove"]);
    expect(broken("-r --ignore-remove", 8)).toEqual(["-r", "--ignore", "-remove"]);
    expect(broken("b --ignore-remove", 9)).toEqual(["b", "--ignore-", "remove"]);
    expect(broken("abcdefg abcdefghijkl", 10)).toEqual(["abcdefg", "abcdefghij", "kl"]);
  });

  test("does not tear a line off its file", () => {
    expect(broken("/etc/acme.conf:10)", 15)).toEqual(["/etc/", "acme.conf:10)"]);
    expect(broken("(/etc/modprobe.d/acme.conf:10)", 27)).toEqual(["(/etc/modprobe.d/", "acme.conf:10)"]);
    expect(broken("acme.conf:10)", 10)).toEqual(["acme.conf", ":10)"]);
    expect(broken("acme.conf:10)", 11)).toEqual(["acme.conf", ":10)"]);
    expect(broken("a:b:c:d:e", 4)).toEqual(["a:b:", "c:d:", "e"]);
    expect(broken("123456", 4)).toEqual(["1234", "56"]);
    expect(broken(":123456", 4)).toEqual([":123", "456"]);
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
