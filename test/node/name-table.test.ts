import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteStrings } from "../../src/core/byte-strings.ts";
import { type NameTable, SymbolNames, useNameTable } from "../../src/core/depmod/symbol-names.ts";
import { bytesOf } from "../../src/native/arrays.ts";
import type { Names } from "../../src/native/functions.ts";
import { nativeNameTable } from "../../src/native/name-table.ts";
import { type Addon, findAddon } from "../../src/node/addon.ts";
import { describeUnless, lackOfAddon } from "../support/lack.ts";

/** The string table of a file, and where names begin in it: anywhere, as a linker shares the ends of strings. */
interface File {
  readonly bytes: Uint8Array;
  readonly offsets: readonly number[];
}

const file: fc.Arbitrary<File> = fc
  .record({
    text: fc.string({ unit: fc.constantFrom("\0", "a", "b", "_"), minLength: 1, maxLength: 60 }),
    places: fc.array(fc.nat(), { maxLength: 20 }),
  })
  .map(({ text, places }) => ({
    bytes: new Uint8Array(Buffer.from(text, "latin1")),
    offsets: places.map((place) => place % text.length),
  }));

function nameAt({ bytes }: File, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return Buffer.from(bytes.subarray(offset, end < 0 ? bytes.length : end)).toString("latin1");
}

function addTo(
  table: Pick<NameTable, "addMany">,
  { bytes, offsets }: File,
  limit = 1e9,
): [number | undefined, readonly number[]] {
  const numbers = new Int32Array(offsets.length);
  const length = table.addMany(bytes, Int32Array.from(offsets), offsets.length, numbers, limit);
  return [length, [...numbers]];
}

function texts(strings: ByteStrings): readonly string[] {
  return Array.from({ length: strings.count }, (_, at) => strings.text(at));
}

function stringsOf(list: readonly string[]): ByteStrings {
  const strings = new ByteStrings();
  for (const text of list) strings.addText(text);
  return strings;
}

/** What a table that begins with these names must answer. */
function expectNames(table: Pick<NameTable, "addMany">, known: readonly string[], files: readonly File[]): string[] {
  const names = [...known];
  for (const each of files) {
    const expected = each.offsets.map((offset) => nameAt(each, offset));
    for (const name of expected) if (!names.includes(name)) names.push(name);
    const total = expected.reduce((sum, name) => sum + name.length, 0);
    expect(addTo(table, each)).toEqual([total, expected.map((name) => names.indexOf(name))]);
  }
  return names;
}

const known = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "_"), maxLength: 4 }), { maxLength: 10 });

describeUnless(lackOfAddon(), "nativeNameTable(findAddon)", () => {
  test("numbers names in the order in which they were first met", () => {
    fc.assert(
      fc.property(known, fc.array(file, { maxLength: 6 }), (first, files) => {
        const table = nativeNameTable(findAddon)(stringsOf(first)) as NameTable;
        const names = expectNames(table, first, files);
        expect(texts(table.take())).toEqual(names);
      }),
      { numRuns: 500 },
    );
  });

  test("grows with as many names as there are", () => {
    const table = nativeNameTable(findAddon)(new ByteStrings()) as NameTable;
    const names = Array.from({ length: 100_000 }, (_, at) => `${"long_".repeat(at % 9)}name_${at}`);
    const bytes = new Uint8Array(Buffer.from(names.map((name) => `${name}\0`).join("")));
    let start = 0;
    const offsets = names.map((name) => {
      start += name.length + 1;
      return start - name.length - 1;
    });
    for (let again = 0; again < 2; again++) {
      expect(addTo(table, { bytes, offsets })[1]).toEqual(names.map((_, at) => at));
    }
    expect(texts(table.take())).toEqual(names);
  });

  test("is none where names are there twice", () => {
    expect(nativeNameTable(findAddon)(stringsOf(["a", "b", "a"]))).toBeUndefined();
  });

  test("looks at no more bytes than it may, as the portable table", () => {
    fc.assert(
      fc.property(file, fc.nat(80), (one, limit) => {
        const native = nativeNameTable(findAddon)(new ByteStrings()) as NameTable;
        const portable = new SymbolNames();
        const [length = limit + 1, numbers] = addTo(native, one, limit);
        const [portableLength, portableNumbers] = addTo(portable, one, limit);
        expect(Math.min(length, limit + 1)).toBe(portableLength);
        expect(numbers).toEqual(portableNumbers);
        expect(texts(native.take())).toEqual(texts(portable.strings));
      }),
    );
    const overlapping = {
      bytes: new Uint8Array(1_000_000).fill(0x61),
      offsets: Array.from({ length: 40_000 }, () => 0),
    };
    expect(
      addTo(nativeNameTable(findAddon)(new ByteStrings()) as NameTable, overlapping, 3_500_000)[0],
    ).toBeUndefined();
    expect(addTo(new SymbolNames(), overlapping, 3_500_000)[0]).toBe(3_500_001);
  });

  test("ends also for names in which a plain product would lose the difference", () => {
    const chunks = ["ABCDEFGHabcdefgh", "ABCDEFG\xc8abcd\x61fg\xe8"];
    const names = Array.from({ length: 2 ** 17 }, (_, number) =>
      Array.from({ length: 17 }, (__, bit) => chunks[(number >> bit) & 1]).join(""),
    );
    const bytes = new Uint8Array(Buffer.from(names.map((name) => `${name}\0`).join(""), "latin1"));
    const alike = { bytes, offsets: names.map((_, at) => at * 273) };
    const table = nativeNameTable(findAddon)(new ByteStrings()) as NameTable;
    expect(addTo(table, alike)[1]).toEqual(names.map((_, at) => at));
  });
});

describe("SymbolNames", () => {
  test("gives the same numbers with a native table, whenever its strings are asked for", () => {
    useNameTable(nativeNameTable(findAddon));
    fc.assert(
      fc.property(known, fc.array(file, { minLength: 80, maxLength: 90 }), fc.nat(90), (first, files, pause) => {
        const names = new SymbolNames(stringsOf(first));
        const before = expectNames(names, first, files.slice(0, pause));
        expect(texts(names.strings)).toEqual(before);
        const after = expectNames(names, before, files.slice(pause));
        expect(after.map((name) => names.find(name))).toEqual(after.map((_, at) => at));
        expect(names.addText("other")).toBe(after.length);
        expect(texts(names.strings)).toEqual([...after, "other"]);
      }),
      { numRuns: 50 },
    );
  });
});

describeUnless(lackOfAddon(), "the addon's names", () => {
  const addon = findAddon() as Addon;
  const words = (...numbers: readonly number[]): Uint8Array => bytesOf(Int32Array.from(numbers));
  const text = new Uint8Array([0x61, 0]);
  const open = (): Names => addon.namesOpen(new Uint8Array(), words(0), 0) as Names;
  const EINVAL = -22;

  test("refuse strings outside their bytes and offsets outside the file", () => {
    for (const starts of [words(0, 3), words(-1, 1), words(1, 0)]) {
      expect(addon.namesOpen(text, starts, 1)).toBe(EINVAL);
    }
    const names = open();
    for (const offset of [-1, 2]) expect(addon.namesAdd(names, text, words(offset), 1, words(0), 9)).toBe(EINVAL);
    expect(addon.namesAdd(names, new Uint8Array(), words(0), 1, words(0), 9)).toBe(EINVAL);
    expect(addon.namesAdd(names, text, words(0, 1), 2, words(0, 0), 9)).toBe(1);
    addon.namesClose(names);
  });

  test("throw for arguments of the wrong type, for too few numbers, and once they are closed", () => {
    const names = open();
    expect(() => addon.namesAdd(names, text, words(0), 2, words(0, 0), 9)).toThrow(RangeError);
    expect(() => addon.namesAdd(names, text, words(0, 0), 2, words(0), 9)).toThrow(RangeError);
    expect(() => addon.namesAdd({} as Names, text, words(0), 1, words(0), 9)).toThrow(TypeError);
    expect(() => addon.namesOpen(text, words(0), 1)).toThrow(RangeError);
    expect(() => addon.namesOpen(text, words(0, 1), -1)).toThrow(TypeError);
    addon.namesClose(names);
    addon.namesClose(names);
    for (const ask of [addon.namesBytes, addon.namesStarts]) expect(() => ask(names)).toThrow(RangeError);
    expect(() => addon.namesAdd(names, text, words(0), 1, words(0), 9)).toThrow(RangeError);
  });
});
