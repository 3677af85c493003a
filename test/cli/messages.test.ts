/**
 * What our own commands say when something is wrong: the program first, always, and at the end where it is written how
 * it goes.
 */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import { KmodError, UsageError } from "../../src/core/errors.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { echo, tryRun } from "./trial.ts";

const MESSAGE = /^kmod-ts: (?:FATAL|ERROR|WARNING): \S/;

function answer(tree: Tree, ...words: readonly string[]): { status: number; out: string; err: string } {
  const platform = memoryPlatform(tree, { release: "1.0" });
  return { status: run(["/opt/bin/kmod-ts", ...words], platform), ...platform.written };
}

/** Indexes that are damaged, configuration with a bad line, and nothing else. */
const DAMAGED: Tree = {
  "/lib/modules/1.0/modules.dep.bin": "rubbish",
  "/lib/modules/1.0/modules.alias.bin": "rubbish",
  "/lib/modules/1.0/modules.builtin.bin": "rubbish",
  "/lib/modules/1.0/modules.devname": "rubbish\n",
  "/etc/modprobe.d/a.conf": "opptions x y=1\n",
  "/etc/modprobe.d/b.conf": {},
};

describe.each(subCommands)("kmod-ts $name", ({ name, operands }) => {
  const hint = `See 'kmod-ts ${name} --help'.`;

  test.each([
    [["--hepl"], "unrecognized option '--hepl'; did you mean '--help'?"],
    [["--qqqqqq=1"], "unrecognized option '--qqqqqq=1'."],
    [["-Z"], "invalid option -- 'Z'."],
    [["--help=x"], "option '--help' doesn't allow an argument."],
  ])("answers %j with a hint", (words, text) => {
    expect(answer({}, name, ...words)).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text} ${hint}\n` });
  });

  test("begins every message with the program, whatever is damaged", () => {
    const words = operands.includes("...") && name !== "list" && name !== "devices" && name !== "lint" ? ["x"] : [];
    const { err } = answer(DAMAGED, name, ...words);
    expect(err).not.toBe("");
    for (const line of err.trimEnd().split("\n"))
      expect(line).toMatch(name === "static-nodes" ? /^kmod-ts: / : MESSAGE);
  });
});

test.each(subCommands.filter(({ operands }) => /^[A-Z]/.test(operands)))(
  "kmod-ts $name says what it wants, with a hint",
  ({ name }) => {
    const { status, out, err } = answer({}, name);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toMatch(/^kmod-ts: ERROR: name (?:a|at least one) [^.]*\. See 'kmod-ts [a-z]+ --help'\.\n$/);
    expect(err).toContain(`'kmod-ts ${name} --help'`);
  },
);

test("static-nodes speaks kmod's words as a command of kmod", () => {
  const platform = memoryPlatform({}, { release: "1.0" });
  expect(run(["kmod", "static-nodes"], platform)).toBe(0);
  expect(platform.written.err).toBe("Warning: /lib/modules/1.0/modules.devname not found - ignoring\n");
  expect(answer({}, "static-nodes").err).toBe(
    "kmod-ts: Warning: /lib/modules/1.0/modules.devname not found - ignoring\n",
  );
});

test("a bad line of modprobe.d is told by us, as an error like any other", () => {
  const text = "/etc/modprobe.d/a.conf line 1: ignoring bad line starting with 'opptions'";
  const tree = { "/lib/modules/1.0/modules.dep": "", "/etc/modprobe.d/a.conf": "opptions x y=1\n" };
  expect(answer(tree, "status", "x").err).toContain(`kmod-ts: ERROR: ${text}\n`);
  expect(answer(tree, "modprobe", "-c").err).toBe(`libkmod: ERROR: kmod_config_parse: ${text}\n`);
});

describe("what a command throws", () => {
  const registry = (error: Error, isTool: boolean) => {
    const command = echo("try", {
      gather: () => {
        throw error;
      },
    });
    return isTool ? { tools: [command], subCommands: [] } : { tools: [], subCommands: [command] };
  };

  test.each([
    [new UsageError("no such thing"), "kmod-ts: ERROR: no such thing. See 'kmod-ts try --help'.\n"],
    [new UsageError("which one?"), "kmod-ts: ERROR: which one? See 'kmod-ts try --help'.\n"],
    [new KmodError("it is not there", "ENOENT"), "kmod-ts: ERROR: it is not there\n"],
  ])("%s ends with a hint where the command line is wrong", (error, err) => {
    expect(tryRun(["kmod-ts", "try"], { registry: registry(error, false) })).toEqual({ status: 1, out: "", err });
  });

  test("is a tool's own as it is", () => {
    const over = { registry: registry(new UsageError("Bad version passed x"), true) };
    const printed = { status: 1, out: "", err: "try: ERROR: Bad version passed x\n" };
    expect(tryRun(["kmod-ts", "try"], over)).toEqual(printed);
    expect(tryRun(["/sbin/try"], over)).toEqual(printed);
  });

  test("begins with the program where it is a bug of ours", () => {
    const err = /^kmod-ts: FATAL: TypeError: oops\n {4}at [\s\S]+This is a bug in kmod-ts/;
    expect(tryRun(["kmod-ts", "try"], { registry: registry(new TypeError("oops"), false) }).err).toMatch(err);
  });
});
