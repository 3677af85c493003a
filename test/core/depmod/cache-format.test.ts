import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteStrings } from "../../../src/core/byte-strings.ts";
import { type CachedTree, decodeCache, encodeCache } from "../../../src/core/depmod/cache-format.ts";
import { mutated, PROPERTY_PARAMETERS } from "../../support/mutations.ts";

function stringsOf(list: readonly string[]): ByteStrings {
  const strings = new ByteStrings();
  for (const text of list) strings.addText(text);
  return strings;
}

const textsOf = (strings: ByteStrings): readonly string[] =>
  Array.from({ length: strings.count }, (_, at) => strings.text(at));

const TREE: CachedTree = {
  paths: stringsOf(["/m/a.ko", "/m/b.ko", "/m"]),
  identities: Float64Array.from({ length: 14 }, (_, at) => at * 1.5),
  facts: Int32Array.of(0, 1, 1, 3, 0, 2, 2, 2, 2, 2, 3, 3, 3, 3, 2, 3, 0, 0, 0, 0),
  names: stringsOf(["x", "", "long_name"]),
  strings: stringsOf(["pci:*", "caf\xe9", "z"]),
  numbers: Int32Array.of(2, 4, 5),
  files: Float64Array.of(1, 2, 3),
  age: 0.25,
};

function plain(tree: CachedTree | undefined): unknown {
  if (tree === undefined) return undefined;
  const { paths, names, strings, ...rest } = tree;
  return { ...rest, paths: textsOf(paths), names: textsOf(names), strings: textsOf(strings) };
}

/** The words of a cache with its checksum made right again. */
function resigned(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array(bytes.slice().buffer);
  let sum = words.length;
  for (let at = 0; at < words.length; at++) {
    if (at !== 3) sum = (Math.imul(sum ^ (words[at] as number), 0x9e37_79b1) + ((sum >>> 15) ^ at)) | 0;
  }
  words[3] = sum;
  return new Uint8Array(words.buffer);
}

describe("a cache", () => {
  test("says what was put into it, wherever its bytes lie", () => {
    const bytes = encodeCache(TREE);
    expect(plain(decodeCache(bytes))).toEqual(plain(TREE));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(plain(decodeCache(shifted.subarray(3)))).toEqual(plain(TREE));
  });

  test("of nothing is possible", () => {
    const empty: CachedTree = {
      paths: stringsOf(["/m"]),
      identities: new Float64Array(),
      facts: new Int32Array(),
      names: stringsOf([]),
      strings: stringsOf([]),
      numbers: new Int32Array(),
      files: new Float64Array(),
      age: 0,
    };
    expect(plain(decodeCache(encodeCache(empty)))).toEqual(plain(empty));
  });

  test("that is damaged anywhere says nothing", () => {
    const bytes = encodeCache(TREE);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ 0x40;
      expect(decodeCache(damaged)).toBeUndefined();
      expect(decodeCache(bytes.subarray(0, at))).toBeUndefined();
    }
    expect(decodeCache(new Uint8Array([...bytes, 0, 0, 0, 0]))).toBeUndefined();
  });

  test("whose ranges share what they lead to says nothing: that could be any amount of work", () => {
    const all = Int32Array.of(0, 3, 0, 0, 0, 3, 0, 0, 0, 0);
    const none = new Int32Array(10);
    const withFacts = (...facts: readonly Int32Array[]): CachedTree => ({
      ...TREE,
      numbers: Int32Array.of(0, 1, 2),
      facts: Int32Array.from(facts.flatMap((each) => [...each])),
    });
    expect(decodeCache(encodeCache(withFacts(all, none)))).toBeDefined();
    expect(decodeCache(encodeCache(withFacts(all, all)))).toBeUndefined();
    expect(decodeCache(encodeCache(withFacts(all, none.with(3, 1))))).toBeUndefined();
    expect(decodeCache(encodeCache(withFacts(all, none.with(9, 1))))).toBeUndefined();
  });

  test("whose numbers lead nowhere says nothing, also where its checksum is right", () => {
    const bytes = encodeCache(TREE);
    expect(decodeCache(resigned(bytes))).toBeDefined();
    const wrong: readonly Partial<CachedTree>[] = [
      { numbers: Int32Array.of(3, 4, 5) },
      { numbers: Int32Array.of(2, 6, 5) },
      { numbers: Int32Array.of(-1, 4, 5) },
      { facts: TREE.facts.map((fact, at) => (at === 1 ? 4 : fact)) },
      { facts: TREE.facts.map((fact, at) => (at === 4 ? -1 : fact)) },
      { facts: TREE.facts.map((fact, at) => (at === 14 ? 4 : fact)) },
      { facts: TREE.facts.map((fact, at) => (at === 15 ? 4 : fact)) },
      { paths: stringsOf(["/m/a.ko", "/m"]) },
    ];
    for (const part of wrong) expect(decodeCache(encodeCache({ ...TREE, ...part }))).toBeUndefined();
  });

  test("of any bytes is one that holds together, or none", () => {
    fc.assert(
      fc.property(mutated([encodeCache(TREE)]), (bytes) => {
        const padded = bytes.subarray(0, bytes.length & ~3);
        const tree = decodeCache(padded.length > 64 ? resigned(padded) : padded);
        // Whatever it says can be looked up.
        if (tree !== undefined) expect(textsOf(tree.paths).length * 10).toBe(tree.facts.length + 10);
      }),
      PROPERTY_PARAMETERS,
    );
  });
});
