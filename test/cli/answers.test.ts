/**
 * What the answers/ folders of fixtures/roots say that commands of ours print there, which no kmod has. `KMOD_TS_UPDATE=1` writes them
 * anew.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { blockOf, readExpectations, writeExpectations } from "../conformance/support/expectations.ts";
import { readTree } from "../support/disk-tree.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const ROOTS = join(import.meta.dirname, "../../fixtures/roots");

interface AnswersFile {
  readonly root: string;
  readonly path: string;
}

const files = readdirSync(ROOTS).flatMap((name): readonly AnswersFile[] => {
  const folder = join(ROOTS, name, "answers");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((each) => ({ root: join(ROOTS, name, "root"), path: join(folder, each) }));
});

/** With the folder as `/`. */
function answer(tree: Tree, command: string): string {
  const platform = memoryPlatform(tree, { release: "6.1.0-fixture" });
  const status = run(command.split(" "), platform);
  return blockOf({ ...platform.written, status });
}

test("there are answers", () => expect(files.length).toBeGreaterThan(0));

describe.each(files)("$path", ({ root, path }) => {
  const tree = readTree(root, "by name");
  const commands = readExpectations(path).map(({ command }) => command);
  if (process.env["KMOD_TS_UPDATE"] === "1") {
    writeExpectations(
      path,
      commands.map((command) => ({ command, block: answer(tree, command) })),
    );
  }

  test.each(readExpectations(path))("$command", ({ command, block }) => {
    expect(answer(tree, command)).toBe(block);
  });
});
