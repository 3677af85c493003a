/**
 * The binary index of depmod, written: from entries to the bytes of a modules.*.bin, in one pass over the sorted keys. The
 * format is in trie-format.ts. As kmod 34 does, a node stands before its children, so that each place is known before what follows.
 */

import type { ByteStrings } from "../byte-strings.ts";
import { FormatError } from "../errors.ts";
import { GrowingBytes } from "../growing-bytes.ts";
import { sortKeys } from "./sort-keys.ts";
import type { TrieEntries } from "./trie-entries.ts";
import {
  HAS_CHILDREN,
  HAS_PREFIX,
  HAS_VALUES,
  LARGEST_INDEX,
  TRIE_HEADER_SIZE,
  TRIE_MAGIC,
  TRIE_VERSION,
} from "./trie-format.ts";

/** Sorted entries from `from` up to `to`, which have their first `depth` bytes in common, and where the reference to their node belongs. */
interface Pending {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly slot: number;
}

/** Where the reference to the root belongs. */
const ROOT_SLOT = 8;

/** Makes what `encodeTrie` makes, of entries that fit; undefined for others, and where it cannot. */
export type TrieEncoder = (entries: TrieEntries) => Uint8Array | undefined;

let engineEncoder: TrieEncoder | undefined;

/**
 * Lets an edition put native code in place of the portable writer, which spends most of a depmod's time before the engine has compiled it. It must give the
 * same bytes.
 */
export function useTrieEncoder(encoder: TrieEncoder): void {
  engineEncoder = encoder;
}

/**
 * The index of these entries (7-bit ASCII). Throws `FormatError` with `name`, the index's, for a byte that the format cannot
 * hold and for an index of more than 256 MiB, which no reference could span.
 */
export function encodeTrie(entries: TrieEntries, name: string): Uint8Array {
  return engineEncoder?.(entries) ?? encodeTriePortably(entries, name);
}

/** `encodeTrie` as any engine can do it, and finds out what is wrong with entries. */
export function encodeTriePortably(entries: TrieEntries, name: string): Uint8Array {
  requireAscii(entries, name);
  return new TrieWriter(entries, name).write();
}

class TrieWriter {
  readonly #entries: TrieEntries;
  readonly #keys: ByteStrings;
  /** Numbers of entries, by key. */
  readonly #sorted: Int32Array;
  readonly #out: GrowingBytes;
  readonly #pending: Pending[] = [];

  constructor(entries: TrieEntries, name: string) {
    this.#entries = entries;
    this.#keys = entries.keys;
    this.#sorted = sortKeys(entries.keys);
    const tooLarge = (): Error => new FormatError(name, "the index would be larger than 256 MiB");
    this.#out = new GrowingBytes(roomFor(entries), LARGEST_INDEX, tooLarge);
  }

  write(): Uint8Array {
    this.#out.u32(TRIE_MAGIC);
    this.#out.u32(TRIE_VERSION);
    this.#out.u32(TRIE_HEADER_SIZE);
    const count = this.#sorted.length;
    // Not recursive: keys that begin with one another nest as deep as they are long.
    if (count > 0) this.#pending.push({ from: 0, to: count, depth: 0, slot: ROOT_SLOT });
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) this.#writeNode(next);
    return this.#out.result();
  }

  /** Writes one node, enters it into its parent's slot, and leaves its children to be written next, in ascending order. */
  #writeNode({ from, to, depth, slot }: Pending): void {
    const out = this.#out;
    const start = this.#startAt(from);
    // The root has no prefix, even where all keys begin alike.
    const end = slot === ROOT_SLOT ? 0 : this.#commonLength(from, to - 1, depth);
    let below = from;
    while (below < to && this.#lengthAt(below) === end) below++;
    const hasPrefix = end > depth;
    const flags = (hasPrefix ? HAS_PREFIX : 0) + (below < to ? HAS_CHILDREN : 0) + (below > from ? HAS_VALUES : 0);
    out.setU32(slot, flags + out.length);
    if (hasPrefix) {
      out.append(this.#keys.bytes, start + depth, start + end);
      out.u8(0);
    }
    if (below < to) this.#writeSlots(below, to, end);
    if (below > from) this.#writeValues(from, below);
  }

  /** The child table, still empty. */
  #writeSlots(from: number, to: number, depth: number): void {
    const out = this.#out;
    const first = this.#byteAt(from, depth);
    const last = this.#byteAt(to - 1, depth);
    out.u8(first);
    out.u8(last);
    const slots = out.length;
    out.skip(4 * (last - first + 1));
    for (let end = to; end > from; ) {
      const byte = this.#byteAt(end - 1, depth);
      let start = end - 1;
      while (start > from && this.#byteAt(start - 1, depth) === byte) start--;
      // What is pushed last is written first.
      this.#pending.push({ from: start, to: end, depth: depth + 1, slot: slots + 4 * (byte - first) });
      end = start;
    }
  }

  #writeValues(from: number, to: number): void {
    const { values } = this.#entries;
    this.#out.u32(to - from);
    if (to - from > 1) this.#sortValues(from, to);
    for (let at = from; at < to; at++) {
      const entry = this.#sorted[at] as number;
      const value = this.#entries.valueOf(entry);
      this.#out.u32(this.#entries.priorityOf(entry));
      this.#out.append(values.bytes, values.start(value), values.start(value + 1));
      this.#out.u8(0);
    }
  }

  /** Entries of one key by priority; of the same priority the last inserted comes first. */
  #sortValues(from: number, to: number): void {
    const entries = this.#entries;
    this.#sorted
      .subarray(from, to)
      .sort((left, right) => entries.priorityOf(left) - entries.priorityOf(right) || right - left);
  }

  #startAt(at: number): number {
    return this.#keys.start(this.#sorted[at] as number);
  }

  #lengthAt(at: number): number {
    const key = this.#sorted[at] as number;
    return this.#keys.start(key + 1) - this.#keys.start(key);
  }

  #byteAt(at: number, depth: number): number {
    return this.#keys.bytes[this.#startAt(at) + depth] as number;
  }

  /** How many bytes two keys share; they are known to share `from`. */
  #commonLength(left: number, right: number, from: number): number {
    const { bytes } = this.#keys;
    const start = this.#startAt(left);
    const other = this.#startAt(right);
    const limit = Math.min(this.#lengthAt(left), this.#lengthAt(right));
    let length = from;
    while (length < limit && bytes[start + length] === bytes[other + length]) length++;
    return length;
  }
}

/** Bytes that the index will hardly exceed. */
function roomFor({ keys, count }: TrieEntries): number {
  return Math.min(LARGEST_INDEX, 4096 + keys.length + 32 * count);
}

/** The first entry that does not fit is named. */
function requireAscii(entries: TrieEntries, name: string): void {
  const { keys, values, count } = entries;
  if (isAscii(keys) && isAscii(values)) return;
  for (let entry = 0; entry < count; entry++) {
    requireAsciiString(keys, entry, name);
    requireAsciiString(values, entries.valueOf(entry), name);
  }
}

/** Four bytes at a time: there are millions, and hardly ever one to find. */
function isAscii({ bytes, length }: ByteStrings): boolean {
  const words = new Uint32Array(bytes.buffer, 0, length >> 2);
  for (let at = 0; at < words.length; at++) if (((words[at] as number) & 0x8080_8080) !== 0) return false;
  return bytes.subarray(words.length * 4, length).every((byte) => byte < 0x80);
}

function requireAsciiString(strings: ByteStrings, string: number, name: string): void {
  const byte = firstHighByte(strings, string, string + 1);
  if (byte === undefined) return;
  const shown = `'${String.fromCharCode(byte)}'=0x${byte.toString(16)}`;
  const text = strings.text(string);
  throw new FormatError(name, `bad character ${shown} - only 7-bit ASCII is supported:\n${text}`);
}

/** The first byte above 0x7f in the strings from `from` up to `to`. */
function firstHighByte(strings: ByteStrings, from: number, to: number): number | undefined {
  return strings.bytes.subarray(strings.start(from), strings.start(to)).find((byte) => byte > 0x7f);
}
