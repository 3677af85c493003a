import { expect, it } from "vitest";
import { joinOptionStrings, joinParameters } from "../../../src/core/module/option-string.ts";

it.each([
  [[], ""],
  [["a=1", "b"], "a=1 b"],
  [["q=a b"], 'q="a b"'],
  [["r='x y'"], "r='x y'"],
  [['r="x y"'], 'r="x y"'],
  [["s="], "s="],
  [["two words"], "two words"],
  [["a=b=c d"], 'a="b=c d"'],
])("`joinParameters` makes of %j the string %j", (words, expected) => {
  expect(joinParameters(words)).toBe(expected);
});

it("`joinOptionStrings` sets a blank after configured options, even where nothing follows", () => {
  expect(joinOptionStrings([], "")).toBe("");
  expect(joinOptionStrings([], "a=1")).toBe("a=1");
  expect(joinOptionStrings(["x=1", "y=2"], "")).toBe("x=1 y=2 ");
  expect(joinOptionStrings(["x=1"], "a=1")).toBe("x=1 a=1");
});
