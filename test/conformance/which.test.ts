/** `kmod-ts which` over a tree with duplicates everywhere, beside the file that kmod's depmod chooses. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import { linkModules } from "./support/compressed-modules.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { isFull, randomNumbers, sample, seed } from "./support/mode.ts";
import { copyInputs, type ModuleRoot, makeModuleRoot } from "./support/module-roots.ts";
import { runOurs } from "./support/ours.ts";
import { fileModuleName, findTree, indexLines, type ModuleTree, modulePaths } from "./support/trees.ts";

/** Where copies are planted; some lie below others. */
const PLACES = ["updates", "updates/dkms", "extra", "weak-updates", "zz"];

const SEARCHES = [
  "",
  "search updates extra built-in weak-updates\n",
  "search built-in extra\nsearch zz updates/dkms\n",
];

/** Each module in its place, and in none or some of the others. */
function makeTreeWithCopies(tree: ModuleTree, paths: readonly string[]): ModuleRoot {
  const made = makeModuleRoot(tree.release);
  copyInputs(tree, made.directory);
  linkModules(tree, paths, made.directory);
  const random = randomNumbers("copies");
  for (const place of PLACES) {
    const chosen = paths.filter(() => random() < 0.3);
    linkModules(tree, chosen, made.directory, (path) => path.replace("kernel", place));
  }
  return made;
}

/** What is searched, with overrides of every seventh module. */
function configure({ root }: ModuleRoot, search: string, paths: readonly string[]): string {
  const random = randomNumbers("overrides");
  const overrides = paths.flatMap((path) => {
    if (random() > 1 / 7) return [];
    const inside = path.replace("kernel", PLACES[Math.floor(random() * PLACES.length)] as string);
    const directory = inside.slice(0, inside.lastIndexOf("/"));
    return [`override ${fileModuleName(path)} * ${directory}\n`];
  });
  const folder = join(root, "etc/depmod.d");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "a.conf"), search + overrides.join(""));
  return folder;
}

interface Answer {
  readonly modules: readonly {
    readonly name: string;
    readonly indexed: string;
    readonly files: readonly { readonly path: string; readonly counts: boolean; readonly rule: unknown }[];
  }[];
}

const tree = findTree("uml");
const problem = kmodProblem() ?? lackOfTrees(tree);
const title = `which --all of a tree with copies (${isFull ? "full" : `sampled, seed ${seed}`})`;

describeUnless(problem, title, () => {
  test.each(SEARCHES)("the file that counts is the one in kmod's modules.dep, with %j", (search) => {
    const paths = sample(modulePaths(tree as ModuleTree), 400, "which");
    const made = makeTreeWithCopies(tree as ModuleTree, paths);
    const folder = configure(made, search, paths);
    const [kmod] = runKmod([{ tool: "depmod", args: ["-b", made.root, "-C", folder, made.release] }]);
    expect(kmod).toMatchObject({ status: 0, out: "" });
    const inside = `/lib/modules/${made.release}`;
    const indexed = indexLines(made, "modules.dep").map((line) => `${inside}/${line.slice(0, line.indexOf(":"))}`);
    const names = paths.map(fileModuleName);
    const { out, err, status } = runOurs({ tool: "kmod-ts", args: ["which", "--json", "--root", made.root, ...names] });
    expect({ err, status }).toEqual({ err: "", status: 0 });
    const { modules } = JSON.parse(out) as Answer;
    const counting = modules.map(({ files }) => files.filter(({ counts }) => counts).map(({ path }) => path));
    expect(counting.flat().toSorted()).toEqual(indexed.toSorted());
    expect(modules.map((module) => module.indexed)).toEqual(counting.flat());
    const copies = modules.flatMap(({ files }) => files);
    expect(copies.length, "there are duplicates").toBeGreaterThan(paths.length * 2);
    expect(copies.every(({ counts, rule }) => counts === (rule === null))).toBe(true);
  });
});
