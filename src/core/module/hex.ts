/** Bytes as hexadecimal text, as modinfo prints build ids, keys and signatures, and without its separators. */

import { toByteString } from "../bytes.ts";

const DIGITS = "0123456789ABCDEF";
const COLON = 0x3a;
const NEWLINE = 0x0a;
const TAB = 0x09;
const BYTES_PER_LINE = 20;

/** Enough for the signatures there are: they are many, and arrays of their own would cost more than the digits. */
const scratch = new Uint8Array(8192);

/** The digits of every byte: a table is twice as fast as taking them one by one. */
const HIGH: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => DIGITS.charCodeAt(byte >> 4));
const LOW: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => DIGITS.charCodeAt(byte & 15));

/**
 * A byte string as upper-case pairs joined by `:`; a line break and two tabs after every 20th byte if more follow. A signature has 500
 * bytes and a tree 4000 signatures: written into one array, it is made a string once.
 */
export function toWrappedHex(bytes: string): string {
  const { length } = bytes;
  const room = length * 3 + Math.ceil(length / BYTES_PER_LINE) * 3;
  const text = room <= scratch.length ? scratch : new Uint8Array(room);
  let end = 0;
  for (let at = 0, left = BYTES_PER_LINE; at < length; at++) {
    const byte = bytes.charCodeAt(at);
    text[end] = HIGH[byte] ?? 0;
    text[end + 1] = LOW[byte] ?? 0;
    text[end + 2] = COLON;
    end += 3;
    if (--left > 0) continue;
    left = BYTES_PER_LINE;
    text[end] = NEWLINE;
    text[end + 1] = TAB;
    text[end + 2] = TAB;
    end += 3;
  }
  if (length === 0) return "";
  // Nothing follows the last byte.
  return toByteString(text, 0, end - (length % BYTES_PER_LINE === 0 ? 4 : 1));
}

/** Lower-case digits without separators, as other tools print build ids. */
export function toHex(bytes: string): string {
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
