import { expect, test } from "vitest";
import { splitOptionString } from "../../../src/core/module/parameter-words.ts";

test("an option string is split as the kernel does", () => {
  expect(splitOptionString(' a=1  b="x y" c d= e="un closed')).toEqual([
    { name: "a", value: "1" },
    { name: "b", value: "x y" },
    { name: "c", value: undefined },
    { name: "d", value: "" },
    { name: "e", value: "un closed" },
  ]);
  expect(splitOptionString('"f=1 2" g=x"y" h="x"y i="')).toEqual([
    { name: "f", value: "1 2" },
    { name: "g", value: 'x"y"' },
    { name: "h", value: 'x"y' },
    { name: "i", value: "" },
  ]);
  expect(splitOptionString("a -- b=1")).toEqual([{ name: "a", value: undefined }]);
  expect(splitOptionString("")).toEqual([]);
});
