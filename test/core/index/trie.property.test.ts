import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../../src/core/glob.ts";
import { openSortedPatterns } from "../../../src/core/index/sorted-patterns.ts";
import { openTrie } from "../../../src/core/index/trie-reader.ts";
import { encodeTrie } from "../../../src/core/index/trie-writer.ts";
import { indexFile } from "../../support/index-files.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";
import { buildTrie } from "../../support/trie-builder.ts";
import { trieEntries } from "../../support/trie-entries.ts";

const ALIASES = [..."ab*?", "[ab]", "[!a", "\\", "\\a", "]", "b*"];
const entry = fc.record({
  key: fc.string({ unit: fc.constantFrom(...ALIASES), maxLength: 6 }),
  value: fc.constantFrom("m1", "m2", "m3"),
  priority: fc.nat(3),
});
const indexes = fc.array(entry, { maxLength: 12 });
const plainKey = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 6 });
const anyKey = fc.string({ unit: fc.constantFrom(...ALIASES), maxLength: 5 });

test("`Trie.search` finds every pattern that matches, once, and nothing else", () => {
  fc.assert(
    fc.property(indexes, plainKey, (entries, key) => {
      // A backslash before the first wildcard is an ordinary byte for a search, unlike for a pattern.
      const literal = (pattern: string): string => /^[^*?[]*/.exec(pattern)?.[0] ?? "";
      const matching = entries.filter(({ key: pattern }) => {
        const head = literal(pattern);
        return key.startsWith(head) && matchesGlob(pattern.slice(head.length), key.slice(head.length));
      });
      const expected = matching.toSorted((left, right) => left.priority - right.priority);
      const found = openTrie(buildTrie(entries), "a").search(key);
      expect(found.toSorted()).toEqual(matching.map(({ value }) => value).sort());
      const priorities = expected.map(({ priority }) => priority);
      expect(found.length).toBe(priorities.length);
    }),
    PROPERTY_PARAMETERS,
  );
});

test("`openSortedPatterns` answers as the binary index in either order", () => {
  fc.assert(
    fc.property(indexes, fc.oneof(plainKey, anyKey), fc.constantFrom("pre", "post"), (entries, key, order) => {
      const trie = openTrie(buildTrie(entries, order), "a");
      const patterns = openSortedPatterns(entries);
      expect(patterns.search(key)).toEqual(trie.search(key));
      expect(patterns.lookup(key)).toBe(trie.lookup(key));
      expect([...patterns.entries()]).toEqual([...trie.entries()]);
    }),
    PROPERTY_PARAMETERS,
  );
});

test("`encodeTrie` writes what the description of the format asks for", () => {
  fc.assert(
    fc.property(indexes, (entries) => {
      expect(encodeTrie(trieEntries(entries), "a")).toEqual(buildTrie(entries));
    }),
    PROPERTY_PARAMETERS,
  );
});

const BINARIES = [
  ...["modules.alias.bin", "modules.dep.bin", "modules.symbols.bin", "modules.builtin.alias.bin"].map(indexFile),
  buildTrie(
    ["*", "a*b*", "a[0-2]*", "ab", "abc", "?b"].map((key, priority) => ({ key, value: "m", priority })),
    "post",
  ),
];
const KEYS = ["", "a", "abc", "a1b2", "*", "usb:v0001p0002d0003", "symbol:a", "pci:v00008086d0000100E", "fs_ext4"];

test("`openTrie` answers damaged indexes or throws FormatError", () => {
  fc.assert(
    fc.property(mutated(BINARIES), fc.oneof(fc.constantFrom(...KEYS), anyKey), (bytes, key) => {
      const trie = valueOrFormatError(() => openTrie(bytes, "a.bin"));
      if (trie instanceof Error) return;
      valueOrFormatError(() => trie.lookup(key));
      valueOrFormatError(() => trie.search(key));
      const listed = valueOrFormatError(() => [...trie.entries()]);
      // Every value takes five bytes at least, and none is read twice.
      if (!(listed instanceof Error)) expect(listed.length * 5).toBeLessThanOrEqual(bytes.length);
    }),
    PROPERTY_PARAMETERS,
  );
});
