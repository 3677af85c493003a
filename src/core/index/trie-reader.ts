/**
 * Lookup and wildcard search in a binary index, straight over its bytes. The format is in trie-format.ts.
 *
 * In a wildcard search the stored keys are patterns and the key is plain text. Up to a pattern's first wildcard the
 * search goes down the tree as an exact lookup does; from there on it collects (trie-collect.ts).
 */

import { TrieBudget } from "./trie-budget.ts";
import { addValues, type Collection, collectMatches } from "./trie-collect.ts";
import {
  childReference,
  openTrieImage,
  readTrieNode,
  readTrieValues,
  type TrieImage,
  type TrieNode,
  type TrieValue,
} from "./trie-format.ts";
import { type ListedEntry, listEntries } from "./trie-listing.ts";

/** A map from key to values, byte strings, whichever file it was read from. */
export interface Trie {
  /** The first value of a key. */
  lookup(key: string): string | undefined;
  /**
   * The values of every stored pattern that matches `key` (normalised already), by ascending priority. Among equal
   * priorities the one found last comes first.
   */
  search(key: string): readonly string[];
  /** Everything whose key begins so: keys in byte order, values in stored order. */
  entries(prefix?: string): Iterable<{ readonly key: string; readonly value: string }>;
}

/** Both questions, answered by native code; a number where it does not, as where something is wrong with the index. */
export interface IndexSearch {
  lookUpIndex(index: Uint8Array, key: string): string | undefined | number;
  searchIndex(index: Uint8Array, key: string): readonly string[] | number;
}

let nativeSearch: IndexSearch | undefined;

/** Lets `search` be asked first from now on. Its answers are the same. */
export function useIndexSearch(search: IndexSearch): void {
  nativeSearch = search;
}

/** One that is read from a binary index. */
export interface BinaryTrie extends Trie {
  /** The same as `entries`, without the keys. */
  listing(): Iterable<ListedEntry>;
}

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b; // [
const WILDCARDS: readonly number[] = [STAR, QUESTION, OPEN];

/**
 * An index over the bytes of its file, which must not change. Throws FormatError for a bad header, and so does every
 * method for damage that it comes across. `source` is the file's name for messages.
 */
export function openTrie(bytes: Uint8Array, source: string): BinaryTrie {
  const image = openTrieImage(bytes, source);
  return {
    lookup(key) {
      const found = nativeSearch === undefined ? NOT_ASKED : nativeSearch.lookUpIndex(bytes, key);
      return typeof found === "number" ? lookupExact(image, key) : found;
    },
    search(key) {
      const found = nativeSearch === undefined ? NOT_ASKED : nativeSearch.searchIndex(bytes, key);
      return typeof found === "number" ? searchPatterns(image, key) : found;
    },
    *entries(prefix) {
      for (const listed of listEntries(image, prefix)) yield { key: listed.key(), value: listed.value };
    },
    listing: () => listEntries(image),
  };
}

const NOT_ASKED = -1;
const NOTHING: readonly string[] = [];

/** Sorts values in the order in which they were found into the order of a search's result. */
export function inSearchOrder(found: readonly TrieValue[]): readonly string[] {
  const [first] = found;
  if (first === undefined) return NOTHING;
  if (found.length === 1) return [first.value];
  return found
    .toReversed()
    .sort((left, right) => left.priority - right.priority)
    .map(({ value }) => value);
}

function lookupExact(image: TrieImage, key: string): string | undefined {
  let node = readTrieNode(image, image.root);
  for (let position = 0; node !== undefined; position++) {
    if (!prefixMatches(image, node, key, position)) return undefined;
    position += node.prefixEnd - node.prefix;
    if (position === key.length) return readTrieValues(image, node, 1)[0]?.value;
    node = readTrieNode(image, childReference(image, node, key.charCodeAt(position)));
  }
  return undefined;
}

function prefixMatches(image: TrieImage, node: TrieNode, key: string, position: number): boolean {
  for (let at = node.prefix; at < node.prefixEnd; at++) {
    if (image.bytes[at] !== key.charCodeAt(position + at - node.prefix)) return false;
  }
  return true;
}

function searchPatterns(image: TrieImage, key: string): readonly string[] {
  // A wildcard byte of the key itself is followed both as text and as pattern.
  const budget = new TrieBudget(image, 2 + countWildcards(key));
  const collection: Collection = { image, key, budget, found: [] };
  let node = readTrieNode(image, image.root);
  for (let position = 0; node !== undefined; position++) {
    const after = passPrefix(collection, node, position);
    if (after === undefined) break;
    position = after;
    collectChildren(collection, node, position);
    if (position === key.length) {
      addValues(collection, node);
      break;
    }
    node = readTrieNode(image, childReference(image, node, key.charCodeAt(position)));
  }
  return inSearchOrder(collection.found);
}

function isWildcard(byte: number): boolean {
  return byte === STAR || byte === QUESTION || byte === OPEN;
}

function countWildcards(key: string): number {
  let count = 0;
  for (let at = 0; at < key.length; at++) if (isWildcard(key.charCodeAt(at))) count++;
  return count;
}

/** The position in the key after the node's prefix; undefined where they differ or the prefix has a wildcard. */
function passPrefix(collection: Collection, node: TrieNode, position: number): number | undefined {
  const { image, key } = collection;
  let reached = position;
  for (let offset = node.prefix; offset < node.prefixEnd; offset++) {
    const byte = image.bytes[offset] as number;
    if (isWildcard(byte)) {
      collectMatches(collection, node, reached, { offset });
      return undefined;
    }
    if (byte !== key.charCodeAt(reached)) return undefined;
    reached++;
  }
  return reached;
}

function collectChildren(collection: Collection, node: TrieNode, position: number): void {
  for (const wildcard of WILDCARDS) {
    const child = readTrieNode(collection.image, childReference(collection.image, node, wildcard));
    if (child !== undefined) collectMatches(collection, child, position, { wildcard, offset: child.prefix });
  }
}
