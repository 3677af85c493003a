/** Everything about the first signer of a PKCS#7 (CMS) signature that verifying it takes. See RFC 5652, section 5.3. */

import { DerReader } from "../elf/der.ts";
import { digestName } from "../elf/object-identifiers.ts";
import { decodeName, enterFirstSigner } from "../elf/pkcs7.ts";

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
  readonly signature: Uint8Array;
}

/** The first signer in a signature's bytes. Throws `FormatError` for what is no SignedData. */
export function decodeSignerInfo(source: string, bytes: Uint8Array): SignerInfo {
  const signer = enterFirstSigner(source, bytes);
  signer.pass(INTEGER);
  const { tag, content } = signer.next();
  const identity: SignerIdentity =
    tag === SUBJECT_KEY_IDENTIFIER ? { kind: "key", identifier: content } : decodeIdentity(source, content);
  const digest = digestName(source, signer.enter(SEQUENCE).take(OBJECT_IDENTIFIER));
  const next = signer.next();
  const hasAttributes = next.tag === SIGNED_ATTRIBUTES;
  if (hasAttributes) signer.pass(SEQUENCE);
  return { identity, digest, hasAttributes, signature: signer.take(OCTET_STRING) };
}

function decodeIdentity(source: string, content: Uint8Array): SignerIdentity {
  const parts = new DerReader(source, content);
  const issuer = parts.take(SEQUENCE);
  return { kind: "serial", name: decodeName(new DerReader(source, issuer)), issuer, serial: parts.take(INTEGER) };
}
