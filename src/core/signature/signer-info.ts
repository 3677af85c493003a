/** Everything about the signers of a PKCS#7 (CMS) signature that verifying it takes. See RFC 5652, section 5.3. */

import { DerReader } from "../elf/der.ts";
import { digestName, dottedIdentifier } from "../elf/object-identifiers.ts";
import { decodeName, enterSignedData } from "../elf/pkcs7.ts";
import { FormatError } from "../errors.ts";

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SUBJECT_KEY_IDENTIFIER = 0x80;
const SIGNED_ATTRIBUTES = 0xa0;

/** Whose certificate it is: issuer (the content of its DER) and serial number, or the key's own identifier. */
export type SignerIdentity =
  | { readonly kind: "serial"; readonly name: string; readonly issuer: Uint8Array; readonly serial: Uint8Array }
  | { readonly kind: "key"; readonly identifier: Uint8Array };

export interface SignerInfo {
  readonly identity: SignerIdentity;
  /** As OpenSSL names it. */
  readonly digest: string;
  /** The signature is over attributes, not over the module: the kernel takes no such one. */
  readonly hasAttributes: boolean;
  /** Dotted numbers. */
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

export interface SignedData {
  /** At least one. */
  readonly signers: readonly SignerInfo[];
  /** Whether certificates come along, by which a signer may be trusted whose own is not known. */
  readonly hasCertificates: boolean;
}

/** A module has one signer; what has more than these is somebody's joke. */
const MOST_SIGNERS = 64;

/** What a signature's bytes say. Throws `FormatError` for what is no SignedData. */
export function decodeSignedData(source: string, bytes: Uint8Array): SignedData {
  const { hasCertificates, signers: reader } = enterSignedData(source, bytes);
  const signers = [decodeSigner(source, reader.enter(SEQUENCE))];
  while (!reader.isAtEnd) {
    if (signers.length === MOST_SIGNERS) throw new FormatError(source, `signature: more than ${MOST_SIGNERS} signers`);
    signers.push(decodeSigner(source, reader.enter(SEQUENCE)));
  }
  return { signers, hasCertificates };
}

function decodeSigner(source: string, signer: DerReader): SignerInfo {
  signer.pass(INTEGER);
  const { tag, content } = signer.next();
  const identity: SignerIdentity =
    tag === SUBJECT_KEY_IDENTIFIER ? { kind: "key", identifier: content } : decodeIdentity(source, content);
  const digest = digestName(source, signer.enter(SEQUENCE).take(OBJECT_IDENTIFIER));
  const hasAttributes = signer.skip(SIGNED_ATTRIBUTES);
  const algorithm = dottedIdentifier(source, signer.enter(SEQUENCE).take(OBJECT_IDENTIFIER));
  return { identity, digest, hasAttributes, algorithm, signature: signer.take(OCTET_STRING) };
}

function decodeIdentity(source: string, content: Uint8Array): SignerIdentity {
  const parts = new DerReader(source, content);
  const issuer = parts.take(SEQUENCE);
  return { kind: "serial", name: decodeName(new DerReader(source, issuer)), issuer, serial: parts.take(INTEGER) };
}
