/** Arrays in the form in which native functions take them: everything is bytes. */

import type { ByteStrings } from "../core/byte-strings.ts";

/** The bytes of an array of numbers, which share its memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Strings as bytes, where each of them begins, and how many there are. */
export function partsOf({ bytes, length, starts, count }: ByteStrings): [Uint8Array, Uint8Array, number] {
  return [bytes.subarray(0, length), bytesOf(starts), count];
}
