/**
 * Byte strings and bounds-checked reading.
 *
 * Module metadata, configuration and paths are bytes that are usually ASCII and now and then Latin-1 or broken
 * UTF-8. A byte string holds them unchanged: one code unit per byte, 0 to 255. Plain output writes the bytes back;
 * only JSON and pictures decode them.
 */

/** Decodes the bytes from `start` up to `end`, which lie within `bytes`, one code unit each. */
export type ByteDecoder = (bytes: Uint8Array, start: number, end: number) => string;

/** `Function.apply` puts each byte on the stack; more than this at a time risks overflowing it. */
const CHUNK = 8192;

/** What any engine can do. */
const decodePortably: ByteDecoder = (bytes, start, end) => {
  let text = "";
  for (let at = start; at < end; at += CHUNK) {
    const chunk = bytes.subarray(at, Math.min(at + CHUNK, end));
    text += String.fromCharCode.apply(null, chunk as unknown as number[]);
  }
  return text;
};

let decode: ByteDecoder = decodePortably;

/**
 * Lets an edition put its engine's own decoder of ISO 8859-1 in place of the portable one, which takes 20 times as long
 * and leaves eight bytes of garbage for each that it decodes. It must give the same strings; nothing else may differ.
 */
export function useByteDecoder(engineDecoder: ByteDecoder): void {
  decode = engineDecoder;
}

/** A byte string of `bytes` from `start` up to `end`; both are brought within the array, as `subarray` does. */
export function toByteString(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  const last = Math.min(end, bytes.length);
  return start >= 0 && start < last ? decode(bytes, start, last) : "";
}

/** The bytes of a byte string. Code units above 255 keep their low eight bits. */
export function fromByteString(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  putByteString(text, bytes, 0);
  return bytes;
}

/** Puts the bytes of `text` into `into`, which has room for them from `at` on. */
export type ByteEncoder = (text: string, into: Uint8Array, at: number) => void;

/** Shorter texts are put faster one by one than by asking the engine. */
const LONG_TEXT = 24;

let encode: ByteEncoder = putPortably;

/** As `useByteDecoder`, for the other way. */
export function useByteEncoder(engineEncoder: ByteEncoder): void {
  encode = engineEncoder;
}

/** The same as `fromByteString` into memory of the caller's, which has room from `at` on. */
export function putByteString(text: string, into: Uint8Array, at: number): void {
  if (text.length < LONG_TEXT) putPortably(text, into, at);
  else encode(text, into, at);
}

function putPortably(text: string, into: Uint8Array, at: number): void {
  for (let index = 0; index < text.length; index++) into[at + index] = text.charCodeAt(index);
}

/** Copies the bytes of `from` between `start` and `end` to `at` in `into`, which has room for them. */
export type ByteCopier = (from: Uint8Array, start: number, end: number, into: Uint8Array, at: number) => void;

/** More bytes than that are copied faster by any engine. */
const LONG_PIECE = 48;

const copyPortably: ByteCopier = (from, start, end, into, at) => {
  if (end - start > LONG_PIECE) into.set(from.subarray(start, end), at);
  else for (let source = start, target = at; source < end; ) into[target++] = from[source++] as number;
};

let copy: ByteCopier = copyPortably;

/** As `useByteDecoder`, for an engine whose loops are slow. */
export function useByteCopier(engineCopier: ByteCopier): void {
  copy = engineCopier;
}

/** Copies the bytes of `from` between `start` and `end` to `at` in `into`, which has room for them. The two do not overlap. */
export function copyBytes(from: Uint8Array, start: number, end: number, into: Uint8Array, at: number): void {
  copy(from, start, end, into, at);
}

const REPLACEMENT = 0xfffd;

/** Bytes that follow a UTF-8 lead byte, 0 for an invalid one; and the smallest code point of that length. */
function utf8Shape(lead: number): { readonly more: number; readonly least: number; readonly bits: number } {
  if (lead >= 0xc2 && lead <= 0xdf) return { more: 1, least: 0x80, bits: lead & 0x1f };
  if (lead >= 0xe0 && lead <= 0xef) return { more: 2, least: 0x800, bits: lead & 0x0f };
  if (lead >= 0xf0 && lead <= 0xf4) return { more: 3, least: 0x10000, bits: lead & 0x07 };
  return { more: 0, least: 0, bits: 0 };
}

/** One character from `at` of UTF-8: its code point and its length in bytes. Invalid bytes are one U+FFFD each. */
export function decodeCharacter(text: string, at: number): { readonly point: number; readonly length: number } {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return { point: lead, length: 1 };
  const shape = utf8Shape(lead);
  if (shape.more === 0) return { point: REPLACEMENT, length: 1 };
  let point = shape.bits;
  for (let more = 1; more <= shape.more; more++) {
    const next = text.charCodeAt(at + more);
    if (Number.isNaN(next) || (next & 0xc0) !== 0x80) return { point: REPLACEMENT, length: 1 };
    point = (point << 6) | (next & 0x3f);
  }
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (point < shape.least || point > 0x10ffff || surrogate) return { point: REPLACEMENT, length: 1 };
  return { point, length: shape.more + 1 };
}

/** A byte string read as UTF-8; each invalid byte becomes U+FFFD. */
export function decodeUtf8(text: string): string {
  if (isAscii(text)) return text;
  const characters: string[] = [];
  for (let at = 0; at < text.length; ) {
    const { point, length } = decodeCharacter(text, at);
    characters.push(String.fromCodePoint(point));
    at += length;
  }
  return characters.join("");
}

/** The byte string that holds `text` as UTF-8. Lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): string {
  if (isAscii(text)) return text;
  const characters: string[] = [];
  for (const character of text) {
    let point = character.codePointAt(0) ?? REPLACEMENT;
    if (point >= 0xd800 && point <= 0xdfff) point = REPLACEMENT;
    characters.push(encodePoint(point));
  }
  return characters.join("");
}

function encodePoint(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), tail(0));
  if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0));
  return String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** -1, 0 or 1 by unsigned byte comparison, as strcmp(3) orders. For `toSorted`. */
export function compareBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
