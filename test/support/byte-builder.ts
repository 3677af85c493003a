/** Puts numbers, text and bytes one after the other: what the builders of test files share. */

import { fromByteString } from "../../src/core/bytes.ts";

/** The bytes of all parts; strings are byte strings. */
export function concatBytes(...parts: readonly (Uint8Array | string | readonly number[])[]): Uint8Array {
  const arrays = parts.map((part) => (typeof part === "string" ? fromByteString(part) : Uint8Array.from(part)));
  const bytes = new Uint8Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  return bytes;
}

/** An unsigned number of `length` bytes (1 to 8). */
export function word(value: number | bigint, length: number, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = BigInt.asUintN(64, BigInt(value));
  for (let at = 0; at < length; at++) {
    bytes[littleEndian ? at : length - 1 - at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** `bytes` with zeros behind up to `length`; longer ones as they are. */
export function padded(bytes: Uint8Array | string, length: number): Uint8Array {
  const content = concatBytes(bytes);
  return concatBytes(content, new Uint8Array(Math.max(0, length - content.length)));
}
