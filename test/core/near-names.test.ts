import { expect, test } from "vitest";
import { nearNames } from "../../src/core/near-names.ts";

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

test("`nearNames` does not measure names of any length, which a file may hold", () => {
  expect(nearNames("max_prt", ["x".repeat(10_000_000), "max_part"])).toEqual(["max_part"]);
});
