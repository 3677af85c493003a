import type { TextEntry } from "../../src/core/index/sorted-patterns.ts";
import { TrieEntries } from "../../src/core/index/trie-entries.ts";

/** These entries, in insertion order. */
export function trieEntries(list: readonly TextEntry[]): TrieEntries {
  const entries = new TrieEntries();
  for (const { key, value, priority } of list) entries.add(key, value, priority);
  return entries;
}
