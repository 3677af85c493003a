/** A pipe or device in the place of /proc/modules is no list without modules. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { device, linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const TREE: Tree = {
  "/lib/modules/1.0/modules.dep": "low.ko:\n",
  "/lib/modules/1.0/low.ko": "",
  "/sys/module": {},
  "/sys/bus/pci/devices/d": linkTo("../../../devices/d"),
  "/sys/devices/d": { modalias: "pci:x\n", subsystem: linkTo("../../bus/pci") },
  "/lib/modules/1.0/modules.alias": "alias pci:x low\n",
};

function outcome(list: Tree[string], words: readonly string[]): { status: number; out: string; err: string } {
  const platform = memoryPlatform({ ...TREE, "/proc/modules": list }, { release: "1.0" });
  return { status: run(["kmod-ts", ...words], platform), ...platform.written };
}

describe.each(["status low", "explain low", "list", "devices"])("kmod-ts %s", (words) => {
  const asked = words.split(" ");

  test("cannot say what is loaded", () => {
    const { status, err } = outcome(device, asked);
    expect(status).toBe(1);
    expect(err).toBe("kmod-ts: ERROR: open '/proc/modules': it is no regular file\n");
  });

  test("takes an empty file for what it says", () => {
    expect(outcome("", asked)).toMatchObject({ status: asked[0] === "status" ? 3 : 0, err: "" });
  });
});
