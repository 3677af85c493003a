import { expect, test } from "vitest";
import { describeTaint } from "../../../src/core/state/taint.ts";

test("`describeTaint` explains each letter in turn", () => {
  expect(describeTaint("POE")).toEqual([
    "proprietary module",
    "module built out of the kernel tree",
    "unsigned module",
  ]);
});

test("`describeTaint` finds nothing wrong with a clean module", () => {
  expect(describeTaint("")).toEqual([]);
});

test("`describeTaint` names a letter that it does not know", () => {
  expect(describeTaint("OZ")).toEqual(["module built out of the kernel tree", "unknown taint 'Z'"]);
});
