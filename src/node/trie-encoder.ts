/** Binary indexes written by the addon, in place of the core's portable writer. */

import type { TrieEncoder } from "../core/index/trie-writer.ts";
import { findAddon } from "./addon.ts";
import { bytesOf, partsOf } from "./addon-arrays.ts";

/** Loading the addon takes as long as writing so many entries. */
const FEW_ENTRIES = 256;

export const encodeTrieByAddon: TrieEncoder = (entries) => {
  const { keys, values, valueNumbers, priorities } = entries;
  const addon = keys.count < FEW_ENTRIES ? undefined : findAddon();
  if (addon === undefined) return undefined;
  const index = addon.encodeTrie(...partsOf(keys), ...partsOf(values), bytesOf(valueNumbers), bytesOf(priorities));
  return typeof index === "number" ? undefined : index;
};
