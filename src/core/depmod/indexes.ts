/** The index files of a kernel: their names, and their contents in memory, nothing written yet. */

import { fromByteString, toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { TextEntry } from "../index/sorted-patterns.ts";
import { encodeTrie } from "../index/trie-writer.ts";
import {
  aliasEntries,
  builtinAliasEntries,
  builtinEntries,
  dependencyEntries,
  symbolEntries,
} from "./binary-indexes.ts";
import { type IndexedModule, ownedSymbols, type SymbolOwners } from "./dependencies.ts";
import { findCircles, type Graph, rankModules, transitiveDependencies } from "./rank.ts";
import { DepmodError, type Say } from "./say.ts";
import {
  dependencyLine,
  formatAliases,
  formatDependencies,
  formatDeviceNodes,
  formatSoftDependencies,
  formatSymbols,
  formatWeakDependencies,
} from "./text-indexes.ts";

/** What the indexes say. */
export interface IndexedWorld {
  readonly modules: readonly IndexedModule[];
  readonly owners: SymbolOwners;
  /** Lines of modules.dep, by position. */
  readonly dependencyLines: readonly string[];
}

/** The two inputs about built-in modules, where they could be read; each is read when it is asked for. */
export interface BuiltinInputs {
  readonly modules: () => Uint8Array | undefined;
  readonly modinfo: () => Uint8Array | undefined;
}

/** A file of the set. */
export interface IndexFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Puts the direct dependencies into lines. Throws `DepmodError` where modules depend on one another in a circle, after all
 * circles have been told.
 */
export function dependencyLines(modules: readonly IndexedModule[], graph: Graph, say: Say): readonly string[] {
  const ranks = rankModules(graph);
  if (ranks.includes(undefined)) refuseCircles(modules, graph, say);
  return modules.map((module) => {
    const dependencies = transitiveDependencies(graph, ranks, module.index);
    return dependencyLine(
      module,
      dependencies.map((at) => modules[at] as IndexedModule),
    );
  });
}

function refuseCircles(modules: readonly IndexedModule[], graph: Graph, say: Say): never {
  const circles = findCircles(graph);
  const nameOf = (at: number): string => modules[at]?.file.name ?? "";
  for (const { path, members } of circles) {
    say("ERROR", `Cycle detected: ${path.map(nameOf).join(" -> ")}`);
    const others = members.filter((member) => !path.includes(member));
    if (others.length > 0) say("ERROR", `Also part of that cycle: ${others.map(nameOf).join(", ")}`);
  }
  const count = circles.reduce((sum, { members }) => sum + members.length, 0);
  throw new DepmodError("ERROR", `Found ${count} modules in dependency cycles!`);
}

/** The six text files, in kmod's order: what `-n` prints. */
export function textIndexes({ modules, owners, dependencyLines: lines }: IndexedWorld, say: Say): readonly string[] {
  return [
    formatDependencies(lines),
    formatAliases(modules),
    formatSoftDependencies(modules),
    formatWeakDependencies(modules),
    formatSymbols(ownedSymbols(owners)),
    formatDeviceNodes(modules, say),
  ];
}

/**
 * All eleven files, in kmod's order, which is that of their messages. Throws `DepmodError` for what an index cannot
 * hold.
 */
export function indexFiles(
  world: IndexedWorld,
  builtin: BuiltinInputs,
  options: { readonly warnDuplicates: boolean },
  say: Say,
): readonly IndexFile[] {
  const { modules, owners, dependencyLines: lines } = world;
  const symbols = ownedSymbols(owners);
  return [
    text("modules.dep", formatDependencies(lines)),
    trie("modules.dep.bin", dependencyEntries(modules, lines)),
    text("modules.alias", formatAliases(modules)),
    trie("modules.alias.bin", aliasEntries(modules, options.warnDuplicates, say)),
    text("modules.softdep", formatSoftDependencies(modules)),
    text("modules.weakdep", formatWeakDependencies(modules)),
    text("modules.symbols", formatSymbols(symbols)),
    trie("modules.symbols.bin", symbolEntries(symbols)),
    trieOrEmpty("modules.builtin.bin", builtin.modules(), (bytes) => builtinEntries(toByteString(bytes), say)),
    trieOrEmpty("modules.builtin.alias.bin", builtin.modinfo(), (bytes) => builtinAliasEntries(bytes, say)),
    text("modules.devname", formatDeviceNodes(modules, say)),
  ];
}

function text(name: string, content: string): IndexFile {
  return { name, bytes: fromByteString(content) };
}

function trie(name: string, entries: readonly TextEntry[]): IndexFile {
  try {
    return { name, bytes: encodeTrie(entries, name) };
  } catch (error) {
    if (error instanceof FormatError) throw new DepmodError("FATAL", `Module index: ${error.detail}`, error.errno);
    throw error;
  }
}

/** Without its input a builtin index is an empty file, which readers take for none. */
function trieOrEmpty(
  name: string,
  input: Uint8Array | undefined,
  entriesOf: (bytes: Uint8Array) => readonly TextEntry[],
): IndexFile {
  return input === undefined ? { name, bytes: new Uint8Array() } : trie(name, entriesOf(input));
}
