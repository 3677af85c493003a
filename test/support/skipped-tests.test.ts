import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "./node-tree.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Runs tests of this text with the reporter; what it says, and the exit status. */
function report(text: string, ...words: readonly string[]): { readonly said: string; readonly status: number | null } {
  const folder = temporaryDirectory();
  writeFileSync(join(folder, "a.test.js"), text);
  const reporter = `--reporter=${join(import.meta.dirname, "skipped-tests.ts")}`;
  const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--globals", "--root", folder];
  const env = { ...process.env, NO_COLOR: "1" };
  const { stdout, stderr, status } = spawnSync(process.execPath, [...args, reporter, ...words], {
    env,
    encoding: "utf8",
  });
  return { said: stderr + stdout, status };
}

/** For a run of its own: the reporter needs something to report. */
const SKIPPED = `
  describe.skip("a suite: skipped, x is not installed: apt-get install x", () => {
    test("one", () => {});
    describe("inner", () => { test.each([1, 2])("%s", () => {}); });
  });
  test.skip("two: skipped, y is not there: make y", () => {});
  test("three", (context) => context.skip("z is not here: get z"));
  test("four", () => {});
`;

test("says what was skipped, how many tests of each kind, and which command helps; the most first", () => {
  expect(report(SKIPPED)).toEqual({
    said: [
      "",
      "5 tests were skipped; what they need, and the command that brings it:",
      "     3  x is not installed: apt-get install x",
      "     1  y is not there: make y",
      "     1  z is not here: get z",
      "",
    ].join("\n"),
    status: 0,
  });
});

test("says nothing where nothing was skipped, or tests were chosen by a pattern", () => {
  expect(report('test("one", () => {});')).toEqual({ said: "", status: 0 });
  expect(report(SKIPPED, "-t", "four")).toEqual({ said: "", status: 0 });
});

test("fails where a test was skipped without a reason", () => {
  expect(report('describe("a", () => { test.skip("one", () => {}); }); test("two", () => {});')).toEqual({
    said: "\n1 test was skipped without a reason:\n  a > one\n",
    status: 1,
  });
});
