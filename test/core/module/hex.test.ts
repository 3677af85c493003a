import { expect, it } from "vitest";
import { toWrappedHex } from "../../../src/core/module/hex.ts";

const count = (length: number): string => Array.from({ length }, (_, at) => String.fromCharCode(at)).join("");

it.each([
  [0, ""],
  [1, "00"],
  [20, "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13"],
  [21, "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:\n\t\t14"],
])("`toWrappedHex` of %i bytes breaks the line after the 20th if more follow", (length, expected) => {
  expect(toWrappedHex(count(length))).toBe(expected);
});
