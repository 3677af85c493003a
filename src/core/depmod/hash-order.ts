/**
 * The order of kmod's hash tables, in which depmod lists what nothing else puts in order: modules that modules.order does not
 * name, and symbols. Buckets ascending, names in byte order within a bucket.
 */

import type { ByteStrings } from "../byte-strings.ts";

/** What each table of depmod has. */
export const MODULE_BUCKETS = 512;
export const SYMBOL_BUCKETS = 2048;

/**
 * Paul Hsieh's "SuperFastHash" of the bytes from `from` up to `to`, as a little-endian machine with signed characters computes it:
 * on all machines alike, so that a tree has the same indexes wherever they are made.
 */
export function superFastHash(bytes: Uint8Array, from: number, to: number): number {
  let hash = (to - from) | 0;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    hash = (hash + pair(bytes, at)) | 0;
    hash = (hash << 16) ^ ((pair(bytes, at + 2) << 11) ^ hash);
    hash = (hash + (hash >>> 11)) | 0;
  }
  return finish(addRest(hash, bytes, at, to - at));
}

/** The last one to three bytes, which do not fill a group. */
function addRest(hash: number, bytes: Uint8Array, at: number, left: number): number {
  switch (left) {
    case 3: {
      const sum = (hash + pair(bytes, at)) | 0;
      const mixed = sum ^ (sum << 16) ^ ((bytes[at + 2] as number) << 18);
      return (mixed + (mixed >>> 11)) | 0;
    }
    case 2: {
      const sum = (hash + pair(bytes, at)) | 0;
      const mixed = sum ^ (sum << 11);
      return (mixed + (mixed >>> 17)) | 0;
    }
    case 1: {
      const sum = (hash + (((bytes[at] as number) << 24) >> 24)) | 0;
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
function pair(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

/** Numbers of `names`, those in `chosen`, in the order that a table of so many buckets gives them. */
export function hashOrder(names: ByteStrings, chosen: readonly number[], buckets: number): readonly number[] {
  const table: number[][] = [];
  for (const name of chosen) {
    const bucket = superFastHash(names.bytes, names.start(name), names.start(name + 1)) % buckets;
    const others = table[bucket];
    if (others === undefined) table[bucket] = [name];
    else others.push(name);
  }
  return table.flatMap((bucket) =>
    bucket.length === 1 ? bucket : bucket.sort((left, right) => names.compare(left, right)),
  );
}
