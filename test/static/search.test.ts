/** Indexes are searched by native code in the static edition, which finds what the portable search finds and leaves to it what is wrong. */

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { TrieEntries } from "../../src/core/index/trie-entries.ts";
import { openTrie } from "../../src/core/index/trie-reader.ts";
import { encodeTrie } from "../../src/core/index/trie-writer.ts";
import { randomNumbers } from "../conformance/support/mode.ts";
import { describeUnless } from "../support/lack.ts";
import { installIn, removeFolders, staticProblem, temporaryFolder } from "./support/executable.ts";

const NODE_EDITION = join(import.meta.dirname, "../../bin/modprobe.js");

const random = randomNumbers("static search");
const below = (limit: number): number => Math.floor(random() * limit);
const wordOf = (parts: readonly string[], longest: number): string =>
  Array.from({ length: below(longest) }, () => parts[below(parts.length)]).join("");

/** Many stars and few letters, so that most things match in several ways; brackets are left to the portable search. */
const PATTERN_PARTS = ["a", "b", "ab", "a", "b", "*", "*", "?", ":"];
const SELDOM = [...PATTERN_PARTS, "[ab]", "[!a]", "\\a"];
const KEY_PARTS = ["a", "b", "ab", ":", "*", "?"];

function makeIndex(count: number, parts: readonly string[]): Uint8Array {
  const entries = new TrieEntries();
  for (let at = 0; at < count; at++) entries.add(`k${wordOf(parts, 12)}`, `module_${below(count)}`, below(count));
  return encodeTrie(entries, "modules.alias.bin");
}

function makeKeys(count: number): readonly string[] {
  return Array.from({ length: count }, () => `k${wordOf(KEY_PARTS, 14)}`);
}

function damaged(index: Uint8Array): Uint8Array {
  const bytes = index.slice(0, below(4) === 0 ? 12 + below(index.length - 12) : index.length);
  for (let count = 1 + below(4); count > 0; count--) bytes[12 + below(bytes.length - 12)] = below(256);
  return bytes;
}

interface Answer {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

/** A root whose only index is this one. */
function rootOf(index: Uint8Array): string {
  const root = temporaryFolder();
  const directory = join(root, "lib/modules/1.0");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "modules.alias.bin"), index);
  installIn(root);
  return root;
}

function ask(program: readonly string[], root: string, keys: readonly string[]): Answer {
  const [first = "", ...words] = [...program, "-d", root, "-S", "1.0", "-C", "/dev/null", "-R", "-a", ...keys];
  const { stdout, stderr, status } = spawnSync(first, words, { encoding: "latin1", env: {} });
  return { out: stdout, err: stderr, status };
}

/** What modprobe says of these keys according to the portable search. */
function expected(index: Uint8Array, root: string, keys: readonly string[]): Answer {
  const trie = openTrie(index, "modules.alias.bin");
  const answers = keys.map((key) => ({ key, modules: trie.search(key) }));
  const lost = answers.filter(({ modules }) => modules.length === 0);
  const place = `${root}/lib/modules/1.0`;
  return {
    out: answers.flatMap(({ modules }) => modules.map((name) => `${name}\n`)).join(""),
    err: lost.map(({ key }) => `modprobe: WARNING: Module ${key} not found in directory ${place}\n`).join(""),
    status: lost.length === 0 ? 0 : 1,
  };
}

const problem = staticProblem();
const suite = "the static edition's search in an index";

describeUnless(problem, suite, () => {
  afterAll(removeFolders);

  test.each([
    ["stars and question marks", PATTERN_PARTS],
    ["brackets and backslashes too", SELDOM],
  ])("finds what the portable one finds, in its order: %s", (_, parts) => {
    for (let round = 0; round < 12; round++) {
      const index = makeIndex(20 + below(200), parts);
      const root = rootOf(index);
      const keys = makeKeys(200);
      const answer = ask([join(root, "sbin/modprobe")], root, keys);
      expect(answer).toEqual(expected(index, root, keys));
      expect(answer.out).not.toBe("");
    }
  });

  test("answers as the Node edition does where the index is damaged", () => {
    for (let round = 0; round < 12; round++) {
      const root = rootOf(damaged(makeIndex(20 + below(100), PATTERN_PARTS)));
      const keys = makeKeys(60);
      const answer = ask([join(root, "sbin/modprobe")], root, keys);
      expect(answer).toEqual(ask([process.execPath, NODE_EDITION], root, keys));
    }
  });
});
