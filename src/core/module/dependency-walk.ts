/** Everything that edges lead to, computed without touching anything but the function that gives the edges. */

import type { DependencyEdge } from "./dependency-edges.ts";

/** Which way edges are followed: to what a module needs, or to what needs it. */
export type Direction = "dependencies" | "dependents";

/** A part of the graph of modules. */
export interface DependencyGraph {
  /** The roots, then what they lead to, nearest first; each once. */
  readonly names: readonly string[];
  /** In the order in which the names were met. */
  readonly edges: readonly DependencyEdge[];
}

/** The end of an edge that is not the one it was reached from. */
export function farEnd(edge: DependencyEdge, direction: Direction): string {
  return direction === "dependencies" ? edge.to : edge.from;
}

/** The other end. */
export function nearEnd(edge: DependencyEdge, direction: Direction): string {
  return direction === "dependencies" ? edge.from : edge.to;
}

/**
 * What can be reached from the roots. `edgesOf` gives the edges of a module in that direction, and is asked once for each name.
 * With `depth` 1 the edges of the roots are all.
 */
export function walkDependencies(
  roots: Iterable<string>,
  direction: Direction,
  edgesOf: (name: string) => readonly DependencyEdge[],
  depth: number = Number.POSITIVE_INFINITY,
): DependencyGraph {
  const names = new Set(roots);
  const edges: DependencyEdge[] = [];
  let level = [...names];
  for (let left = depth; left > 0 && level.length > 0; left--) {
    const next: string[] = [];
    for (const name of level) {
      for (const edge of edgesOf(name)) {
        edges.push(edge);
        const end = farEnd(edge, direction);
        if (names.has(end)) continue;
        names.add(end);
        next.push(end);
      }
    }
    level = next;
  }
  return { names: [...names], edges };
}
