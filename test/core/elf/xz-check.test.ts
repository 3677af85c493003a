import { expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readXzCheck } from "../../../src/core/elf/xz-check.ts";

test.each([
  [0x00, "none"],
  [0x01, "CRC32"],
  [0x04, "CRC64"],
  [0x0a, "SHA-256"],
  [0x0b, "a check that is not defined"],
])("byte %i of the stream flags means %s", (flags, check) => {
  const header = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, flags, 1, 2];
  expect(readXzCheck(imageSource("m.ko.xz", Uint8Array.from(header)))).toBe(check);
});

test("a file that ends before the flags has none", () => {
  expect(readXzCheck(imageSource("m.ko.xz", Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0])))).toBeUndefined();
});
