/**
 * The order of kmod's hash tables, in which depmod lists what nothing else puts in order: modules that modules.order does not
 * name, and symbols. Buckets ascending, names in byte order within a bucket.
 */

import { compareBytes } from "../bytes.ts";

/** What each table of depmod has. */
export const MODULE_BUCKETS = 512;
export const SYMBOL_BUCKETS = 2048;

/**
 * Paul Hsieh's "SuperFastHash" of a byte string, as a little-endian machine with signed characters computes it: on
 * all machines alike, so that a tree has the same indexes wherever they are made.
 */
export function superFastHash(key: string): number {
  const { length } = key;
  let hash = length | 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    hash = (hash + pair(key, at)) | 0;
    hash = (hash << 16) ^ ((pair(key, at + 2) << 11) ^ hash);
    hash = (hash + (hash >>> 11)) | 0;
  }
  return finish(addRest(hash, key, at));
}

/** The last one to three bytes, which do not fill a group. */
function addRest(hash: number, key: string, at: number): number {
  switch (key.length - at) {
    case 3: {
      const sum = (hash + pair(key, at)) | 0;
      const mixed = sum ^ (sum << 16) ^ (key.charCodeAt(at + 2) << 18);
      return (mixed + (mixed >>> 11)) | 0;
    }
    case 2: {
      const sum = (hash + pair(key, at)) | 0;
      const mixed = sum ^ (sum << 11);
      return (mixed + (mixed >>> 17)) | 0;
    }
    case 1: {
      const sum = (hash + ((key.charCodeAt(at) << 24) >> 24)) | 0;
      const mixed = sum ^ (sum << 10);
      return (mixed + (mixed >>> 1)) | 0;
    }
    default:
      return hash;
  }
}

function finish(rest: number): number {
  let hash = rest ^ (rest << 3);
  hash = (hash + (hash >>> 5)) | 0;
  hash ^= hash << 4;
  hash = (hash + (hash >>> 17)) | 0;
  hash ^= hash << 25;
  return (hash + (hash >>> 6)) >>> 0;
}

/** Two bytes as a little-endian number. */
function pair(key: string, at: number): number {
  return key.charCodeAt(at) | (key.charCodeAt(at + 1) << 8);
}

/** Items in the order that a table of so many buckets gives their names, which are byte strings. */
export function hashOrder<Item>(items: Iterable<Item>, buckets: number, nameOf: (item: Item) => string): Item[] {
  const table: Item[][] = Array.from({ length: buckets }, () => []);
  for (const item of items) table[superFastHash(nameOf(item)) % buckets]?.push(item);
  return table.flatMap((bucket) => bucket.sort((left, right) => compareBytes(nameOf(left), nameOf(right))));
}
