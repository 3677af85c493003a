/**
 * The binary index of depmod (modules.*.bin): a radix tree from key to a list of (priority, value).
 *
 * All integers are unsigned, big-endian and unaligned; strings end in NUL.
 *
 *     0   u32 magic   0xB007F457
 *     4   u32 version 0x00020001 (major 2 in the high half; the minor does not matter to a reader)
 *     8   u32 reference of the root
 *     12  nodes, in any order
 *
 * A reference is the file offset of a node in the low 28 bits, and flags that say which parts the node has. The
 * parts, in this order:
 *
 *     prefix    bytes, NUL                                       flag 8
 *     children  u8 first, u8 last, u32 reference[last-first+1]   flag 2; slot k is for the byte first+k, 0 is none
 *     values    u32 count, count x (u32 priority, bytes, NUL)    flag 4
 *
 * A node stands for its parent's text + the byte of its slot + its own prefix. kmod 30 to 33 write a node after its
 * children, 34 and later before them.
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";

export const TRIE_MAGIC = 0xb007f457;
export const TRIE_MAJOR = 2;
/** What we write: major 2, minor 1. */
export const TRIE_VERSION = 0x00020001;
/** Bytes before the nodes. */
export const TRIE_HEADER_SIZE = 12;

export const HAS_PREFIX = 0x80000000;
export const HAS_VALUES = 0x40000000;
export const HAS_CHILDREN = 0x20000000;
const OFFSET_MASK = 0x0fffffff;

/** Bytes that a reference can span. */
export const LARGEST_INDEX: number = OFFSET_MASK;

/** Where the parts of a node lie in the file. */
export interface TrieNode {
  /** The prefix, from `prefix` up to `prefixEnd`; equal where it is empty. */
  readonly prefix: number;
  readonly prefixEnd: number;
  /** The smallest and largest byte that a child may have; `first` is greater than `last` where there is none. */
  readonly first: number;
  readonly last: number;
  /** Offset of the first slot. */
  readonly slots: number;
  /** Offset of the number of values; 0 where the node has none. */
  readonly values: number;
}

export interface TrieValue {
  readonly priority: number;
  readonly value: string;
}

/**
 * A checked view of an index in memory. References are taken as signed: flag 8 would make most of them numbers that
 * engines keep on the heap, and slow keys of a map.
 */
export interface TrieImage {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly source: string;
  readonly root: number;
  /** Nodes read so far, by reference: every lookup begins with the same few. */
  readonly known: Map<number, TrieNode>;
}

/**
 * Checks the header of an index. `source` is the file's name for messages. Throws FormatError; its `detail` is
 * kmod's text where the magic number or the version is wrong.
 */
export function openTrieImage(bytes: Uint8Array, source: string): TrieImage {
  if (bytes.length < TRIE_HEADER_SIZE) {
    throw new FormatError(source, `index of ${bytes.length} bytes is shorter than its header of ${TRIE_HEADER_SIZE}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic !== TRIE_MAGIC) {
    throw new FormatError(source, `magic check fail: ${magic.toString(16)} instead of ${TRIE_MAGIC.toString(16)}`);
  }
  const major = view.getUint16(4);
  if (major !== TRIE_MAJOR) {
    throw new FormatError(source, `major version check fail: ${major} instead of ${TRIE_MAJOR}`);
  }
  return { bytes, view, source, root: view.getInt32(8), known: new Map() };
}

/** More nodes than these are read anew: the first ones are those that all lookups share. */
const MOST_KNOWN = 4096;

/**
 * The node that a reference points to; undefined for an empty slot, and for the root of an empty index, which points
 * at the end of the file. Throws FormatError for a reference or a node that leaves the file and for a child table whose
 * bounds make no sense: kmod takes these for "no node", and what it then does not find is a wrong answer.
 */
export function readTrieNode(image: TrieImage, reference: number): TrieNode | undefined {
  if ((reference & OFFSET_MASK) === 0) return undefined;
  const known = image.known.get(reference);
  if (known !== undefined) return known;
  const node = decodeTrieNode(image, reference);
  if (node !== undefined && image.known.size < MOST_KNOWN) image.known.set(reference, node);
  return node;
}

function decodeTrieNode(image: TrieImage, reference: number): TrieNode | undefined {
  const { bytes, source } = image;
  const prefix = reference & OFFSET_MASK;
  if (prefix >= bytes.length) {
    if (reference === prefix) return undefined;
    throw new FormatError(source, `reference to ${prefix} leaves the file of ${bytes.length} bytes`);
  }
  if (prefix < TRIE_HEADER_SIZE) throw new FormatError(source, "node lies inside the header", "EINVAL", prefix);
  let at = prefix;
  let prefixEnd = prefix;
  if (reference & HAS_PREFIX) {
    prefixEnd = stringEnd(image, prefix);
    at = prefixEnd + 1;
  }
  let first = 1;
  let last = 0;
  const slots = at + 2;
  if (reference & HAS_CHILDREN) {
    first = requireBytes(image, at, 2).getUint8(at);
    last = image.view.getUint8(at + 1);
    if (first > last || last >= 128) throw new FormatError(source, `children from ${first} to ${last}`, "EINVAL", at);
    at = slots + 4 * (last - first + 1);
    requireBytes(image, at, 0);
  }
  return { prefix, prefixEnd, first, last, slots, values: reference & HAS_VALUES ? at : 0 };
}

/** The reference in the slot for `byte`; 0 where the node has no such child. */
export function childReference(image: TrieImage, node: TrieNode, byte: number): number {
  if (byte < node.first || byte > node.last) return 0;
  return image.view.getInt32(node.slots + 4 * (byte - node.first));
}

/** The values of a node in stored order, at most `limit` of them. Throws FormatError where they leave the file. */
export function readTrieValues(image: TrieImage, node: TrieNode, limit: number = Infinity): readonly TrieValue[] {
  if (node.values === 0) return [];
  const count = requireBytes(image, node.values, 4).getUint32(node.values);
  let at = node.values + 4;
  // Every value takes five bytes at least, so a count beyond that is found before anything is read.
  requireBytes(image, at, 5 * count);
  const values: TrieValue[] = [];
  while (values.length < count && values.length < limit) {
    const priority = requireBytes(image, at, 5).getUint32(at);
    const end = stringEnd(image, at + 4);
    values.push({ priority, value: toByteString(image.bytes, at + 4, end) });
    at = end + 1;
  }
  return values;
}

/** Bytes that a node takes in the file without its values; at least one, so that every visit counts. */
export function trieNodeSize(node: TrieNode): number {
  return node.prefixEnd - node.prefix + 4 * Math.max(0, node.last - node.first + 1) + 1;
}

function stringEnd(image: TrieImage, start: number): number {
  const end = image.bytes.indexOf(0, start);
  if (end < 0) throw new FormatError(image.source, "string without an end", "EINVAL", start);
  return end;
}

function requireBytes(image: TrieImage, offset: number, length: number): DataView {
  if (offset + length > image.bytes.length) {
    throw new FormatError(image.source, "node runs past the end of the file", "EINVAL", offset);
  }
  return image.view;
}
