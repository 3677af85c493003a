/** Binary indexes written by the addon, in place of the core's portable writer. */

import type { ByteStrings } from "../core/byte-strings.ts";
import type { TrieEncoder } from "../core/index/trie-writer.ts";
import { findAddon } from "./addon.ts";

/** Loading the addon takes as long as writing so many entries. */
const FEW_ENTRIES = 256;

export const encodeTrieByAddon: TrieEncoder = (entries) => {
  const { keys, values, valueNumbers, priorities } = entries;
  const addon = keys.count < FEW_ENTRIES ? undefined : findAddon();
  if (addon === undefined) return undefined;
  const index = addon.encodeTrie(...partsOf(keys), ...partsOf(values), bytesOf(valueNumbers), bytesOf(priorities));
  return typeof index === "number" ? undefined : index;
};

function partsOf({ bytes, length, starts, count }: ByteStrings): [Uint8Array, Uint8Array, number] {
  return [bytes.subarray(0, length), bytesOf(starts), count];
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
