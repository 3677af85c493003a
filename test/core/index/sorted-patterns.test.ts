import { expect, test } from "vitest";
import { openSortedPatterns } from "../../../src/core/index/sorted-patterns.ts";

test("`openSortedPatterns` orders results by priority, and equal ones as the binary index does", () => {
  const index = openSortedPatterns([
    { key: "a*", value: "late", priority: 2 },
    { key: "a?", value: "early", priority: 1 },
    { key: "ab", value: "vfat", priority: 1 },
    { key: "ab", value: "fuse", priority: 1 },
  ]);
  expect(index.search("ab")).toEqual(["vfat", "fuse", "early", "late"]);
  expect(index.lookup("ab")).toBe("fuse");
  expect([...index.entries()].map(({ key, value }) => `${key} ${value}`)).toEqual([
    "a* late",
    "a? early",
    "ab fuse",
    "ab vfat",
  ]);
});

test("`openSortedPatterns` finds nothing in nothing", () => {
  const index = openSortedPatterns([]);
  expect([index.search("a"), index.lookup(""), [...index.entries()]]).toEqual([[], undefined, []]);
});

test.each(["ab", "a*"])("`openSortedPatterns` finds any number of values of the key %s", (key) => {
  const values = Array.from({ length: 200_000 }, (_, number) => `m${number}`);
  const index = openSortedPatterns(values.map((value, priority) => ({ key, value, priority })));
  expect(index.search("ab")).toEqual(values);
});
