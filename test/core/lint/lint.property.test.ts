import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "../../../src/cli/run.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { PROPERTY_PARAMETERS } from "../../support/mutations.ts";

const WORDS = [
  "options",
  "blacklist",
  "softdep",
  "alias",
  "install",
  "a",
  "pre:",
  "#",
  "\\\n",
  "\n",
  "\r\n",
  "\t",
  " ",
  "x=1",
  '"',
  "[",
  "]",
  "\0",
  "\xff",
  "search",
  "override",
  "*",
];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(" "));

describe("kmod-ts lint", () => {
  test("has an answer for any text, and each finding a line of it", () => {
    fc.assert(
      fc.property(text, fc.constantFrom("modprobe.d", "depmod.d", "modules-load.d"), (content, kind) => {
        const path = `/etc/${kind}/a.conf`;
        const platform = memoryPlatform(
          { "/lib/modules/1/modules.dep": "a.ko:\n", "/lib/modules/1/a.ko": "", [path]: content },
          { release: "1" },
        );
        const status = run(["kmod-ts", "lint", "--json"], platform);
        expect([0, 1, 3]).toContain(status);
        const { findings } = JSON.parse(platform.written.out);
        const lines = content.split("\n").length;
        for (const { line } of findings) expect(line === null || (line >= 1 && line <= lines)).toBe(true);
      }),
      { ...PROPERTY_PARAMETERS, numRuns: Math.min(PROPERTY_PARAMETERS.numRuns, 1000) },
    );
  });
});
