/** kmod static-nodes in all formats, over the trees' modules.devname and over lines that are none. */

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { lackOfTrees } from "../support/lack.ts";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { rootProblem } from "./support/kmod.ts";
import { makeRoot } from "./support/roots.ts";
import { findTree, TREE_NAMES } from "./support/trees.ts";

const FORMS: readonly (readonly string[])[] = [
  ...[[], ["-f", "human"], ["-f", "tmpfiles"], ["-f", "devname"], ["--format=tmpfiles"], ["--format", "devname"]],
  ...[["-fdevname"], ["-f", "human", "-f", "devname"], ["-f", "devname", "more", "words"], ["-o", "/dev/stdout"]],
];

/** A root whose running release has this modules.devname. */
function rootWith(fill: (directory: string) => void): string {
  return makeRoot((root) => {
    const directory = join(root, "lib/modules", release());
    mkdirSync(directory, { recursive: true });
    fill(directory);
  });
}

function casesOf(root: string): readonly Case[] {
  const forms = FORMS.filter((words) => !words.includes("-o"));
  return forms.map((words) => ({ tool: "kmod", args: ["static-nodes", ...words], root }));
}

const LINES = {
  empty: "",
  "comments only": "# one\n#two\n",
  "no final newline": "fuse fuse c10:229",
  "deep directories": "a b/c/d/e b1:2\na b/c/d/f c1:3\na b/ c1:2\n",
  "bad lines": "x\n\nx y\nx y z\nx y c1\nx y c1:\nx y q1:2\nx y c:2\ngood one c1:2\n",
  "odd blanks and numbers":
    "  a\tb   c1:2 more words\na b c-1:2\na b c4294967296:1\na b c010:0x10\na b c 1:2\na b c1: 2\n",
};

const trees = TREE_NAMES.map(findTree);
const missing = lackOfTrees(...trees) ?? rootProblem();

conformanceSuite("static-nodes", missing, () => {
  describe.each(TREE_NAMES)("tree %s", (name) => {
    test("in every format", () => {
      const source = join(findTree(name)?.directory ?? "", "modules.devname");
      expectSameAsKmod(casesOf(rootWith((directory) => copyFileSync(source, join(directory, "modules.devname")))));
    });
  });
  test.each(Object.entries(LINES))("%s", (_, text) => {
    expectSameAsKmod(casesOf(rootWith((directory) => writeFileSync(join(directory, "modules.devname"), text))));
  });
  test("without the file", () => expectSameAsKmod(casesOf(rootWith(() => undefined))));
});
