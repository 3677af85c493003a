import { expect, test } from "vitest";
import { isAcceptable, splitOptionString } from "../../../src/core/module/parameter-words.ts";

test("an option string is split as the kernel does", () => {
  expect(splitOptionString(' a=1  b="x y" c d= e="un closed')).toEqual([
    { name: "a", value: "1" },
    { name: "b", value: "x y" },
    { name: "c", value: undefined },
    { name: "d", value: "" },
    { name: "e", value: "un closed" },
  ]);
  expect(splitOptionString("a -- b=1")).toEqual([{ name: "a", value: undefined }]);
  expect(splitOptionString("")).toEqual([]);
});

test.each<[string, string | undefined, boolean]>([
  ["int", "-0x1F", true],
  ["int", "010", true],
  ["int", "09", false],
  ["int", "", false],
  ["int", undefined, false],
  ["uint", "-1", false],
  ["ulong", "+7", true],
  ["bool", undefined, true],
  ["bool", "Y", true],
  ["bool", "on", true],
  ["bool", "ja", false],
  ["charp", undefined, true],
  ["charp", "anything", true],
  ["array of int", "1,-2,0x3", true],
  ["array of int", "1,,2", false],
  ["array of charp", "a,b", true],
  ["constructor", "x", true],
])("a parameter of type %s and the value %j: %s", (type, value, acceptable) => {
  expect(isAcceptable(type, value)).toBe(acceptable);
});
