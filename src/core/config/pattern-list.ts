/** Lines whose first word is a pattern, found by a name. Most such words are plain names: a tree's soft dependencies all are. */

import { matchesGlob } from "../glob.ts";

interface Patterned {
  readonly pattern: string;
}

const WILDCARDS: readonly string[] = ["*", "?", "[", "\\"];

/** Lists by name, made when a list is first asked; undefined for one that has a wildcard somewhere. */
const plainLists: WeakMap<readonly Patterned[], Map<string, Patterned[]> | undefined> = new WeakMap();

/** Searching fewer than these is faster than remembering them. */
const WORTH_REMEMBERING = 8;

/** The entries whose fnmatch(3) pattern matches a normalised name, in their order. The list must not change. */
export function matchingEntries<Entry extends Patterned>(entries: readonly Entry[], name: string): readonly Entry[] {
  const byName = entries.length < WORTH_REMEMBERING ? undefined : plainList(entries);
  if (byName === undefined) return entries.filter(({ pattern }) => matchesGlob(pattern, name));
  return byName.get(name) ?? [];
}

function plainList<Entry extends Patterned>(entries: readonly Entry[]): Map<string, Entry[]> | undefined {
  if (!plainLists.has(entries)) plainLists.set(entries, byName(entries));
  return plainLists.get(entries) as Map<string, Entry[]> | undefined;
}

function byName<Entry extends Patterned>(entries: readonly Entry[]): Map<string, Entry[]> | undefined {
  const all = entries.map(({ pattern }) => pattern).join();
  if (WILDCARDS.some((wildcard) => all.includes(wildcard))) return undefined;
  const lists = new Map<string, Entry[]>();
  for (const entry of entries) {
    const same = lists.get(entry.pattern);
    if (same === undefined) lists.set(entry.pattern, [entry]);
    else same.push(entry);
  }
  return lists;
}
