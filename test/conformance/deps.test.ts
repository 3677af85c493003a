/**
 * `kmod-ts deps` over the real trees: the direct dependencies that it reads from symbols are those that the kernel's build wrote
 * into each module (`modinfo -F depends`), and it finds the same ones from the other end.
 */

import { describe, expect, test } from "vitest";
import { describeUnless, lackOfTrees } from "../support/lack.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { isFull, sample, seed } from "./support/mode.ts";
import { runOurs } from "./support/ours.ts";
import { fileModuleName, findTree, type ModuleTree, modulePaths, TREE_NAMES } from "./support/trees.ts";

interface Edge {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly symbols?: readonly string[];
}

/** All hard edges that a run of the command finds, whether at its operands or further on. */
function hardEdges(tree: ModuleTree, names: readonly string[], ...options: readonly string[]): readonly Edge[] {
  const where = ["-C", "/dev/null", "-d", tree.root, "-S", tree.release];
  const { out, err, status } = runOurs({
    tool: "kmod-ts",
    args: ["deps", "--json", "-v", ...options, ...where, ...names],
  });
  expect([err, status]).toEqual(["", 0]);
  return (JSON.parse(out) as { readonly edges: readonly Edge[] }).edges.filter(({ kind }) => kind === "hard");
}

const normalised = (name: string): string => name.replaceAll("-", "_");
const shown = ({ from, to }: Edge): string => `${from} ${to}`;

function builtDependencies(tree: ModuleTree, paths: readonly string[]): readonly (readonly string[])[] {
  const answers = runKmod(
    paths.map((path) => ({ tool: "modinfo", args: ["-F", "depends", `${tree.directory}/${path}`] })),
  );
  return answers.map(({ out }) => out.trim().split(",").filter(Boolean).map(normalised));
}

/** The direct dependencies of modules, as `USER USED`. */
function directEdges(edges: readonly Edge[], users: readonly string[]): readonly string[] {
  const known = new Set(users);
  return edges
    .filter(({ from }) => known.has(from))
    .map(shown)
    .sort();
}

function treeSuite(tree: ModuleTree): void {
  test("direct dependencies are those of modinfo -F depends, each by a symbol", { timeout: 600_000 }, () => {
    const paths = sample(modulePaths(tree), 500, `deps ${tree.name}`);
    const names = paths.map((path) => normalised(fileModuleName(path)));
    const built = builtDependencies(tree, paths);
    const expected = names.flatMap((name, at) => (built[at] ?? []).map((to) => `${name} ${to}`)).sort();
    expect(expected.length).toBeGreaterThan(paths.length / 2);
    const edges = hardEdges(tree, names);
    expect(directEdges(edges, names)).toEqual(expected);
    expect(edges.filter(({ symbols }) => !symbols?.length)).toEqual([]);
  });

  test("--reverse finds exactly the modules that depend on one", { timeout: 600_000 }, () => {
    const names = modulePaths(tree).map((path) => normalised(fileModuleName(path)));
    const some = sample(names, 300, `dependents ${tree.name}`).slice(0, 300);
    const used = new Set(some.slice(0, 30));
    const backward = hardEdges(tree, [...used], "--reverse").filter(({ to }) => used.has(to));
    const users = [...new Set(backward.map(({ from }) => from))];
    const there = new Set(users.length === 0 ? [] : directEdges(hardEdges(tree, users), users));
    expect(backward.map(shown).filter((edge) => !there.has(edge))).toEqual([]);

    const forward = directEdges(hardEdges(tree, some), some).slice(0, 60);
    expect(forward.length).toBeGreaterThan(20);
    const targets = [...new Set(forward.map((edge) => edge.split(" ")[1] ?? ""))];
    const back = new Set(hardEdges(tree, targets, "--reverse").map(shown));
    expect(forward.filter((edge) => !back.has(edge))).toEqual([]);
  });
}

const trees = TREE_NAMES.map(findTree);
const problem = kmodProblem() ?? lackOfTrees(...trees);
const title = `deps over the trees (${isFull ? "full" : `sample of seed ${seed}`})`;

describeUnless(problem, title, () => {
  for (const tree of trees) if (tree !== undefined) describe(tree.release, () => treeSuite(tree));
});
