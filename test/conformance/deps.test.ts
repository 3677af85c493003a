/**
 * `kmod-ts deps` over the real trees: the direct dependencies that it reads from symbols are those that the kernel's build wrote
 * into each module (`modinfo -F depends`), and it finds the same ones from the other end.
 */

import { describe, expect, test } from "vitest";
import { Dependencies } from "../../src/commands/deps-facts.ts";
import { toConfiguration } from "../../src/core/config/configuration.ts";
import { openModuleIndex } from "../../src/core/index/module-index.ts";
import { createDatabase } from "../../src/core/module/database.ts";
import type { Direction } from "../../src/core/module/dependency-walk.ts";
import { nodePlatform } from "../../src/node/platform.ts";
import { kmodProblem, runKmod } from "./support/kmod.ts";
import { isFull, sample, seed } from "./support/mode.ts";
import { fileModuleName, findTree, type ModuleTree, modulePaths, TREE_NAMES } from "./support/trees.ts";

const platform = nodePlatform();

function openTree({ directory }: ModuleTree): Dependencies {
  const index = openModuleIndex(platform.files, directory, (problem) => {
    throw problem;
  });
  const database = createDatabase(platform.files, index, toConfiguration([]));
  return new Dependencies(platform, database, new Set());
}

const normalised = (name: string): string => name.replaceAll("-", "_");

/** The direct hard edges at a module as `USER USED`. */
function edgesAt(dependencies: Dependencies, name: string, direction: Direction): readonly string[] {
  const { edges } = dependencies.walk([name], direction, 1);
  return edges.map(({ from, to }) => `${from} ${to}`).sort();
}

function builtDependencies(tree: ModuleTree, paths: readonly string[]): readonly (readonly string[])[] {
  const answers = runKmod(
    paths.map((path) => ({ tool: "modinfo", args: ["-F", "depends", `${tree.directory}/${path}`] })),
  );
  return answers.map(({ out }) => out.trim().split(",").filter(Boolean).map(normalised));
}

function treeSuite(tree: ModuleTree): void {
  const dependencies = openTree(tree);

  test("direct dependencies are those of modinfo -F depends, each by a symbol", () => {
    const paths = sample(modulePaths(tree), 500, `deps ${tree.name}`);
    const built = builtDependencies(tree, paths);
    const expected = paths.map((path, at) => {
      const name = normalised(fileModuleName(path));
      return { name, edges: (built[at] ?? []).map((to) => `${name} ${to}`).sort() };
    });
    expect(expected.flatMap(({ edges }) => edges).length).toBeGreaterThan(expected.length / 2);
    expect(expected.map(({ name }) => ({ name, edges: edgesAt(dependencies, name, "dependencies") }))).toEqual(
      expected,
    );
    const { edges } = dependencies.walk(
      expected.map(({ name }) => name),
      "dependencies",
      1,
    );
    expect(edges.filter((edge) => edge.kind !== "hard" || !edge.symbols?.length)).toEqual([]);
    expect(dependencies.unread).toEqual([]);
  });

  test("--reverse finds exactly the modules that depend on one", () => {
    const names = modulePaths(tree).map((path) => normalised(fileModuleName(path)));
    const some = sample(names, 300, `dependents ${tree.name}`).slice(0, 300);
    const users = new Set(some.slice(0, 30).flatMap((name) => edgesAt(dependencies, name, "dependents")));
    for (const edge of users) {
      expect(edgesAt(dependencies, edge.split(" ")[0] ?? "", "dependencies")).toContain(edge);
    }
    const forward = some.flatMap((name) => edgesAt(dependencies, name, "dependencies"));
    const targets = new Set(forward.slice(0, 60).map((edge) => edge.split(" ")[1] ?? ""));
    const backward = new Set([...targets].flatMap((name) => edgesAt(dependencies, name, "dependents")));
    expect(forward.slice(0, 60).filter((edge) => !backward.has(edge))).toEqual([]);
  });
}

const trees = TREE_NAMES.map(findTree);
const problem =
  kmodProblem() ??
  (trees.includes(undefined) ? "the module trees are missing: node scripts/fetch-trees.mjs" : undefined);
const title = `deps over the trees (${isFull ? "full" : `sample of seed ${seed}`})`;

describe.skipIf(problem !== undefined)(problem === undefined ? title : `${title}: skipped, ${problem}`, () => {
  for (const tree of trees) if (tree !== undefined) describe(tree.release, () => treeSuite(tree));
});
