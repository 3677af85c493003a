import { describe, expect, test } from "vitest";
import { FormatError } from "../../../src/core/errors.ts";
import { openTrie } from "../../../src/core/index/trie-reader.ts";
import { encodeTrie } from "../../../src/core/index/trie-writer.ts";
import { buildTrie } from "../../support/trie-builder.ts";
import { trieEntries } from "../../support/trie-entries.ts";

/** modules.alias.bin of kmod 34 for alpha (usb:v1*, usb:v12, fs-x) and beta (usb:v1*). */
const KMODS = [
  "b007f457000200012000000c6675c000004e000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000a0000060735f78000000000100000000616c70686100",
  "73623a7631002a324000008c00000000000000000000000000000000000000000000000000000000400000a300000002",
  "00000000616c706861000000000162657461000000000100000000616c70686100",
].join("");

describe("encodeTrie", () => {
  test("writes kmod 34's bytes", () => {
    const entries = [
      { key: "usb:v1*", value: "alpha", priority: 0 },
      { key: "usb:v12", value: "alpha", priority: 0 },
      { key: "fs_x", value: "alpha", priority: 0 },
      { key: "usb:v1*", value: "beta", priority: 1 },
    ];
    expect(Buffer.from(encodeTrie(trieEntries(entries), "a")).toString("hex")).toBe(KMODS);
  });

  test("writes a header whose root points at the end where there are no entries", () => {
    expect(Buffer.from(encodeTrie(trieEntries([]), "a")).toString("hex")).toBe("b007f457000200010000000c");
  });

  test("keeps the values of the empty key in the root, and the last of equal priority first", () => {
    const entries = ["a", "b", "a"].map((value) => ({ key: "", value, priority: 0 }));
    expect(encodeTrie(trieEntries(entries), "a")).toEqual(buildTrie(entries));
    expect([...openTrie(encodeTrie(trieEntries(entries), "a"), "a").entries()].map(({ value }) => value)).toEqual([
      "a",
      "b",
      "a",
    ]);
  });

  test("names a byte that the format cannot hold, in a key or a value", () => {
    const text = "a: bad character '\xe9'=0xe9 - only 7-bit ASCII is supported:\ncaf\xe9";
    expect(() => encodeTrie(trieEntries([{ key: "caf\xe9", value: "m", priority: 0 }]), "a")).toThrow(
      new FormatError("a", text.slice(3)),
    );
    expect(() => encodeTrie(trieEntries([{ key: "m", value: "caf\xe9", priority: 0 }]), "a")).toThrow(text);
  });

  test("writes keys that begin with one another, however many", () => {
    const entries = Array.from({ length: 3000 }, (_, at) => ({ key: "a".repeat(at), value: "m", priority: at }));
    const trie = openTrie(encodeTrie(trieEntries(entries), "a"), "a");
    expect(trie.lookup("a".repeat(2999))).toBe("m");
    expect(trie.lookup("a".repeat(3000))).toBeUndefined();
  });
});
