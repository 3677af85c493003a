import { expect, test } from "vitest";
import { digestName, dottedIdentifier } from "../../../src/core/elf/object-identifiers.ts";
import { FormatError } from "../../../src/core/errors.ts";

const NIST_HASH = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

test.each([
  [[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05], "md5"],
  [[0x2b, 0x0e, 0x03, 0x02, 0x1a], "sha1"],
  [[...NIST_HASH, 1], "sha256"],
  [[...NIST_HASH, 2], "sha384"],
  [[...NIST_HASH, 3], "sha512"],
  [[...NIST_HASH, 4], "sha224"],
  [[...NIST_HASH, 8], "sha3-256"],
  [[0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x11], "sm3"],
  [[0x2a, 0x03, 0x04], "1.2.3.4"],
])("`digestName` names %j as OpenSSL does: %s", (identifier, name) => {
  expect(digestName("m.ko", Uint8Array.from(identifier))).toBe(name);
});

test.each([
  [[0x00], "0.0"],
  [[0x27], "0.39"],
  [[0x28], "1.0"],
  [[0x4f], "1.39"],
  [[0x50], "2.0"],
  [[0x88, 0x37, 0x03], "2.999.3"],
  [[0x2a, ...Array<number>(9).fill(0xff), 0x7f], "1.2.1180591620717411303423"],
])("`dottedIdentifier` reads %j as %s", (identifier, dotted) => {
  expect(dottedIdentifier("m.ko", Uint8Array.from(identifier))).toBe(dotted);
});

test.each([
  ["an empty one", []],
  ["a cut one", [0x2a, 0x86]],
  ["a number with leading zeros", [0x2a, 0x80, 0x01]],
  ["leading zeros at the start", [0x80, 0x2a]],
  ["more than 64 bytes", Array<number>(65).fill(0x2a)],
])("`dottedIdentifier` refuses %s", (_, identifier) => {
  expect(() => dottedIdentifier("m.ko", Uint8Array.from(identifier))).toThrow(FormatError);
});
