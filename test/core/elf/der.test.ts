import { expect, test } from "vitest";
import { DerReader } from "../../../src/core/elf/der.ts";
import { FormatError } from "../../../src/core/errors.ts";

const reader = (...bytes: readonly number[]): DerReader => new DerReader("m.ko", Uint8Array.from(bytes));

test("`DerReader` reads one element after the other", () => {
  const elements = reader(0x02, 1, 7, 0x04, 0x81, 2, 8, 9, 0x05, 0);
  expect(elements.next()).toEqual({ tag: 2, content: Uint8Array.of(7) });
  expect(elements.take(4)).toEqual(Uint8Array.of(8, 9));
  elements.skip(0xa0);
  elements.skip(5);
  expect(elements.isAtEnd).toBe(true);
});

test("`DerReader` enters nested elements of indefinite length", () => {
  const outer = reader(0x30, 0x80, 0x30, 0x80, 0x02, 1, 0, 0, 0, 0x04, 0, 0, 0, 0x02, 1, 5);
  const inner = outer.enter(0x30);
  expect(inner.take(0x30)).toEqual(Uint8Array.of(2, 1, 0));
  expect(inner.take(4)).toEqual(new Uint8Array());
  expect(inner.isAtEnd).toBe(true);
  expect(outer.take(2)).toEqual(Uint8Array.of(5));
});

test.each([
  ["nothing", [], "ends inside an element"],
  ["a tag alone", [0x30], "ends inside an element"],
  ["a cut length", [0x30, 0x82, 1], "ends inside an element"],
  ["a length past the end", [0x30, 3, 1, 2], "an element leaves its surroundings"],
  ["a length of 4 GiB", [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], "an element leaves its surroundings"],
  ["a length of five bytes", [0x30, 0x85, 0, 0, 0, 0, 0], "a length field of 5 bytes"],
  ["a long tag", [0x1f, 1, 0], "a tag of more than one byte"],
  ["a plain value without length", [0x04, 0x80, 0, 0], "a plain value of indefinite length"],
  ["an indefinite element without end", [0x30, 0x80, 2, 1, 0], "ends inside an element"],
  ["17 levels without length", Array<number[]>(17).fill([0x30, 0x80]).flat(), "elements nested too deeply"],
])("`DerReader` refuses %s", (_, bytes, message) => {
  expect(() => reader(...bytes).next()).toThrow(new FormatError("m.ko", `signature: ${message}`));
});

test("`take` says which tag it found", () => {
  expect(() => reader(0x02, 0).take(0x30)).toThrow("m.ko: signature: tag 2 where 48 is expected");
});
