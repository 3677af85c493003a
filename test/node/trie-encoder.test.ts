import fc from "fast-check";
import { expect, test } from "vitest";
import type { TextEntry } from "../../src/core/index/sorted-patterns.ts";
import { TrieEntries } from "../../src/core/index/trie-entries.ts";
import { encodeTrie, encodeTriePortably } from "../../src/core/index/trie-writer.ts";
import { nativeTrieEncoder } from "../../src/native/trie-encoder.ts";
import { findAddon } from "../../src/node/addon.ts";
import { describeUnless, lackOfAddon } from "../support/lack.ts";
import { trieEntries } from "../support/trie-entries.ts";

const ROOM = 512;

/** So many that the addon is asked; what comes first is what the test is about. */
function manyEntries(first: readonly TextEntry[]): readonly TextEntry[] {
  return [...first, ...Array.from({ length: 256 }, (_, at) => ({ key: `k${at}`, value: `v${at % 3}`, priority: at }))];
}

function expectSame(list: readonly TextEntry[]): void {
  const entries = trieEntries(list);
  const portable = encodeTriePortably(entries, "a");
  expect(Buffer.compare(nativeTrieEncoder(findAddon)(entries) as Uint8Array, portable)).toBe(0);
}

/** Keys of few letters, so that many are the same, begin with one another, or differ late. */
const entry = fc.record({
  key: fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 }),
    fc.string({ unit: fc.constantFrom("\x01", "a", "\x7f", "z"), maxLength: 3 }),
    fc.nat(40).map((length) => "pci:v0000".repeat(length)),
  ),
  value: fc.string({ unit: fc.constantFrom("m", "\x7f"), maxLength: 3 }),
  priority: fc.oneof(fc.nat(3), fc.constantFrom(0xffff_ffff, 0x8000_0000)),
});

describeUnless(lackOfAddon(), "nativeTrieEncoder(findAddon)", () => {
  test("makes the bytes that the portable writer makes", () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 256, maxLength: ROOM }), (entries) => expectSame(entries)),
      { numRuns: 200 },
    );
  });

  test("sorts thousands of keys that are the same, nest or are already sorted", () => {
    expectSame(Array.from({ length: 5000 }, (_, at) => ({ key: "same", value: `v${at}`, priority: at % 7 })));
    expectSame(Array.from({ length: 3000 }, (_, at) => ({ key: "a".repeat(at), value: "m", priority: 0 })));
    expectSame(Array.from({ length: 20_000 }, (_, at) => ({ key: `symbol:s${at}`, value: `v${at % 9}`, priority: 1 })));
    expectSame(manyEntries([{ key: "x".repeat(1_000_000), value: "y".repeat(1_000_000), priority: 0 }]));
    const long = "x".repeat(100_000);
    expectSame(manyEntries(["", "a", "b"].map((end) => ({ key: long + end, value: "", priority: 0 }))));
  });

  test("leaves it to the portable writer to say what is wrong", () => {
    for (const bad of [
      { key: "caf\xe9", value: "m", priority: 0 },
      { key: "m", value: "\x80", priority: 0 },
    ]) {
      const entries = trieEntries(manyEntries([bad]));
      expect(nativeTrieEncoder(findAddon)(entries)).toBeUndefined();
      expect(() => encodeTrie(entries, "a")).toThrow("a: bad character");
    }
    const large = new TrieEntries();
    const value = large.values.addText("v".repeat(1_000_000));
    for (let at = 0; at < 300; at++) {
      large.keys.appendText(`${at}`);
      large.end(value, 0);
    }
    expect(nativeTrieEncoder(findAddon)(large)).toBeUndefined();
    expect(() => encodeTrie(large, "a")).toThrow("a: the index would be larger than 256 MiB");
  });

  test("is not asked for a few entries", () => {
    expect(nativeTrieEncoder(findAddon)(trieEntries([{ key: "a", value: "m", priority: 0 }]))).toBeUndefined();
  });
});

describeUnless(lackOfAddon(), "the addon's `encodeTrie`", () => {
  const addon = findAddon();
  const words = (...numbers: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(numbers).buffer);
  const text = new Uint8Array([0x61]);
  const EINVAL = -22;
  type Arguments = Parameters<NonNullable<typeof addon>["encodeTrie"]>;
  const good: Arguments = [text, words(0, 1), 1, text, words(0, 1), 1, words(0), words(0)];
  const withArgument = (at: number, value: unknown): Arguments => good.with(at, value as number) as Arguments;

  test("refuses what are no entries", () => {
    expect(addon?.encodeTrie(...good)).toHaveLength(12 + 2 + 4 + 4 + 4 + 2);
    for (const starts of [words(0, 2), words(-1, 1), words(1, 0)]) {
      expect(addon?.encodeTrie(...withArgument(1, starts))).toBe(EINVAL);
      expect(addon?.encodeTrie(...withArgument(4, starts))).toBe(EINVAL);
    }
    for (const number of [-1, 1]) expect(addon?.encodeTrie(...withArgument(6, words(number)))).toBe(EINVAL);
  });

  test("throws for arguments of the wrong type, and for too few numbers", () => {
    for (let at = 0; at < good.length; at++) {
      expect(() => addon?.encodeTrie(...withArgument(at, "x")), `argument ${at}`).toThrow(TypeError);
    }
    for (const at of [1, 4, 6, 7]) expect(() => addon?.encodeTrie(...withArgument(at, text))).toThrow(RangeError);
    expect(() => addon?.encodeTrie(...withArgument(2, -1))).toThrow(TypeError);
    expect(() => addon?.encodeTrie(...withArgument(2, 2))).toThrow(RangeError);
    expect(() => addon?.encodeTrie(...(good.slice(1) as unknown as Arguments))).toThrow(TypeError);
  });
});
