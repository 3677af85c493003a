/** Names of digest algorithms, as OpenSSL prints them ("long names"), and the dotted form of all other identifiers. */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";

const DIGEST_NAMES = new Map<string, string>([
  ["1.0.10118.3.0.55", "whirlpool"],
  ["1.2.156.10197.1.401", "sm3"],
  ["1.2.643.2.2.9", "GOST R 34.11-94"],
  ["1.2.643.7.1.1.2.2", "GOST R 34.11-2012 with 256 bit hash"],
  ["1.2.643.7.1.1.2.3", "GOST R 34.11-2012 with 512 bit hash"],
  ["1.2.840.113549.2.2", "md2"],
  ["1.2.840.113549.2.4", "md4"],
  ["1.2.840.113549.2.5", "md5"],
  ["1.3.14.3.2.18", "sha"],
  ["1.3.14.3.2.26", "sha1"],
  ["1.3.36.3.2.1", "ripemd160"],
  ["1.3.6.1.4.1.1722.12.2.1.16", "blake2b512"],
  ["1.3.6.1.4.1.1722.12.2.2.8", "blake2s256"],
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
  ["2.16.840.1.101.3.4.2.4", "sha224"],
  ["2.16.840.1.101.3.4.2.5", "sha512-224"],
  ["2.16.840.1.101.3.4.2.6", "sha512-256"],
  ["2.16.840.1.101.3.4.2.7", "sha3-224"],
  ["2.16.840.1.101.3.4.2.8", "sha3-256"],
  ["2.16.840.1.101.3.4.2.9", "sha3-384"],
  ["2.16.840.1.101.3.4.2.10", "sha3-512"],
  ["2.16.840.1.101.3.4.2.11", "shake128"],
  ["2.16.840.1.101.3.4.2.12", "shake256"],
  ["2.5.8.3.101", "mdc2"],
]);

/** Bytes; the longest identifier in use has fewer than 20. */
const LONGEST_IDENTIFIER = 64;

/** The last identifier and its name: all modules of a kernel are signed alike, and the arithmetic is not cheap. */
let last = { identifier: "", name: "" };

/** The name of a digest algorithm, from the content of its DER object identifier; dotted numbers if it has none here. */
export function digestName(source: string, identifier: Uint8Array): string {
  const bytes = toByteString(identifier);
  if (bytes === last.identifier && bytes !== "") return last.name;
  const dotted = dottedIdentifier(source, identifier);
  last = { identifier: bytes, name: DIGEST_NAMES.get(dotted) ?? dotted };
  return last.name;
}

/**
 * An object identifier as dotted numbers. `identifier` is the content of the DER element: base-128 numbers, the high
 * bit set on all bytes but the last of each, the first two numbers joined as 40 × first + second.
 * Throws `FormatError` for an empty, cut or overlong one, and numbers with leading zeros.
 */
export function dottedIdentifier(source: string, identifier: Uint8Array): string {
  const final = identifier.at(-1);
  const startsWithZeros = identifier.some((byte, at) => byte === 0x80 && (identifier[at - 1] ?? 0) < 0x80);
  if (final === undefined || final >= 0x80 || startsWithZeros || identifier.length > LONGEST_IDENTIFIER) {
    throw new FormatError(source, "signature: a bad object identifier");
  }
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of identifier) {
    number = number * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (numbers.length === 0) {
      const first = number < 80n ? number / 40n : 2n;
      numbers.push(first);
      number -= first * 40n;
    }
    numbers.push(number);
    number = 0n;
  }
  return numbers.join(".");
}
