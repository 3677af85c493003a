/** X.509 certificates (RFC 5280), as far as a signature has to be traced to one: whose it is, and its key. No validity is checked, as the kernel checks none. */

import { toByteString } from "../bytes.ts";
import { DerReader } from "../elf/der.ts";
import { dottedIdentifier } from "../elf/object-identifiers.ts";
import { decodeName } from "../elf/pkcs7.ts";
import { FormatError } from "../errors.ts";
import type { CurveName, EcKey } from "./ecdsa.ts";
import { toNumber } from "./numbers.ts";
import type { RsaKey } from "./rsa.ts";

const BIT_STRING = 0x03;
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
/** Context tags of TBSCertificate: version, issuerUniqueID, subjectUniqueID, extensions. */
const VERSION = 0xa0;
const ISSUER_ID = 0x81;
const SUBJECT_ID = 0x82;
const EXTENSIONS = 0xa3;

const RSA = "1.2.840.113549.1.1.1";
const EC = "1.2.840.10045.2.1";
const SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
const CURVES: ReadonlyMap<string, CurveName> = new Map([
  ["1.2.840.10045.3.1.7", "P-256"],
  ["1.3.132.0.34", "P-384"],
  ["1.3.132.0.35", "P-521"],
]);

/** A key of an algorithm that is not known here. */
export interface OtherKey {
  readonly kind: "other";
  /** Dotted numbers. */
  readonly algorithm: string;
}

export interface Certificate {
  /** The file that it is from. */
  readonly path: string;
  /** The DER of the name of whoever issued it, without its header. */
  readonly issuer: Uint8Array;
  /** The content of the DER integer. */
  readonly serial: Uint8Array;
  /** Common name of whose it is, or the last part of that name; a byte string. */
  readonly subject: string;
  readonly keyIdentifier: Uint8Array | undefined;
  readonly key: RsaKey | EcKey | OtherKey;
}

/** The certificate in DER bytes. `path` is for messages. Throws `FormatError` for what is none. */
export function decodeCertificate(path: string, bytes: Uint8Array): Certificate {
  return asCertificate(path, () => decode(path, bytes));
}

/** What `read` returns; where it throws `FormatError`, that is said of a certificate. */
export function asCertificate<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(path, `no X.509 certificate: ${error.detail.replace(/^signature: /, "")}`);
  }
}

function decode(path: string, bytes: Uint8Array): Certificate {
  const content = new DerReader(path, bytes).enter(SEQUENCE).enter(SEQUENCE);
  content.skip(VERSION);
  const serial = content.take(INTEGER);
  content.pass(SEQUENCE);
  const issuer = content.take(SEQUENCE);
  content.pass(SEQUENCE);
  const subject = decodeName(content.enter(SEQUENCE));
  const key = decodeKey(path, content.enter(SEQUENCE));
  content.skip(ISSUER_ID);
  content.skip(SUBJECT_ID);
  const keyIdentifier = content.isAtEnd ? undefined : findKeyIdentifier(path, content.enter(EXTENSIONS));
  return { path, issuer, serial, subject, keyIdentifier, key };
}

function decodeKey(path: string, info: DerReader): Certificate["key"] {
  const algorithm = info.enter(SEQUENCE);
  const name = dottedIdentifier(path, algorithm.take(OBJECT_IDENTIFIER));
  // The first byte counts unused bits of the last one; a key has none.
  const key = info.take(BIT_STRING).subarray(1);
  if (name === RSA) {
    const numbers = new DerReader(path, key).enter(SEQUENCE);
    return { kind: "rsa", modulus: toNumber(numbers.take(INTEGER)), exponent: toNumber(numbers.take(INTEGER)) };
  }
  if (name !== EC) return { kind: "other", algorithm: name };
  const parameters = algorithm.next();
  const curve = parameters.tag === OBJECT_IDENTIFIER ? dottedIdentifier(path, parameters.content) : "";
  const known = CURVES.get(curve);
  return known === undefined ? { kind: "other", algorithm: curve || name } : { kind: "ec", curve: known, point: key };
}

function findKeyIdentifier(path: string, wrapped: DerReader): Uint8Array | undefined {
  const extensions = wrapped.enter(SEQUENCE);
  while (!extensions.isAtEnd) {
    const extension = extensions.enter(SEQUENCE);
    const identifier = dottedIdentifier(path, extension.take(OBJECT_IDENTIFIER));
    extension.skip(BOOLEAN);
    const value = extension.take(OCTET_STRING);
    if (identifier === SUBJECT_KEY_IDENTIFIER) return new DerReader(path, value).take(OCTET_STRING);
  }
  return undefined;
}

/** Whether two runs of bytes are the same. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && toByteString(left) === toByteString(right);
}
