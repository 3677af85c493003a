import { expect, it } from "vitest";
import { mergeParameters } from "../../../src/core/module/parameters.ts";

const entries = (...texts: string[]): { key: string; value: string }[] =>
  texts.map((text) => ({ key: text.slice(0, text.indexOf("=")), value: text.slice(text.indexOf("=") + 1) }));

it("`mergeParameters` joins text and type by name, the last name first seen in front", () => {
  const strings = ["parm=p1:desc", "license=GPL", "parmtype=p1:int", "parmtype=p5:charp", "parm=p3:only: text"];
  expect(mergeParameters(entries(...strings))).toEqual({
    parameters: [
      { name: "p3", description: "only: text", type: undefined },
      { name: "p5", description: undefined, type: "charp" },
      { name: "p1", description: "desc", type: "int" },
    ],
    invalid: [],
  });
});

it("`mergeParameters` lets a repeated parameter keep its place and takes its last text", () => {
  const { parameters } = mergeParameters(entries("parm=a:one", "parm=b:b", "parm=a:two", "parmtype=a:int"));
  expect(parameters).toEqual([
    { name: "b", description: "b", type: undefined },
    { name: "a", description: "two", type: "int" },
  ]);
});

it("`mergeParameters` sets strings without a colon apart", () => {
  expect(mergeParameters(entries("parm=nocolon", "parmtype=x"))).toEqual({
    parameters: [],
    invalid: ["parm=nocolon", "parmtype=x"],
  });
});
