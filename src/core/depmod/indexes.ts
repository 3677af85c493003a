/** The index files of a kernel: their names, and their contents in memory, nothing written yet. */

import { ByteStrings } from "../byte-strings.ts";
import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { TrieEntries } from "../index/trie-entries.ts";
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
import { SeenNumbers } from "./seen-numbers.ts";
import {
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
  /** The strings that the modules' facts are ranges of. */
  readonly strings: ByteStrings;
  readonly owners: SymbolOwners;
  /** Lines of modules.dep without newlines, by position. */
  readonly dependencyLines: ByteStrings;
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

/** The names of all eleven, in kmod's order. */
export const INDEX_NAMES: readonly string[] = [
  "modules.dep",
  "modules.dep.bin",
  "modules.alias",
  "modules.alias.bin",
  "modules.softdep",
  "modules.weakdep",
  "modules.symbols",
  "modules.symbols.bin",
  "modules.builtin.bin",
  "modules.builtin.alias.bin",
  "modules.devname",
];

/**
 * Puts the direct dependencies into lines. Throws `DepmodError` where modules depend on one another in a circle, after all
 * circles have been told.
 */
export function dependencyLines(modules: readonly IndexedModule[], graph: Graph, say: Say): ByteStrings {
  const ranks = rankModules(graph);
  if (ranks.includes(undefined)) refuseCircles(modules, graph, say);
  const lines = new ByteStrings(modules.length, 128 * modules.length);
  const seen = new SeenNumbers();
  for (const { file, index } of modules) {
    lines.appendText(`${file.shownPath}:`);
    for (const dependency of transitiveDependencies(graph, ranks, index, seen)) {
      lines.appendText(` ${modules[dependency]?.file.shownPath}`);
    }
    lines.end();
  }
  return lines;
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
export function* textIndexes(world: IndexedWorld, say: Say): Generator<string> {
  const { modules, strings, owners, dependencyLines: lines } = world;
  yield toByteString(formatDependencies(lines));
  yield toByteString(formatAliases(modules, strings));
  yield toByteString(formatSoftDependencies(modules, strings));
  yield toByteString(formatWeakDependencies(modules, strings));
  yield toByteString(formatSymbols(modules, owners, ownedSymbols(owners)));
  yield toByteString(formatDeviceNodes(modules, strings, say));
}

/**
 * The files with these names, in kmod's order, which is that of their messages; each is made when it is asked for. Throws
 * `DepmodError` for what an index cannot hold.
 */
export function* indexFiles(
  names: readonly string[],
  world: IndexedWorld,
  builtin: BuiltinInputs,
  options: { readonly warnDuplicates: boolean },
  say: Say,
): Generator<IndexFile> {
  const { modules, strings, owners, dependencyLines: lines } = world;
  let owned: Int32Array | undefined;
  const symbols = (): Int32Array => {
    owned ??= ownedSymbols(owners);
    return owned;
  };
  const makers: Readonly<Record<string, () => Uint8Array>> = {
    "modules.dep": () => formatDependencies(lines),
    "modules.dep.bin": () => trie("modules.dep.bin", dependencyEntries(modules, lines)),
    "modules.alias": () => formatAliases(modules, strings),
    "modules.alias.bin": () => trie("modules.alias.bin", aliasEntries(modules, strings, options.warnDuplicates, say)),
    "modules.softdep": () => formatSoftDependencies(modules, strings),
    "modules.weakdep": () => formatWeakDependencies(modules, strings),
    "modules.symbols": () => formatSymbols(modules, owners, symbols()),
    "modules.symbols.bin": () => trie("modules.symbols.bin", symbolEntries(modules, owners, symbols())),
    "modules.builtin.bin": () =>
      trieOrEmpty("modules.builtin.bin", builtin.modules(), (bytes) => builtinEntries(toByteString(bytes), say)),
    "modules.builtin.alias.bin": () =>
      trieOrEmpty("modules.builtin.alias.bin", builtin.modinfo(), (bytes) => builtinAliasEntries(bytes, say)),
    "modules.devname": () => formatDeviceNodes(modules, strings, say),
  };
  for (const name of INDEX_NAMES) {
    const make = names.includes(name) ? makers[name] : undefined;
    if (make !== undefined) yield { name, bytes: make() };
  }
}

function trie(name: string, entries: TrieEntries): Uint8Array {
  try {
    return encodeTrie(entries, name);
  } catch (error) {
    if (error instanceof FormatError) throw new DepmodError("FATAL", `Module index: ${error.detail}`, error.errno);
    throw error;
  }
}

/** Without its input a builtin index is an empty file, which readers take for none. */
function trieOrEmpty(
  name: string,
  input: Uint8Array | undefined,
  entriesOf: (bytes: Uint8Array) => TrieEntries,
): Uint8Array {
  return input === undefined ? new Uint8Array() : trie(name, entriesOf(input));
}
