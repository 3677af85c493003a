/**
 * An encoder of the binary index format for tests, from plain entries. It is written from the format's description
 * and shares no code with the reader; see src/core/index/trie-format.ts for the layout.
 */

import { fromByteString } from "../../src/core/bytes.ts";

export interface BuilderEntry {
  readonly key: string;
  readonly value: string;
  readonly priority: number;
}

/** `pre`: a node before its children (kmod 34); `post`: after them (kmod 30 to 33). */
export type NodeOrder = "pre" | "post";

interface BuilderNode {
  readonly prefix: string;
  readonly children: ReadonlyMap<number, BuilderNode>;
  readonly values: readonly BuilderEntry[];
}

/** The bytes of an index with these entries, in insertion order. */
export function buildTrie(entries: readonly BuilderEntry[], order: NodeOrder = "pre"): Uint8Array {
  const sorted = entries
    .map((entry, position) => ({ entry, position }))
    .sort((left, right) => left.entry.priority - right.entry.priority || right.position - left.position)
    .map(({ entry }) => entry);
  const root = sorted.length === 0 ? undefined : toNode(sorted, "", 0);
  const chunks: Uint8Array[] = [];
  let end = 12;
  const append = (bytes: Uint8Array): number => {
    chunks.push(bytes);
    end += bytes.length;
    return end - bytes.length;
  };
  const reference = root === undefined ? 12 : place(root, order, append);
  const bytes = new Uint8Array(end);
  bytes.set([...u32(0xb007f457), ...u32(0x00020001), ...u32(reference)]);
  let at = 12;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The node for entries whose keys agree before `depth`; the root's prefix is always empty. */
function toNode(entries: readonly BuilderEntry[], prefix: string, depth: number): BuilderNode {
  const values = entries.filter(({ key }) => key.length === depth);
  const children = new Map<number, BuilderNode>();
  const longer = entries.filter(({ key }) => key.length > depth);
  const bytes = [...new Set(longer.map(({ key }) => key.charCodeAt(depth)))].sort((left, right) => left - right);
  for (const byte of bytes) {
    const below = longer.filter(({ key }) => key.charCodeAt(depth) === byte);
    const shared = commonLength(below.map(({ key }) => key));
    children.set(byte, toNode(below, (below[0]?.key ?? "").slice(depth + 1, shared), shared));
  }
  return { prefix, children, values };
}

function commonLength(keys: readonly string[]): number {
  const [first = ""] = keys;
  let length = 0;
  while (length < first.length && keys.every((key) => key[length] === first[length])) length++;
  return length;
}

/** Writes a node and everything below it; its reference. */
function place(node: BuilderNode, order: NodeOrder, append: (bytes: Uint8Array) => number): number {
  let own: number;
  if (order === "pre") {
    const bytes = encode(node, new Map());
    own = append(bytes);
    const references = placeChildren(node, order, append);
    bytes.set(encode(node, references));
  } else {
    const references = placeChildren(node, order, append);
    own = append(encode(node, references));
  }
  const flags = (node.prefix ? 8 : 0) | (node.values.length > 0 ? 4 : 0) | (node.children.size > 0 ? 2 : 0);
  return flags * 0x10000000 + own;
}

function placeChildren(
  node: BuilderNode,
  order: NodeOrder,
  append: (bytes: Uint8Array) => number,
): Map<number, number> {
  return new Map([...node.children].map(([byte, child]) => [byte, place(child, order, append)]));
}

function encode(node: BuilderNode, references: ReadonlyMap<number, number>): Uint8Array {
  const bytes: number[] = [];
  if (node.prefix !== "") bytes.push(...fromByteString(node.prefix), 0);
  const used = [...node.children.keys()];
  if (used.length > 0) {
    const [first, last] = [Math.min(...used), Math.max(...used)];
    bytes.push(first, last);
    for (let byte = first; byte <= last; byte++) bytes.push(...u32(references.get(byte) ?? 0));
  }
  if (node.values.length > 0) {
    bytes.push(...u32(node.values.length));
    for (const { priority, value } of node.values) bytes.push(...u32(priority), ...fromByteString(value), 0);
  }
  return Uint8Array.from(bytes);
}

function u32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
