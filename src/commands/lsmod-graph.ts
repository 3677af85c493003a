/** The views of `lsmod --graph`: an arrow from each module to every module that it uses. */

import { encodeUtf8 } from "../core/bytes.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";
import type { Output } from "./command.ts";
import { type Arrow, dotGraph, pictureGraph, toLabel } from "./dot-graph.ts";

export type GraphFormat = "dot" | "mermaid" | "svg";

/** Every format, as the help lists them. */
export const GRAPH_FORMATS: readonly GraphFormat[] = ["dot", "mermaid", "svg"];

interface Graph {
  /** Texts, each once: the loaded modules, then users that are not listed as loaded. */
  readonly names: readonly string[];
  /** Positions in `names`: user, used. */
  readonly edges: readonly (readonly [number, number])[];
}

/** Whether an option's value is a format. */
export function isGraphFormat(value: string | undefined): value is GraphFormat {
  return GRAPH_FORMATS.some((format) => format === value);
}

/** The graph of modules in a format; `dot` where none is named. */
export function graphOutput(modules: readonly LoadedModule[], format: string | undefined): Output {
  const graph = toGraph(modules);
  if (format === "svg") return { kind: "picture", dot: pictureGraph(graph.names, arrowsOf(graph)) };
  return {
    kind: "text",
    pieces: [encodeUtf8(format === "mermaid" ? toMermaid(graph) : dotGraph(graph.names, arrowsOf(graph)))],
  };
}

function toGraph(modules: readonly LoadedModule[]): Graph {
  const positions = new Map<string, number>();
  const positionOf = (name: string): number => {
    const position = positions.get(name) ?? positions.size;
    positions.set(name, position);
    return position;
  };
  for (const module of modules) positionOf(module.name);
  const edges = modules.flatMap((module) =>
    module.usedBy.map((user) => [positionOf(user), positionOf(module.name)] as const),
  );
  return { names: Array.from(positions.keys(), toLabel), edges };
}

function arrowsOf({ edges }: Graph): readonly Arrow[] {
  return edges.map(([from, to]) => ({ from, to }));
}

function toMermaid(graph: Graph): string {
  const nodes = graph.names.map((name, position) => `  n${position}["${escapeMermaid(name)}"]\n`);
  const edges = graph.edges.map(([user, used]) => `  n${user} --> n${used}\n`);
  return `graph LR\n${nodes.join("")}${edges.join("")}`;
}

/** Everything that Mermaid or the HTML around it could take for markup, as `#` number `;`. */
function escapeMermaid(text: string): string {
  return text.replace(/[^A-Za-z0-9_.\u00a0-\u{10ffff}-]/gu, (character) => `#${character.codePointAt(0)};`);
}
