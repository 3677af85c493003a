import { describe, expect, test } from "vitest";
import { findCircles, rankModules, transitiveDependencies } from "../../../src/core/depmod/rank.ts";

describe("rankModules", () => {
  test("puts users before what they use", () => {
    const graph = [[1, 2], [3], [3], [], [1]];
    const ranks = rankModules(graph);
    expect(ranks).toEqual([1, 3, 2, 4, 0]);
    expect(transitiveDependencies(graph, ranks, 0)).toEqual([2, 1, 3]);
    expect(transitiveDependencies(graph, ranks, 3)).toEqual([]);
  });

  test("gives none to modules in or below a circle", () => {
    expect(rankModules([[1], [0, 2], [], []])).toEqual([undefined, undefined, undefined, 0]);
  });
});

describe("findCircles", () => {
  test.each([
    { name: "none", graph: [[1], []], circles: [] },
    { name: "of one", graph: [[0], []], circles: [{ members: [0], path: [0, 0] }] },
    {
      name: "of two, with others around",
      graph: [[1], [2], [1, 3], []],
      circles: [{ members: [1, 2], path: [1, 2, 1] }],
    },
    {
      name: "two that hang together in one way, which kmod never ends with",
      graph: [[1], [0, 2], [3], [2]],
      circles: [
        { members: [0, 1], path: [0, 1, 0] },
        { members: [2, 3], path: [2, 3, 2] },
      ],
    },
    {
      name: "more than one way round",
      graph: [[1], [2, 0], [0]],
      circles: [{ members: [0, 1, 2], path: [0, 1, 0] }],
    },
  ])("$name", ({ graph, circles }) => {
    expect(findCircles(graph)).toEqual(circles);
  });

  test("needs no stack for a long way", () => {
    const length = 60_000;
    const graph = Array.from({ length }, (_, at) => [(at + 1) % length]);
    expect(findCircles(graph)[0]?.path.length).toBe(length + 1);
  });
});
