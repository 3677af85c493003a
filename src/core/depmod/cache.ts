/** Remembering what module files said, from one run of depmod to the next. Nothing is believed of a file that may have changed. */

import { ByteStrings } from "../byte-strings.ts";
import { toByteString } from "../bytes.ts";
import { KmodError } from "../errors.ts";
import { contentChange, IDENTITY_LENGTH, isChangeNoted, isSameFile, lastChange } from "../file-identity.ts";
import type { FileSystem } from "../platform.ts";
import { type CachedTree, decodeCache, FACTS_LENGTH } from "./cache-format.ts";
import type { FactsReader, ModuleFacts } from "./module-facts.ts";
import { SymbolReader } from "./module-symbols.ts";
import { Numbers, type Range } from "./numbers.ts";
import { SymbolNames } from "./symbol-names.ts";

/** Debian's kernel packages remove `modules.*.bin` when they are purged. */
export const CACHE_NAME = "modules.kmod-ts.bin";

/** Whether so many modules are worth remembering: reading few again takes no longer, and an initramfs should stay small. */
export const cacheRules: { isWorthIt: (modules: number) => boolean } = { isWorthIt: (modules) => modules >= 1024 };

/**
 * A file that is changed twice within one tick of the kernel's clock has one time for both. What was changed so shortly before it was looked at, in seconds,
 * is looked at again.
 */
const TICK = 1;

/** The files of a run, and what is remembered of them. */
export interface Recollection {
  /** Has what the remembered facts are ranges of; what is read is added to it. */
  readonly reader: FactsReader;
  /** The present state of the modules. */
  readonly identities: Float64Array;
  /** By position: the facts of a module that is as it was. */
  readonly known: readonly (ModuleFacts | undefined)[];
  /** By position: what each module said last time, for one in `known` the same object; undefined where other modules were there, or in another order. */
  readonly before: readonly ModuleFacts[] | undefined;
  /** The state that inputs and indexes had after that run; empty where that says nothing. */
  readonly files: Float64Array;
  /** What has changed since this time, or not long before, is not believed. Seconds since 1970. */
  readonly limit: number;
}

/** Where to look, and what for. */
export interface Place {
  /** Absolute path of the directory that the cache is in. */
  readonly output: string;
  /** Absolute path of the module directory: what the indexes name modules from. */
  readonly directory: string;
  /** Absolute paths of the modules, in index order. */
  readonly modules: readonly string[];
}

/** Looks what is known of these modules. Undefined where the file system cannot tell one state of a file from another. */
export function recall(files: FileSystem, place: Place): Recollection | undefined {
  const identities = files.identify?.(place.modules);
  if (identities === undefined) return undefined;
  const cached = readCache(files, `${place.output}/${CACHE_NAME}`);
  if (cached === undefined) return nothingKnown(identities, place.modules.length);
  const reader = readerOf(cached.tree);
  const positions = positionsOf(cached.tree, place);
  const { limit } = cached;
  if (positions === undefined) {
    const before = place.modules.map((_, at) => factsAt(cached.tree.facts, at));
    const known = before.map((facts, at) => (isUnchanged(cached, at, identities, at) ? facts : undefined));
    return { reader, identities, known, before, files: cached.tree.files, limit };
  }
  const known = Array.from(positions, (old, at) =>
    old >= 0 && isUnchanged(cached, old, identities, at) ? factsAt(cached.tree.facts, old) : undefined,
  );
  return { reader, identities, known, before: undefined, files: new Float64Array(), limit };
}

interface Cached {
  readonly tree: CachedTree;
  /** See `Recollection`. */
  readonly limit: number;
}

function nothingKnown(identities: Float64Array, count: number): Recollection {
  const symbols = new SymbolReader(new SymbolNames(), false);
  return {
    reader: { symbols, strings: new ByteStrings() },
    identities,
    known: new Array<undefined>(count).fill(undefined),
    before: undefined,
    files: new Float64Array(),
    limit: 0,
  };
}

/** A cache that is missing, unreadable or damaged says nothing; that is no mistake. */
function readCache(files: FileSystem, path: string): Cached | undefined {
  try {
    const identity = files.identify?.([path]);
    if (identity === undefined || (identity[0] as number) < 0) return undefined;
    const tree = decodeCache(files.read(path));
    if (tree === undefined || isMostlyDead(tree)) return undefined;
    return { tree, limit: contentChange(identity) - tree.age - TICK };
  } catch (error) {
    if (error instanceof KmodError) return undefined;
    throw error;
  }
}

/** Whether what was said by files that have changed or gone is more than what the others say: then all are read anew. */
function isMostlyDead({ facts, numbers, strings }: CachedTree): boolean {
  let living = 0;
  for (let at = 0; at < facts.length; at += 2) living += (facts[at + 1] as number) - (facts[at] as number);
  return 2 * living < numbers.length + strings.count;
}

function readerOf({ names, numbers, strings }: CachedTree): FactsReader {
  return { symbols: new SymbolReader(new SymbolNames(names), false, new Numbers(numbers)), strings };
}

/** Where each module stands in the cache, -1 for nowhere; undefined: it has the same modules at the same positions. */
function positionsOf({ paths }: CachedTree, { modules, directory }: Place): Int32Array | undefined {
  if (isSameList(paths, [...modules, directory])) return undefined;
  const positions = new Map<string, number>();
  // Facts do not depend on the directory, which is the last of them.
  for (let at = 0; at < paths.count - 1; at++) positions.set(paths.text(at), at);
  return Int32Array.from(modules, (path) => positions.get(path) ?? -1);
}

/** In one piece first: comparing it is the engine's work. */
function isSameList(strings: ByteStrings, list: readonly string[]): boolean {
  if (strings.count !== list.length || toByteString(strings.bytes, 0, strings.length) !== list.join("")) return false;
  let end = 0;
  return list.every((text, at) => {
    end += text.length;
    return strings.starts[at + 1] === end;
  });
}

function isUnchanged({ tree, limit }: Cached, old: number, identities: Float64Array, at: number): boolean {
  const start = at * IDENTITY_LENGTH;
  return (
    isSameFile(identities, start, tree.identities, old * IDENTITY_LENGTH) &&
    isChangeNoted(identities, start) &&
    lastChange(identities, start) < limit
  );
}

function factsAt(facts: Int32Array, module: number): ModuleFacts {
  const start = module * FACTS_LENGTH;
  const range = (at: number): Range => ({ from: facts[at] as number, to: facts[at + 1] as number });
  return {
    exports: range(start),
    needs: range(start + 2),
    aliases: range(start + 4),
    softDependencies: range(start + 6),
    weakDependencies: range(start + 8),
  };
}

/** Facts in the form of the cache. */
export function packFacts(list: readonly ModuleFacts[]): Int32Array {
  const packed = new Int32Array(list.length * FACTS_LENGTH);
  let end = 0;
  const pack = ({ from, to }: Range): void => {
    packed[end++] = from;
    packed[end++] = to;
  };
  for (const { exports, needs, aliases, softDependencies, weakDependencies } of list) {
    pack(exports);
    pack(needs);
    pack(aliases);
    pack(softDependencies);
    pack(weakDependencies);
  }
  return packed;
}
