/**
 * The signature that follows the ELF image of a signed module. See the kernel's
 * Documentation/admin-guide/module-signing.rst and include/linux/module_signature.h.
 *
 *     | ELF image | signer name | key id | signature | trailer 12 | "~Module signature appended~\n" |
 *
 *     trailer: | algorithm 1 | hash 1 | id type 1 | name length 1 | key id length 1 | padding 3 |
 *              | signature length 4, big endian on every machine |
 *
 * Kernels since 4.3 write id type 2: the signature is then PKCS#7, and the other one-byte fields are 0. Older ones
 * name signer, key and hash in plain.
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";
import { readSigner } from "./signer.ts";

const MAGIC = "~Module signature appended~\n";
const TRAILER_LENGTH = 12;
/** Where in the trailer the length of the signature stands. */
const SIGNATURE_LENGTH = 8;
const ALGORITHMS = ["DSA", "RSA"] as const;
const HASHES = ["md4", "md5", "sha1", "rmd160", "sha256", "sha384", "sha512", "sha224", "sm3"] as const;
const ID_TYPES = ["PGP", "X509", "PKCS#7"] as const;
/** Bytes; real ones have 300 to 8000. What claims more is not read into memory. */
export const LARGEST_SIGNATURE: number = 16 * 1024 * 1024;

export interface ModuleSignature {
  readonly idType: "PKCS#7" | "X509" | "PGP";
  /** A byte string, cut at a NUL; empty for a PKCS#7 signature that cannot be shown. */
  readonly signer: string;
  readonly keyId: Uint8Array;
  /** As modinfo shows it, e.g. `sha256`; `unknown` for a PKCS#7 signature that cannot be shown. */
  readonly hashAlgorithm: string;
  readonly signature: Uint8Array;
}

/** The last bytes of a signed module, as they stand there. */
export interface SignatureTrailer {
  readonly idType: number;
  /** Bytes. */
  readonly signatureLength: number;
  /** Algorithm, hash, lengths of signer's name and key id, padding: all zero beside a PKCS#7 signature. */
  readonly others: readonly number[];
  /** Where it begins in the image. */
  readonly end: number;
}

/** A trailer, and what it says about: signer, key id and signature. */
interface Appendix {
  readonly trailer: Trailer;
  readonly bytes: Uint8Array;
}

interface Trailer {
  readonly idType: ModuleSignature["idType"];
  readonly hash: string;
  readonly signerLength: number;
  readonly keyIdLength: number;
  readonly signatureLength: number;
}

/** The signature of an uncompressed module; undefined for one without, or with a trailer that makes no sense. */
export function readSignature(image: ByteSource): ModuleSignature | undefined {
  const appendix = readAppendix(image);
  if (appendix === undefined) return undefined;
  const { trailer, bytes } = appendix;
  const { signerLength, keyIdLength } = trailer;
  const signature = bytes.subarray(signerLength + keyIdLength);
  if (trailer.idType === "PKCS#7") return describePkcs7(image.name, signature);
  return {
    idType: trailer.idType,
    signer: upToNul(toByteString(bytes, 0, signerLength)),
    keyId: bytes.subarray(signerLength, signerLength + keyIdLength),
    hashAlgorithm: trailer.hash,
    signature,
  };
}

/** The trailer of an uncompressed module; undefined where the file does not end as one with a signature does. */
export function readTrailer(image: ByteSource): SignatureTrailer | undefined {
  const end = image.size - MAGIC.length - TRAILER_LENGTH;
  if (end < 0) return undefined;
  const bytes = image.read(end, TRAILER_LENGTH + MAGIC.length);
  for (let at = 0; at < MAGIC.length; at++) if (bytes[TRAILER_LENGTH + at] !== MAGIC.charCodeAt(at)) return undefined;
  const [algorithm = 0, hash = 0, idType = 0, ...others] = bytes.subarray(0, SIGNATURE_LENGTH);
  const signatureLength = new DataView(bytes.buffer, bytes.byteOffset, TRAILER_LENGTH).getUint32(SIGNATURE_LENGTH);
  return { idType, signatureLength, others: [algorithm, hash, ...others], end };
}

function readAppendix(image: ByteSource): Appendix | undefined {
  const read = readTrailer(image);
  const trailer = read && nameTrailer(read);
  if (read === undefined || trailer === undefined) return undefined;
  const { signerLength, keyIdLength, signatureLength } = trailer;
  const length = signerLength + keyIdLength + signatureLength;
  if (length > read.end) return undefined;
  return { trailer, bytes: image.read(read.end - length, length) };
}

function nameTrailer({ idType, signatureLength, others }: SignatureTrailer): Trailer | undefined {
  const [algorithm = 0, hash = 0, signerLength = 0, keyIdLength = 0] = others;
  const idName = ID_TYPES[idType];
  const hashName = HASHES[hash];
  if (algorithm >= ALGORITHMS.length || hashName === undefined || idName === undefined) return undefined;
  if (signatureLength === 0 || signatureLength > LARGEST_SIGNATURE) return undefined;
  return { idType: idName, hash: hashName, signerLength, keyIdLength, signatureLength };
}

/** A signature that is not PKCS#7, or whose signer is named by key id, is shown with empty fields, as kmod does. */
function describePkcs7(source: string, bytes: Uint8Array): ModuleSignature {
  try {
    const { name, serial, digest, signature } = readSigner(source, bytes);
    return { idType: "PKCS#7", signer: upToNul(name), keyId: serial, hashAlgorithm: digest, signature };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const nothing = new Uint8Array();
    return { idType: "PKCS#7", signer: "", keyId: nothing, hashAlgorithm: "unknown", signature: nothing };
  }
}

/** kmod handles names as C strings. */
function upToNul(text: string): string {
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}
