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
export function hashOrder(names: ByteStrings, chosen: readonly number[], buckets: number): Int32Array {
  const { bytes, starts } = names;
  const bucketOf = Int32Array.from(
    chosen,
    (name) => superFastHash(bytes, starts[name] as number, starts[name + 1] as number) % buckets,
  );
  const ends = new Int32Array(buckets + 1);
  for (const bucket of bucketOf) ends[bucket + 1] = (ends[bucket + 1] as number) + 1;
  for (let bucket = 1; bucket <= buckets; bucket++)
    ends[bucket] = (ends[bucket] as number) + (ends[bucket - 1] as number);
  const order = new Int32Array(chosen.length);
  for (let at = 0; at < chosen.length; at++) {
    const bucket = bucketOf[at] as number;
    const place = ends[bucket] as number;
    ends[bucket] = place + 1;
    order[place] = chosen[at] as number;
  }
  // Now each bucket's number leads to where the bucket ends.
  for (let bucket = 0; bucket < buckets; bucket++)
    sortPart(names, order, ends[bucket - 1] ?? 0, ends[bucket] as number);
  return order;
}

/** More than this in one bucket is no accident, and not sorted by insertion. */
const CROWD = 64;

/** By insertion: a bucket has few. */
function sortPart(names: ByteStrings, order: Int32Array, from: number, to: number): void {
  if (to - from > CROWD) {
    order.subarray(from, to).sort((left, right) => names.compare(left, right));
    return;
  }
  for (let next = from + 1; next < to; next++) {
    const name = order[next] as number;
    let at = next;
    for (; at > from && names.compare(order[at - 1] as number, name) > 0; at--) order[at] = order[at - 1] as number;
    order[at] = name;
  }
}
