/** The digests that modules are signed with. */

import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import type { CHash } from "@noble/hashes/utils.js";
import type { ByteSource } from "../platform.ts";

/** As OpenSSL and modinfo name them. */
export type DigestName = "sha224" | "sha256" | "sha384" | "sha512";

const HASHES: Readonly<Record<DigestName, CHash>> = { sha224, sha256, sha384, sha512 };

/** Bytes that are read at a time. */
const PIECE = 1024 * 1024;

export function isDigestName(name: string): name is DigestName {
  return Object.hasOwn(HASHES, name);
}

/** The digest of the first `length` bytes. Throws what `source.read` throws. */
export function digestOf(name: DigestName, source: ByteSource, length: number): Uint8Array {
  const hash = HASHES[name].create();
  for (let at = 0; at < length; at += PIECE) hash.update(source.read(at, Math.min(PIECE, length - at)));
  return hash.digest();
}
