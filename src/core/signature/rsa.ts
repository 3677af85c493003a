/** RSA signatures with the padding of PKCS #1 version 1.5. See RFC 8017, section 8.2.2. */

import type { DigestName } from "./digest.ts";
import { power, toBytes, toNumber } from "./numbers.ts";

export interface RsaKey {
  readonly kind: "rsa";
  readonly modulus: bigint;
  readonly exponent: bigint;
}

/** What stands before the digest: DigestInfo with the algorithm (RFC 8017, section 9.2). */
const PREFIXES: Readonly<Record<DigestName, readonly number[]>> = {
  sha224: prefix(4, 28),
  sha256: prefix(1, 32),
  sha384: prefix(2, 48),
  sha512: prefix(3, 64),
};

/** Bits. Larger ones would take long; the kernel takes no more than 4096. */
const LARGEST_MODULUS = 16_384;
const LARGEST_EXPONENT = 64;

function prefix(algorithm: number, length: number): readonly number[] {
  const identifier = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, algorithm];
  return [0x30, 17 + length, 0x30, 13, 0x06, identifier.length, ...identifier, 0x05, 0, 0x04, length];
}

/** Whether the key's owner signed the digest. */
export function verifyRsa(key: RsaKey, hash: DigestName, digest: Uint8Array, signature: Uint8Array): boolean {
  const bits = key.modulus.toString(2).length;
  if (bits > LARGEST_MODULUS || key.exponent.toString(2).length > LARGEST_EXPONENT) return false;
  const length = Math.ceil(bits / 8);
  if (signature.length !== length) return false;
  const number = toNumber(signature);
  const info = [...PREFIXES[hash], ...digest];
  const padding = length - info.length - 3;
  if (number >= key.modulus || padding < 8) return false;
  const expected = [0, 1, ...Array.from({ length: padding }, () => 0xff), 0, ...info];
  const found = toBytes(power(number, key.exponent, key.modulus), length);
  return expected.every((byte, at) => found[at] === byte);
}
