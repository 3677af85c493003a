/** Files of certificates: PEM (RFC 7468) with any number of them and text between, or DER, one after the other. */

import { toByteString } from "../bytes.ts";
import { DerReader } from "../elf/der.ts";
import { FormatError } from "../errors.ts";
import { asCertificate, type Certificate, decodeCertificate } from "./certificate.ts";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** A distribution's list of authorities has some 150. */
const MOST_CERTIFICATES = 10_000;
const SEQUENCE = 0x30;

/** The certificates in a file's bytes, at least one. `path` is for messages. Throws `FormatError`. */
export function decodeCertificateFile(path: string, bytes: Uint8Array): readonly Certificate[] {
  const blocks =
    bytes[0] === SEQUENCE ? asCertificate(path, () => splitDer(path, bytes)) : splitPem(path, toByteString(bytes));
  if (blocks.length === 0) throw new FormatError(path, "no certificate in PEM or DER form");
  return blocks.map((block) => decodeCertificate(path, block));
}

function splitDer(path: string, bytes: Uint8Array): readonly Uint8Array[] {
  const blocks: Uint8Array[] = [];
  const reader = new DerReader(path, bytes);
  for (let start = 0; !reader.isAtEnd && blocks.length < MOST_CERTIFICATES; ) {
    const { content } = reader.next();
    const end = content.byteOffset - bytes.byteOffset + content.length;
    blocks.push(bytes.subarray(start, end));
    start = end;
  }
  return blocks;
}

function splitPem(path: string, text: string): readonly Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0 && blocks.length < MOST_CERTIFICATES; at = text.indexOf(BEGIN, at)) {
    const start = at + BEGIN.length;
    const end = text.indexOf(END, start);
    if (end < 0) throw new FormatError(path, `no '${END}' after the certificate that begins at byte ${at}`);
    blocks.push(decodeBase64(path, text.slice(start, end)));
    at = end;
  }
  return blocks;
}

/** Throws `FormatError` for anything but letters of the alphabet, white space and padding. */
function decodeBase64(path: string, text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let pending = 0;
  for (const character of text.replace(/[ \t\r\n]+|={1,2}\s*$/g, "")) {
    const value = LETTERS.indexOf(character);
    if (value < 0) throw new FormatError(path, `'${character}' in base64`);
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((pending >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
