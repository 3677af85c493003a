/** One index that cannot be read does not keep the tools from what the others say. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const D = "/lib/modules/1.0";

const TREE: Tree = {
  [`${D}/modules.dep`]: "kernel/aa.ko:\n",
  [`${D}/modules.alias.bin`]: {},
  [`${D}/kernel`]: { "aa.ko": "" },
};

function outcome(words: readonly string[]): { readonly out: string; readonly err: string; readonly status: number } {
  const platform = memoryPlatform(TREE, { release: "1.0" });
  const status = run(words, platform);
  return { ...platform.written, status };
}

describe("an index that is a directory", () => {
  test("is reported once by modinfo, which goes on with the next operand", () => {
    expect(outcome(["modinfo", "-n", "x", "y", "aa"])).toEqual({
      out: `${D}/kernel/aa.ko\n`,
      err: [
        `modinfo: ERROR: read '${D}/modules.alias.bin': Is a directory`,
        "modinfo: ERROR: Module x not found.",
        "modinfo: ERROR: Module y not found.",
        "",
      ].join("\n"),
      status: 1,
    });
  });

  test("is reported once by modprobe, which goes on with the next operand", () => {
    expect(outcome(["modprobe", "-a", "-D", "x", "aa"])).toEqual({
      out: `insmod ${D}/kernel/aa.ko \n`,
      err: [
        `modprobe: ERROR: read '${D}/modules.alias.bin': Is a directory`,
        `modprobe: WARNING: Module x not found in directory ${D}`,
        "",
      ].join("\n"),
      status: 1,
    });
  });

  test("makes a dump of the configuration fail, with all that can be read in it", () => {
    const { err, out, status } = outcome(["modprobe", "-c"]);
    expect({ err, status }).toEqual({
      err: `modprobe: ERROR: read '${D}/modules.alias.bin': Is a directory\n`,
      status: 1,
    });
    expect(out).toContain("Dumping indexes now:");
  });

  test("is nobody's business who does not need it", () => {
    expect(outcome(["modprobe", "-R", "aa"])).toEqual({ out: "aa\n", err: "", status: 0 });
  });
});
