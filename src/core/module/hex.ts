/** Bytes as the hexadecimal text that modinfo prints for build ids, keys and signatures. */

import { toByteString } from "../bytes.ts";

const DIGITS = "0123456789ABCDEF";
const COLON = 0x3a;
const NEWLINE = 0x0a;
const TAB = 0x09;
const BYTES_PER_LINE = 20;

/** Enough for the signatures there are: they are many, and arrays of their own would cost more than the digits. */
const scratch = new Uint8Array(8192);

/**
 * A byte string as upper-case pairs joined by `:`; a line break and two tabs after every 20th byte if more follow. A signature has 500
 * bytes and a tree 4000 signatures: written into one array, it is made a string once.
 */
export function toWrappedHex(bytes: string): string {
  const room = bytes.length * 3 + Math.ceil(bytes.length / BYTES_PER_LINE) * 3;
  const text = room <= scratch.length ? scratch : new Uint8Array(room);
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (at > 0) {
      text[end++] = COLON;
      if (at % BYTES_PER_LINE === 0) {
        text[end++] = NEWLINE;
        text[end++] = TAB;
        text[end++] = TAB;
      }
    }
    const byte = bytes.charCodeAt(at);
    text[end++] = DIGITS.charCodeAt(byte >> 4);
    text[end++] = DIGITS.charCodeAt(byte & 15);
  }
  return toByteString(text, 0, end);
}
