/** The order in which modules depend on one another: users before what they use, as kmod numbers them; and circles. */

import { SeenNumbers } from "./seen-numbers.ts";

/** Direct dependencies by position. */
export type Graph = readonly (readonly number[])[];

/** The rank of each module, by position; undefined for modules in or below a circle. */
export function rankModules(graph: Graph): readonly (number | undefined)[] {
  const dependers = new Array<number>(graph.length).fill(0);
  for (const dependency of graph.flat()) dependers[dependency] = (dependers[dependency] ?? 0) + 1;
  const ranks = new Array<number | undefined>(graph.length).fill(undefined);
  const stack = [...dependers.keys()].filter((module) => dependers[module] === 0);
  let rank = 0;
  for (let module = stack.pop(); module !== undefined; module = stack.pop()) {
    ranks[module] = rank++;
    for (const dependency of graph[module] ?? []) {
      const left = (dependers[dependency] ?? 0) - 1;
      dependers[dependency] = left;
      if (left === 0) stack.push(dependency);
    }
  }
  return ranks;
}

/** All that a module depends on, also indirectly, by ascending rank: what is to be inserted first comes last. `seen` is emptied. */
export function transitiveDependencies(
  graph: Graph,
  ranks: readonly (number | undefined)[],
  module: number,
  seen: SeenNumbers = new SeenNumbers(),
): readonly number[] {
  const found = [...(graph[module] ?? [])];
  if (found.length === 0) return found;
  seen.clear();
  for (const each of found) seen.add(each);
  for (let at = 0; at < found.length; at++) {
    for (const dependency of graph[found[at] as number] ?? []) if (seen.add(dependency)) found.push(dependency);
  }
  return found.length === 1 ? found : found.sort((left, right) => (ranks[left] ?? 0) - (ranks[right] ?? 0));
}

/** Modules that all depend on one another. */
export interface Circle {
  /** One way round, from its first module in index order back to it. */
  readonly path: readonly number[];
  /** All of them, in index order. */
  readonly members: readonly number[];
}

/** All circles, by their first modules in index order. */
export function findCircles(graph: Graph): readonly Circle[] {
  const circles = connectedComponents(graph)
    .filter(([first = 0, ...more]) => more.length > 0 || graph[first]?.includes(first))
    .map((component) => component.toSorted((left, right) => left - right))
    .sort(([left = 0], [right = 0]) => left - right);
  return circles.map((members) => ({ members, path: shortestWayRound(graph, members) }));
}

/** Strongly connected components, found as Tarjan does, without recursion. */
function connectedComponents(graph: Graph): readonly (readonly number[])[] {
  const search = new ComponentSearch(graph);
  for (const module of graph.keys()) search.visit(module);
  return search.components;
}

class ComponentSearch {
  readonly components: (readonly number[])[] = [];
  readonly #graph: Graph;
  readonly #order = new Map<number, number>();
  readonly #lowest = new Map<number, number>();
  readonly #open: number[] = [];
  readonly #isOpen = new Set<number>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  visit(start: number): void {
    if (this.#order.has(start)) return;
    const path = [this.#enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const dependency = this.#graph[top.module]?.[top.next++];
      if (dependency === undefined) {
        path.pop();
        this.#leave(top.module, path.at(-1)?.module);
      } else if (!this.#order.has(dependency)) {
        path.push(this.#enter(dependency));
      } else if (this.#isOpen.has(dependency)) {
        this.#lower(top.module, this.#order.get(dependency) as number);
      }
    }
  }

  #enter(module: number): { readonly module: number; next: number } {
    this.#lowest.set(module, this.#order.size);
    this.#order.set(module, this.#order.size);
    this.#open.push(module);
    this.#isOpen.add(module);
    return { module, next: 0 };
  }

  #leave(module: number, above: number | undefined): void {
    const lowest = this.#lowest.get(module) as number;
    if (above !== undefined) this.#lower(above, lowest);
    if (lowest !== this.#order.get(module)) return;
    const component = this.#open.splice(this.#open.lastIndexOf(module));
    for (const member of component) this.#isOpen.delete(member);
    this.components.push(component);
  }

  #lower(module: number, order: number): void {
    this.#lowest.set(module, Math.min(this.#lowest.get(module) as number, order));
  }
}

/** From the first of the members back to it; ties go by the order of dependencies. */
function shortestWayRound(graph: Graph, members: readonly number[]): readonly number[] {
  const start = members[0] as number;
  const inside = new Set(members);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const module of queue) {
    for (const dependency of graph[module] ?? []) {
      if (dependency === start) return wayBack(cameFrom, start, module);
      if (!inside.has(dependency) || cameFrom.has(dependency)) continue;
      cameFrom.set(dependency, module);
      queue.push(dependency);
    }
  }
  return [start, start];
}

function wayBack(cameFrom: ReadonlyMap<number, number>, start: number, last: number): readonly number[] {
  const path = [start];
  for (let at: number | undefined = last; at !== undefined && at !== start; at = cameFrom.get(at)) path.push(at);
  path.push(start);
  return path.reverse();
}
