import { expect, test } from "vitest";
import { nearNames } from "../../src/cli/suggest.ts";

test.each<[string, string[]]>([
  ["lsmdo", ["lsmod"]],
  ["modinf", ["modinfo"]],
  ["insmod", ["lsmod"]],
  ["mod", ["modinfo", "modprobe"]],
  ["", []],
  ["x", []],
  ["m".repeat(100_000), []],
])("`nearNames` finds names near to %.20j", (typed, near) => {
  expect(nearNames(typed, ["lsmod", "modinfo", "modprobe", "ls"])).toEqual(near);
});
