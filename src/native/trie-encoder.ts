/** Binary indexes written by native code, in place of the core's portable writer. */

import type { TrieEncoder } from "../core/index/trie-writer.ts";
import { bytesOf, partsOf } from "./arrays.ts";
import type { NativeFunctions } from "./functions.ts";

/** Loading an addon takes as long as writing so many entries. */
const FEW_ENTRIES = 256;

/** An encoder by the functions that `find` gives, which is asked only where there are many entries. */
export function nativeTrieEncoder(find: () => NativeFunctions | undefined): TrieEncoder {
  return ({ keys, values, valueNumbers, priorities }) => {
    const native = keys.count < FEW_ENTRIES ? undefined : find();
    if (native === undefined) return undefined;
    const index = native.encodeTrie(...partsOf(keys), ...partsOf(values), bytesOf(valueNumbers), bytesOf(priorities));
    return typeof index === "number" ? undefined : index;
  };
}
