import { describe, expect, it } from "vitest";
import { parseSoftDependencies } from "../../../src/core/config/soft-dependencies.ts";

describe("parseSoftDependencies", () => {
  it.each([
    ["pre: a-b c post: d e-f", ["a-b", "c"], ["d", "e-f"]],
    ["post: a pre: b", ["b"], ["a"]],
    ["a b", [], []],
    ["pre:a", [], []],
    ["pre: post:", [], []],
    ["a pre: b", ["b"], []],
    ["pre:\ta\vb\fc\rd", ["a", "b", "c", "d"], []],
    ["pre: pre: a pre: b", ["a", "b"], []],
    [" post: a", [], []],
    ["\vpost: a pre: b", ["b"], []],
    ["  post: a", [], ["a"]],
    [" ", [], []],
  ])("`parseSoftDependencies` reads %j", (text, pre, post) => {
    expect(parseSoftDependencies(text)).toEqual({ pre, post });
  });

  it("`parseSoftDependencies` keeps what kmod shows for lists that alternate", () => {
    expect(parseSoftDependencies("pre: a pre: b post: c pre: d")).toEqual({
      pre: ["a", "b", "d"],
      post: ["c"],
      shown: { pre: ["a", "b", "c", "d"], post: ["c"] },
    });
  });
});
