/** Sorting tens of thousands of byte strings that begin alike: by one byte at a time, so that no byte is looked at twice. */

import type { ByteStrings } from "../byte-strings.ts";

/** So few are sorted faster by comparing them. */
const FEW = 24;

/** Numbers of strings, from `from` up to `to`, that have their first `depth` bytes in common. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** The numbers of all strings, as strcmp(3) orders them; equal ones stay in ascending order. */
export function sortKeys(keys: ByteStrings): Int32Array {
  const order = Int32Array.from({ length: keys.count }, (_, number) => number);
  const other = new Int32Array(order.length);
  const pending: Part[] = [{ from: 0, to: order.length, depth: 0 }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part.to - part.from <= FEW) insert(keys, order, part);
    else distribute(keys, order, other, part, pending);
  }
  return order;
}

/** Insertion sort. */
function insert(keys: ByteStrings, order: Int32Array, { from, to, depth }: Part): void {
  for (let next = from + 1; next < to; next++) {
    const key = order[next] as number;
    let at = next;
    for (; at > from && keys.compare(order[at - 1] as number, key, depth) > 0; at--)
      order[at] = order[at - 1] as number;
    order[at] = key;
  }
}

/** 0 for a string that ends here, else its byte and one. */
function bucketOf({ bytes, starts }: ByteStrings, key: number, depth: number): number {
  const at = (starts[key] as number) + depth;
  return at === starts[key + 1] ? 0 : (bytes[at] as number) + 1;
}

/** How many of a part's strings have each next byte, and one further: bucket 0 is counted in element 1. */
function count(keys: ByteStrings, order: Int32Array, { from, to }: Part, depth: number): Int32Array {
  const counts = new Int32Array(258);
  const { bytes, starts } = keys;
  for (let at = from; at < to; at++) {
    const key = order[at] as number;
    const place = (starts[key] as number) + depth;
    const bucket = place === starts[key + 1] ? 1 : (bytes[place] as number) + 2;
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return counts;
}

/** Puts a part in the order of the first byte in which its strings differ; what has that byte in common is left to be sorted further. */
function distribute(keys: ByteStrings, order: Int32Array, other: Int32Array, part: Part, pending: Part[]): void {
  const { from, to } = part;
  let { depth } = part;
  let ends = count(keys, order, part, depth);
  // All alike, and none ends here: there is nothing to move.
  while (ends[1] === 0 && ends[bucketOf(keys, order[from] as number, depth) + 1] === to - from) {
    depth++;
    ends = count(keys, order, part, depth);
  }
  for (let bucket = 1; bucket < 258; bucket++) ends[bucket] = (ends[bucket] as number) + (ends[bucket - 1] as number);
  for (let at = from; at < to; at++) {
    const key = order[at] as number;
    const bucket = bucketOf(keys, key, depth);
    const place = ends[bucket] as number;
    ends[bucket] = place + 1;
    other[from + place] = key;
  }
  order.set(other.subarray(from, to), from);
  // Now each bucket's number leads to where the bucket ends.
  for (let bucket = 1; bucket < 257; bucket++) {
    const start = from + (ends[bucket - 1] as number);
    const end = from + (ends[bucket] as number);
    if (end - start > 1) pending.push({ from: start, to: end, depth: depth + 1 });
  }
}
