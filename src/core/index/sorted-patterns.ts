/**
 * The answers of a binary index from entries that were read from text: for trees whose binary indexes are missing.
 *
 * The distinct keys in byte order are the same tree, with a range of keys for each node, so the search is that of
 * trie-reader.ts step by step, down to the order of what it finds.
 */

import { compareBytes } from "../bytes.ts";
import { matchesGlob } from "../glob.ts";
import type { TrieValue } from "./trie-format.ts";
import { inSearchOrder, type Trie } from "./trie-reader.ts";

export interface TextEntry {
  readonly key: string;
  readonly value: string;
  /** As depmod gives it: the position of the module; 0 for everything built in. */
  readonly priority: number;
}

interface Pattern {
  readonly key: string;
  readonly values: readonly TrieValue[];
}

const WILDCARDS: readonly string[] = ["*", "?", "["];

/** An index over entries in the order in which depmod inserts them. */
export function openSortedPatterns(entries: Iterable<TextEntry>): Trie {
  const patterns = toPatterns(entries);
  return {
    lookup(key) {
      const at = lowerBound(patterns, 0, patterns.length, key);
      return patterns[at]?.key === key ? patterns[at]?.values[0]?.value : undefined;
    },
    search: (key) => searchPatterns(patterns, key),
    entries: (prefix = "") =>
      patterns
        .filter(({ key }) => key.startsWith(prefix))
        .flatMap(({ key, values }) => values.map(({ value }) => ({ key, value }))),
  };
}

/** Distinct keys in byte order; values by priority, of equal priorities the last inserted first. */
function toPatterns(entries: Iterable<TextEntry>): readonly Pattern[] {
  const values = new Map<string, TrieValue[]>();
  for (const { key, value, priority } of entries) {
    const known = values.get(key);
    if (known === undefined) values.set(key, [{ priority, value }]);
    else known.push({ priority, value });
  }
  return [...values]
    .map(([key, list]) => ({ key, values: list.reverse().sort((left, right) => left.priority - right.priority) }))
    .sort((left, right) => compareBytes(left.key, right.key));
}

function searchPatterns(patterns: readonly Pattern[], key: string): readonly string[] {
  const found: TrieValue[] = [];
  let start = 0;
  let end = patterns.length;
  for (let position = 0; start < end; position++) {
    if (isNode(patterns, start, end, position)) {
      for (const wildcard of WILDCARDS) {
        const [from, to] = narrow(patterns, start, end, position, wildcard);
        collectMatches(patterns, from, to, position, key, found);
      }
    } else if (WILDCARDS.includes(patterns[start]?.key[position] ?? "")) {
      collectMatches(patterns, start, end, position, key, found);
      break;
    }
    const next = key[position];
    if (next === undefined) {
      if (patterns[start]?.key === key) take(patterns[start]?.values ?? [], found);
      break;
    }
    [start, end] = narrow(patterns, start, end, position, next);
  }
  return inSearchOrder(found);
}

/** Whether a node of the tree ends at `position`: the root, where a key ends, or where keys differ. */
function isNode(patterns: readonly Pattern[], start: number, end: number, position: number): boolean {
  const first = patterns[start]?.key[position];
  return position === 0 || first === undefined || first !== patterns[end - 1]?.key[position];
}

/** The part of a range (whose keys agree before `position`) with `byte` at `position`. */
function narrow(
  patterns: readonly Pattern[],
  start: number,
  end: number,
  position: number,
  byte: string,
): readonly [number, number] {
  const head = (patterns[start]?.key.slice(0, position) ?? "") + byte;
  const from = lowerBound(patterns, start, end, head);
  const after = head.slice(0, -1) + String.fromCharCode(byte.charCodeAt(0) + 1);
  return [from, lowerBound(patterns, from, end, after)];
}

/** The first pattern of the range that is not before `key`. */
function lowerBound(patterns: readonly Pattern[], start: number, end: number, key: string): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((patterns[middle]?.key ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds the matches of a range in the order of the tree: longer keys before the key that they begin with. */
function collectMatches(
  patterns: readonly Pattern[],
  start: number,
  end: number,
  position: number,
  key: string,
  found: TrieValue[],
): void {
  const text = key.slice(position);
  const matching = patterns.slice(start, end).filter((pattern) => matchesGlob(pattern.key.slice(position), text));
  const open: Pattern[] = [];
  for (const pattern of matching) {
    for (let top = open.at(-1); top !== undefined && !pattern.key.startsWith(top.key); top = open.at(-1)) {
      open.pop();
      take(top.values, found);
    }
    open.push(pattern);
  }
  for (const pattern of open.reverse()) take(pattern.values, found);
}

/** One by one: as arguments of one call they would be on the stack, which engines hold 65 535 to 120 000 of. */
function take(values: readonly TrieValue[], found: TrieValue[]): void {
  for (const value of values) found.push(value);
}
