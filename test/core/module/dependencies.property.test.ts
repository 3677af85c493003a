import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forestLines } from "../../../src/commands/tree-lines.ts";
import { openModuleIndex } from "../../../src/core/index/module-index.ts";
import type { DependencyEdge } from "../../../src/core/module/dependency-edges.ts";
import { farEnd, nearEnd, walkDependencies } from "../../../src/core/module/dependency-walk.ts";
import { HardDependencies } from "../../../src/core/module/hard-dependencies.ts";
import { SymbolReader } from "../../../src/core/module/module-symbols.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { buildModule } from "../../support/module-builder.ts";

const RUNS = { numRuns: Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000), seed: 20_261_123 };

/** Pairs of numbers, also circles and repetitions. */
const graphs = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 60 });
const directions = fc.constantFrom("dependencies" as const, "dependents" as const);

const name = (number: number): string => `m${number}`;

function edgesOf(graph: readonly (readonly [number, number])[]): readonly DependencyEdge[] {
  return graph.map(([from, to]) => ({ kind: "hard", from: name(from), to: name(to), symbols: [] }));
}

describe("walkDependencies", () => {
  it("ends, has only edges that there are, and exactly those of what can be reached", () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.nat(12)), directions, (pairs, roots, direction) => {
        const edges = edgesOf(pairs);
        const at = (module: string): readonly DependencyEdge[] =>
          edges.filter((edge) => nearEnd(edge, direction) === module);
        const walked = walkDependencies(roots.map(name), direction, at);
        const reached = new Set(walked.names);
        expect(reached.size).toBe(walked.names.length);
        expect(new Set(walked.edges)).toEqual(new Set(edges.filter((edge) => reached.has(nearEnd(edge, direction)))));
        expect(walked.edges.every((edge) => reached.has(farEnd(edge, direction)))).toBe(true);
        const known = new Set([...roots.map(name), ...walked.edges.map((edge) => farEnd(edge, direction))]);
        expect(reached).toEqual(known);
      }),
      RUNS,
    );
  });
});

describe("forestLines", () => {
  it("ends, and spells out the branches of each name exactly once", () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.nat(12)), (pairs, roots) => {
        const below = (module: string) =>
          pairs.filter(([from]) => name(from) === module).map(([, to]) => ({ name: name(to), label: name(to) }));
        const branches = (numbers: Iterable<number>) =>
          Array.from(numbers, (number) => ({ name: name(number), label: name(number) }));
        const all = branches(new Set(pairs.flat()));
        const lines = [...forestLines({ roots: branches(roots), all, below })];
        const spelt = lines.flatMap((line) => /(m\d+)\n$/.exec(line)?.[1] ?? []);
        const inner = [...new Set(pairs.map(([from]) => name(from)))];
        for (const each of inner) expect(spelt.filter((other) => other === each)).toHaveLength(1);
      }),
      RUNS,
    );
  });
});

/** For each module the later modules that it uses by a symbol, so that there are no circles. */
const uses = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 10 });

describe("HardDependencies", () => {
  it("finds in a tree that was indexed whole what the files use, and nothing else", () => {
    fc.assert(
      fc.property(uses, fc.boolean(), (wanted, withSymbols) => {
        const direct = wanted.map((list, at) => [...new Set(list)].filter((to) => to > at && to < wanted.length));
        const platform = memoryPlatform(treeOf(direct, withSymbols));
        const index = openModuleIndex(platform.files, "/m", (problem) => {
          throw problem;
        });
        const reader = new SymbolReader((module) => ({ path: `/m/${module}.ko`, holder: platform }));
        const hard = new HardDependencies(index, reader, new Set());
        for (const [at, list] of direct.entries()) {
          const found = hard.of(name(at));
          expect(new Set(found.map(({ to }) => to))).toEqual(new Set(list.map(name)));
          expect(found.every(({ to, symbols }) => symbols?.join() === `s_${to}`)).toBe(true);
          const users = direct.flatMap((others, user) => (others.includes(at) ? [name(user)] : []));
          expect(new Set(hard.usersOf(name(at)).map(({ from }) => from))).toEqual(new Set(users));
        }
        expect(reader.unread).toEqual([]);
      }),
      { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 10) },
    );
  });
});

function treeOf(direct: readonly (readonly number[])[], withSymbols: boolean): Record<string, string | Uint8Array> {
  const closure = (at: number): readonly number[] => {
    const all = walkDependencies([name(at)], "dependencies", (module) =>
      edgesOf((direct[Number(module.slice(1))] ?? []).map((to) => [Number(module.slice(1)), to])),
    );
    return all.names.slice(1).map((module) => Number(module.slice(1)));
  };
  const lines = direct.map((_, at) => {
    const list = closure(at).toSorted((left, right) => left - right);
    return `${name(at)}.ko:${list.map((to) => ` ${name(to)}.ko`).join("")}\n`;
  });
  const files = direct.map((list, at): readonly [string, Uint8Array] => [
    `/m/${name(at)}.ko`,
    buildModule({ exports: [`s_${name(at)}`], needs: ["printk", ...list.map((to) => `s_${name(to)}`)] }),
  ]);
  const symbols = withSymbols ? direct.map((_, at) => `alias symbol:s_${name(at)} ${name(at)}\n`).join("") : "";
  return { ...Object.fromEntries(files), "/m/modules.dep": lines.join(""), "/m/modules.symbols": symbols };
}
