/** The views of `kmod-ts deps`: plain, a table, a tree, a graph. */

import { encodeUtf8 } from "../core/bytes.ts";
import type { DependencyEdge } from "../core/module/dependency-edges.ts";
import { farEnd, nearEnd } from "../core/module/dependency-walk.ts";
import type { Table } from "../core/platform.ts";
import type { Output, Request } from "./command.ts";
import type { DepsFacts, ModuleStatus } from "./deps-facts.ts";
import { depsToJson } from "./deps-json.ts";
import { type Arrow, dotGraph, toLabel } from "./dot-graph.ts";
import { afterColumns, afterIndentation } from "./hanging.ts";
import { hasOption } from "./options.ts";
import { chosenForm } from "./output-form.ts";
import { type Branch, forestLines } from "./tree-lines.ts";

/** The forms of output; without one, plain text. Plain text and the table show direct dependencies only. */
export const DEPS_FORMS = ["json", "table", "tree", "dot"] as const;

/** Symbols that plain output shows of an edge. */
const SHOWN_SYMBOLS = 3;

const KINDS: Readonly<Record<DependencyEdge["kind"], string>> = {
  hard: "hard",
  pre: "soft pre",
  post: "soft post",
  weak: "weak",
};

const REMARKS: Readonly<Record<ModuleStatus, string>> = {
  file: "",
  builtin: " (built in)",
  command: " (install command)",
  missing: " (not found)",
};

const ARROWS: Readonly<Record<DependencyEdge["kind"], Pick<Arrow, "style">>> = {
  hard: {},
  pre: { style: 'style=dashed, label="pre"' },
  post: { style: 'style=dashed, label="post"' },
  weak: { style: 'style=dotted, label="weak"' },
};

/** The facts in the form that the request asks for. */
export function viewDeps(facts: DepsFacts, request: Request): Output {
  const shown = hasOption(request, "verbose") ? Number.POSITIVE_INFINITY : SHOWN_SYMBOLS;
  switch (chosenForm(request, DEPS_FORMS)) {
    case "json":
      return { kind: "json", value: depsToJson(facts) };
    case "table":
      return { kind: "table", table: toTable(facts, shown) };
    case "tree":
      return { kind: "text", pieces: treePieces(facts), hang: afterIndentation };
    case "dot":
      return { kind: "text", pieces: [encodeUtf8(toDot(facts))] };
    default:
      return { kind: "text", pieces: plainLines(facts, shown), hang: afterColumns };
  }
}

/** The modules of the requests, each once. */
function rootsOf({ requests }: DepsFacts): ReadonlySet<string> {
  return new Set(requests.flatMap(({ modules }) => modules));
}

/** The edges at each module, in the direction of the request. */
function edgesByModule({ edges, direction }: DepsFacts): ReadonlyMap<string, readonly DependencyEdge[]> {
  const groups = new Map<string, DependencyEdge[]>();
  for (const edge of edges) {
    const name = nearEnd(edge, direction);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [edge]);
    else group.push(edge);
  }
  return groups;
}

/** A function that gives a module's name, with a remark where there is no file behind it. */
function labeller({ modules }: DepsFacts): (name: string) => string {
  const remarks = new Map(modules.map(({ name, status }) => [name, REMARKS[status]]));
  return (name) => `${name}${remarks.get(name) ?? ""}`;
}

/** Why there is an edge: its first symbols, or the word that led to the module where that is another than its name. */
function reasonText(edge: DependencyEdge, shown: number): string {
  if (edge.kind !== "hard") return edge.word.replaceAll("-", "_") === edge.to ? "" : edge.word;
  if (edge.symbols === undefined) return "symbols unknown";
  if (edge.symbols.length === 0) return "no symbols";
  const more = edge.symbols.length - shown;
  return `${edge.symbols.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function* plainLines(facts: DepsFacts, shown: number): Iterable<string> {
  const label = labeller(facts);
  const edges = edgesByModule(facts);
  for (const root of rootsOf(facts)) {
    yield `${label(root)}\n`;
    const rows = (edges.get(root) ?? []).map((edge) => [
      label(farEnd(edge, facts.direction)),
      KINDS[edge.kind],
      reasonText(edge, shown),
    ]);
    if (rows.length === 0) yield `  no ${facts.direction}\n`;
    yield* columns(rows);
  }
}

function* columns(rows: readonly (readonly string[])[]): Iterable<string> {
  const [name = 0, kind = 0] = [0, 1].map((column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  for (const [first = "", second = "", third = ""] of rows) {
    yield `  ${`${first.padEnd(name)}  ${second.padEnd(kind)}  ${third}`.trimEnd()}\n`;
  }
}

function toTable(facts: DepsFacts, shown: number): Table {
  const label = labeller(facts);
  return {
    columns: [
      { title: "Module", rank: 2 },
      { title: "Depends on", rank: 1 },
      { title: "Kind", rank: 3 },
      { title: "Because of", rank: 4 },
    ],
    rows: facts.edges.map((edge) => [label(edge.from), label(edge.to), KINDS[edge.kind], reasonText(edge, shown)]),
  };
}

function treePieces(facts: DepsFacts): Iterable<string> {
  const label = labeller(facts);
  const edges = edgesByModule(facts);
  const alone = (name: string): Branch => ({ name, label: label(name) });
  return forestLines({
    roots: Array.from(rootsOf(facts), alone),
    all: facts.modules.map(({ name }) => alone(name)),
    below: (name) => branchesOf(edges.get(name) ?? [], facts, label),
  });
}

/** One branch for each module, whatever leads there; a hard dependency needs no word. */
function branchesOf(
  edges: readonly DependencyEdge[],
  { direction }: DepsFacts,
  label: (name: string) => string,
): readonly Branch[] {
  const kinds = new Map<string, Set<string>>();
  for (const edge of edges) {
    const name = farEnd(edge, direction);
    const reason = edge.kind === "hard" ? "" : reasonText(edge, SHOWN_SYMBOLS);
    const texts = kinds.get(name) ?? new Set();
    texts.add(`${KINDS[edge.kind]}${reason === "" ? "" : `: ${reason}`}`);
    kinds.set(name, texts);
  }
  return Array.from(kinds, ([name, texts]) => {
    const onlyHard = texts.size === 1 && texts.has(KINDS.hard);
    return { name, label: `${label(name)}${onlyHard ? "" : ` [${[...texts].join(", ")}]`}` };
  });
}

function toDot(facts: DepsFacts): string {
  const positions = new Map(facts.modules.map(({ name }, position) => [name, position]));
  const arrows = new Map<string, Arrow>();
  for (const { from, to, kind } of facts.edges) {
    const ends = { from: positions.get(from) ?? 0, to: positions.get(to) ?? 0 };
    arrows.set(`${ends.from} ${ends.to} ${kind}`, { ...ends, ...ARROWS[kind] });
  }
  const labels = facts.modules.map(({ name }) => toLabel(name));
  return dotGraph(labels, [...arrows.values()]);
}
