import { expect, test } from "vitest";
import { textWidth } from "../../src/core/text-width.ts";

test.each([
  ["", 0],
  ["modprobe", 8],
  ["caf\u00e9", 4],
  ["cafe\u0301", 4],
  ["日本語", 6],
  ["한글", 4],
  ["\u1112\u1161\u11ab", 2],
  ["Ａ", 2],
  ["ｶﾅ", 2],
  ["😀", 2],
  ["🩷", 2],
  ["\u0e01\u0e34", 1],
  ["a\u200db", 2],
  ["a\u00adb", 3],
  ["┌─┐…\ufffd", 5],
  ["\u{20000}", 2],
  ["\x1b[1m", 3],
])("`textWidth` of %j is %d", (text, width) => {
  expect(textWidth(text)).toBe(width);
});
