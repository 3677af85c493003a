/**
 * The binary index of depmod, written: from entries to the bytes of a modules.*.bin, in one pass over the sorted keys. The
 * format is in trie-format.ts. As kmod 34 does, a node stands before its children, so that each place is known before what follows.
 */

import { FormatError } from "../errors.ts";
import type { TextEntry } from "./sorted-patterns.ts";
import {
  HAS_CHILDREN,
  HAS_PREFIX,
  HAS_VALUES,
  LARGEST_INDEX,
  TRIE_HEADER_SIZE,
  TRIE_MAGIC,
  TRIE_VERSION,
} from "./trie-format.ts";

/** Entries from `from` up to `to`, which have their first `depth` bytes in common, and where the reference to their node belongs. */
interface Pending {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly slot: number;
}

/**
 * The index of these entries (7-bit ASCII), which are in insertion order. Throws `FormatError` with `name`, the index's, for a
 * byte that the format cannot hold and for an index of more than 256 MiB, which no reference could span.
 */
export function encodeTrie(entries: readonly TextEntry[], name: string): Uint8Array {
  for (const { key, value } of entries) {
    requireAscii(key, name);
    requireAscii(value, name);
  }
  const sorted = sortEntries(entries);
  const bytes = new GrowingBytes(name);
  bytes.u32(TRIE_MAGIC);
  bytes.u32(TRIE_VERSION);
  bytes.u32(TRIE_HEADER_SIZE);
  // Not recursive: keys that begin with one another nest as deep as they are long.
  const pending: Pending[] = sorted.length === 0 ? [] : [{ from: 0, to: sorted.length, depth: 0, slot: 8 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) writeNode(sorted, next, bytes, pending);
  return bytes.result();
}

/** By key, and the values of one key as they are stored. */
function sortEntries(entries: readonly TextEntry[]): readonly TextEntry[] {
  // Reversed, because sorting keeps the order of equals and the last inserted comes first.
  return entries.toReversed().sort((left, right) => {
    if (left.key !== right.key) return left.key < right.key ? -1 : 1;
    return left.priority - right.priority;
  });
}

/** Writes one node, enters it into its parent's slot, and leaves its children to be written next, in ascending order. */
function writeNode(sorted: readonly TextEntry[], node: Pending, bytes: GrowingBytes, pending: Pending[]): void {
  const { from, to, depth, slot } = node;
  const first = keyAt(sorted, from);
  // The root has no prefix, even where all keys begin alike.
  const end = slot === 8 ? 0 : commonLength(first, keyAt(sorted, to - 1), depth);
  let below = from;
  while (below < to && keyAt(sorted, below).length === end) below++;
  const hasPrefix = end > depth;
  const flags = (hasPrefix ? HAS_PREFIX : 0) + (below < to ? HAS_CHILDREN : 0) + (below > from ? HAS_VALUES : 0);
  bytes.setU32(slot, flags + bytes.length);
  if (hasPrefix) bytes.string(first, depth, end);
  if (below < to) writeSlots(sorted, { from: below, to, depth: end }, bytes, pending);
  if (below > from) writeValues(sorted, from, below, bytes);
}

/** The child table, still empty. */
function writeSlots(
  sorted: readonly TextEntry[],
  { from, to, depth }: Omit<Pending, "slot">,
  bytes: GrowingBytes,
  pending: Pending[],
): void {
  const first = keyAt(sorted, from).charCodeAt(depth);
  const last = keyAt(sorted, to - 1).charCodeAt(depth);
  bytes.u8(first);
  bytes.u8(last);
  const slots = bytes.length;
  bytes.skip(4 * (last - first + 1));
  for (let end = to; end > from; ) {
    const byte = keyAt(sorted, end - 1).charCodeAt(depth);
    let start = end - 1;
    while (start > from && keyAt(sorted, start - 1).charCodeAt(depth) === byte) start--;
    // What is pushed last is written first.
    pending.push({ from: start, to: end, depth: depth + 1, slot: slots + 4 * (byte - first) });
    end = start;
  }
}

function writeValues(sorted: readonly TextEntry[], from: number, to: number, bytes: GrowingBytes): void {
  bytes.u32(to - from);
  for (let at = from; at < to; at++) {
    const { priority, value } = sorted[at] as TextEntry;
    bytes.u32(priority);
    bytes.string(value, 0, value.length);
  }
}

function keyAt(sorted: readonly TextEntry[], at: number): string {
  return (sorted[at] as TextEntry).key;
}

/** How many bytes two keys share; they are known to share `from`. */
function commonLength(left: string, right: string, from: number): number {
  const limit = Math.min(left.length, right.length);
  let length = from;
  while (length < limit && left.charCodeAt(length) === right.charCodeAt(length)) length++;
  return length;
}

function requireAscii(text: string, name: string): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    const shown = `'${text[at]}'=0x${code.toString(16)}`;
    throw new FormatError(name, `bad character ${shown} - only 7-bit ASCII is supported:\n${text}`);
  }
}

/** Bytes that are appended, with integers in the format's byte order. */
class GrowingBytes {
  length = 0;
  readonly #name: string;
  #bytes = new Uint8Array(65_536);
  #view = new DataView(this.#bytes.buffer);

  constructor(name: string) {
    this.#name = name;
  }

  u8(value: number): void {
    const at = this.#extend(1);
    this.#bytes[at] = value;
  }

  u32(value: number): void {
    const at = this.#extend(4);
    this.#view.setUint32(at, value);
  }

  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value);
  }

  /** So many zeros. */
  skip(count: number): void {
    this.#extend(count);
  }

  /** The characters of a byte string from `from` up to `to`, and a NUL. */
  string(text: string, from: number, to: number): void {
    let at = this.#extend(to - from + 1);
    for (let character = from; character < to; character++) this.#bytes[at++] = text.charCodeAt(character);
  }

  result(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  /** Makes room for so many bytes more, which are zero; where they begin. */
  #extend(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > LARGEST_INDEX) throw new FormatError(this.#name, "the index would be larger than 256 MiB");
    if (this.length > this.#bytes.length) this.#grow();
    return at;
  }

  #grow(): void {
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
