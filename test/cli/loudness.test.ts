/** `-q` and `-v` mean the same in every command of ours that has them: see `quietOption` and `verboseOption`. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import type { Command } from "../../src/commands/command.ts";
import { quietOption, verboseOption } from "../../src/commands/options.ts";
import { configured, MODULES } from "../support/answers-tree.ts";
import { CHECK_RELEASE, CHECK_TREE } from "../support/check-tree.ts";
import { DEPS_TREE } from "../support/deps-tree.ts";
import { LINT_RELEASE, LINT_TREE } from "../support/lint-tree.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { tryRun } from "./trial.ts";

/** What each is asked: something is found, something is warned of or fails. */
const QUESTIONS: Readonly<Record<string, { readonly tree: Tree; readonly release: string; readonly words: string[] }>> =
  {
    check: {
      tree: CHECK_TREE,
      release: CHECK_RELEASE,
      words: ["/mine/good.ko", "/mine/newer.ko", "/mine/closed.ko", "/mine/nosuch.ko"],
    },
    deps: { tree: DEPS_TREE, release: "1.0", words: ["top_one", "top_two", "nosuch"] },
    lint: { tree: LINT_TREE, release: LINT_RELEASE, words: [] },
    status: { tree: { ...MODULES, ...configured("blacklist low\n") }, release: "1.0", words: ["low", "nosuch"] },
  };

function answer(name: string, ...more: readonly string[]): { status: number; out: string; err: string } {
  const { tree, release, words } = QUESTIONS[name] as (typeof QUESTIONS)[string];
  const platform = memoryPlatform(tree, { release });
  return { status: run(["kmod-ts", name, ...more, ...words], platform), ...platform.written };
}

const having = (long: string): readonly Command[] =>
  subCommands.filter(({ options }) => options.some((option) => option.long === long));

test("every command with one of them is asked here", () => {
  const names = new Set([...having("quiet"), ...having("verbose")].map(({ name }) => name));
  expect(Object.keys(QUESTIONS).sort()).toEqual([...names].sort());
});

describe.each(having("quiet"))("kmod-ts $name -q", ({ name, options }) => {
  test("is the one option", () => {
    expect(options.includes(quietOption)).toBe(true);
    expect(answer(name, "--help").out).toContain(`-q, --quiet                 ${quietOption.text}\n`);
  });

  test.each([[["-q"]], [["--quiet", "-v"]], [["-v", "-q", "--json"]]])("%j prints nothing but errors", (words) => {
    const quiet = answer(name, ...words);
    const loud = answer(name);
    const errors = loud.err.split("\n").filter((line) => line.startsWith("kmod-ts: ERROR: "));
    expect(loud.out).not.toBe("");
    expect(quiet).toEqual({ status: loud.status, out: "", err: errors.map((line) => `${line}\n`).join("") });
  });
});

describe.each(having("verbose"))("kmod-ts $name -v", ({ name, options }) => {
  test("is the one option", () => {
    expect(options.includes(verboseOption)).toBe(true);
    expect(answer(name, "--help").out).toContain(`-v, --verbose               ${verboseOption.text}\n`);
  });

  test("adds, and takes nothing away", () => {
    const verbose = answer(name, "-v");
    const plain = answer(name);
    expect({ status: verbose.status, err: verbose.err }).toEqual({ status: plain.status, err: plain.err });
    const lines = verbose.out.split("\n");
    let from = 0;
    // In their order; a list that is cut is there in full.
    for (const line of plain.out.split("\n").map((each) => each.replace(/ and \d+ more$/, ""))) {
      from = lines.findIndex((each, at) => at >= from && each.startsWith(line)) + 1;
      expect({ line, from }).not.toEqual({ line, from: 0 });
    }
    expect(verbose.out.length).toBeGreaterThan(plain.out.length);
  });
});

test("an option of another command that has the name only is left to it", () => {
  expect(tryRun(["lsmod", "-q"]).out).toBe("lsmod\n--quiet\n");
});
