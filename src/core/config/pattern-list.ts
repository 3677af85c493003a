/** Lines whose first word is a pattern, found by a name. Most such words are plain names: a tree's soft dependencies all are. */

import { matchesGlob } from "../glob.ts";

interface Patterned {
  readonly pattern: string;
}

const WILDCARDS: readonly string[] = ["*", "?", "[", "\\"];

/** A list, taken apart when it is first asked. */
interface Parted<Entry> {
  readonly plain: ReadonlyMap<string, readonly Entry[]>;
  /** With a wildcard, in their order. */
  readonly wild: readonly Entry[];
  /** Where each entry stands; made when plain and wild ones match together. */
  places: ReadonlyMap<Entry, number> | undefined;
}

const partedLists: WeakMap<readonly Patterned[], Parted<Patterned>> = new WeakMap();

/** Searching fewer than these is faster than remembering them. */
const WORTH_REMEMBERING = 8;

/** The entries whose fnmatch(3) pattern matches a normalised name, in their order. The list must not change. */
export function matchingEntries<Entry extends Patterned>(entries: readonly Entry[], name: string): readonly Entry[] {
  if (entries.length < WORTH_REMEMBERING) return entries.filter(({ pattern }) => matchesGlob(pattern, name));
  const parted = partedList(entries);
  const plain = parted.plain.get(name) ?? [];
  if (parted.wild.length === 0) return plain;
  const wild = parted.wild.filter(({ pattern }) => matchesGlob(pattern, name));
  if (wild.length === 0 || plain.length === 0) return wild.length === 0 ? plain : wild;
  parted.places ??= new Map(entries.map((entry, at) => [entry, at]));
  const { places } = parted;
  const placeOf = (entry: Entry): number => places.get(entry) ?? 0;
  return [...plain, ...wild].toSorted((left, right) => placeOf(left) - placeOf(right));
}

function partedList<Entry extends Patterned>(entries: readonly Entry[]): Parted<Entry> {
  let parted = partedLists.get(entries);
  if (parted === undefined) {
    parted = part(entries);
    partedLists.set(entries, parted);
  }
  return parted as Parted<Entry>;
}

function part(entries: readonly Patterned[]): Parted<Patterned> {
  const all = entries.map(({ pattern }) => pattern).join();
  const isWild = WILDCARDS.some((wildcard) => all.includes(wildcard)) ? hasWildcard : (): boolean => false;
  const plain = new Map<string, Patterned[]>();
  const wild: Patterned[] = [];
  for (const entry of entries) {
    const same = plain.get(entry.pattern);
    if (isWild(entry.pattern)) wild.push(entry);
    else if (same === undefined) plain.set(entry.pattern, [entry]);
    else same.push(entry);
  }
  return { plain, wild, places: undefined };
}

function hasWildcard(pattern: string): boolean {
  return WILDCARDS.some((wildcard) => pattern.includes(wildcard));
}
