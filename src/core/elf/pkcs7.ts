/**
 * What modinfo shows of a PKCS#7 (CMS) signature, RFC 2315 and RFC 5652. Nothing is verified: that is the kernel's
 * task. Of the structure only this path is read:
 *
 *     ContentInfo { signedData, [0] SignedData { version, digestAlgorithms, contentInfo, [0] certificates?,
 *       [1] crls?, signerInfos { SignerInfo { version, { issuer, serialNumber }, digestAlgorithm,
 *       [0] attributes?, signatureAlgorithm, signature, … }, … } } }
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import { DerReader } from "./der.ts";
import { digestName } from "./object-identifiers.ts";

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT_0 = 0xa0;
const CONTEXT_1 = 0xa1;
/** 1.2.840.113549.1.7.2 */
const SIGNED_DATA: readonly number[] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/** 2.5.4.3 */
const COMMON_NAME: readonly number[] = [0x55, 0x04, 0x03];

/** The first signer of a signature. */
export interface Signer {
  /** Common name of the certificate's issuer, or the last part of that name; a byte string. */
  readonly name: string;
  /** Serial number of the certificate: its absolute value, big endian, without leading zero bytes. */
  readonly serial: Uint8Array;
  /** As OpenSSL names it, e.g. `sha256`; dotted numbers for an unknown algorithm. */
  readonly digest: string;
  readonly signature: Uint8Array;
}

/**
 * The first signer of a DER-encoded SignedData. `source` names the file in errors. Throws `FormatError` if the bytes
 * are not one, or the signer is identified by something else than issuer and serial number.
 */
export function decodePkcs7(source: string, bytes: Uint8Array): Signer {
  return decodeSigner(source, enterFirstSigner(source, bytes));
}

/** A reader for the parts of the first signer of a SignedData. Throws `FormatError` where it is none. */
function enterFirstSigner(source: string, bytes: Uint8Array): DerReader {
  return enterSignedData(source, bytes).signers.enter(SEQUENCE);
}

/** A SignedData, entered as far as its signers. */
export interface EnteredSignedData {
  /** Whether certificates come along. */
  readonly hasCertificates: boolean;
  /** Each signer is a SEQUENCE. */
  readonly signers: DerReader;
}

/** Enters a DER-encoded SignedData. Throws `FormatError` where it is none. */
export function enterSignedData(source: string, bytes: Uint8Array): EnteredSignedData {
  const contentInfo = new DerReader(source, bytes).enter(SEQUENCE);
  if (!equals(contentInfo.take(OBJECT_IDENTIFIER), SIGNED_DATA)) {
    throw new FormatError(source, "signature: PKCS#7 content is not signed data");
  }
  const signedData = contentInfo.enter(CONTEXT_0).enter(SEQUENCE);
  signedData.pass(INTEGER);
  signedData.pass(SET);
  signedData.pass(SEQUENCE);
  const hasCertificates = signedData.skip(CONTEXT_0);
  signedData.skip(CONTEXT_1);
  return { hasCertificates, signers: signedData.enter(SET) };
}

function decodeSigner(source: string, signer: DerReader): Signer {
  signer.pass(INTEGER);
  const identity = signer.enter(SEQUENCE);
  const name = decodeName(identity.enter(SEQUENCE));
  const serial = magnitude(source, identity.take(INTEGER));
  const digest = digestName(source, signer.enter(SEQUENCE).take(OBJECT_IDENTIFIER));
  signer.skip(CONTEXT_0);
  signer.pass(SEQUENCE);
  return { name, serial, digest, signature: signer.take(OCTET_STRING) };
}

/** The common name in an X.501 name, a SEQUENCE of SETs of attributes; without one, the last attribute's value. */
export function decodeName(name: DerReader): string {
  let value: Uint8Array = new Uint8Array();
  while (!name.isAtEnd) {
    const part = name.enter(SET);
    while (!part.isAtEnd) {
      const attribute = part.enter(SEQUENCE);
      const type = attribute.take(OBJECT_IDENTIFIER);
      value = attribute.next().content;
      if (equals(type, COMMON_NAME)) return toByteString(value);
    }
  }
  return toByteString(value);
}

/** The absolute value of a DER integer, which is what OpenSSL keeps of it; no bytes for 0. */
function magnitude(source: string, integer: Uint8Array): Uint8Array {
  const [first, second = 0] = integer;
  const isPadded = integer.length > 1 && first === (second < 0x80 ? 0 : 0xff);
  if (first === undefined || isPadded) throw new FormatError(source, "signature: a bad serial number");
  const value = first < 0x80 ? integer : negated(integer);
  return value[0] === 0 ? value.subarray(1) : value;
}

/** The two's complement of a number: all bits turned, plus one. */
function negated(number: Uint8Array): Uint8Array {
  const bytes = number.map((byte) => byte ^ 0xff);
  for (let at = bytes.length - 1; at >= 0; at--) {
    const sum = (bytes[at] ?? 0) + 1;
    bytes[at] = sum;
    if (sum < 0x100) break;
  }
  return bytes;
}

function equals(bytes: Uint8Array, expected: readonly number[]): boolean {
  return bytes.length === expected.length && expected.every((byte, at) => bytes[at] === byte);
}
