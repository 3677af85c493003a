/** Whether the signature of a module is that of one of some certificates. See the kernel's Documentation/admin-guide/module-signing.rst. */

import { type AppendedSignature, readAppendedSignature } from "../elf/signature.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";
import { type Certificate, sameBytes } from "./certificate.ts";
import { digestOf, isDigestName } from "./digest.ts";
import { verifyEcdsa } from "./ecdsa.ts";
import { verifyRsa } from "./rsa.ts";
import { decodeSignerInfo, type SignerIdentity, type SignerInfo } from "./signer-info.ts";

export type Verification =
  /** Signed by the owner of the certificate's key, and not changed since. */
  | { readonly outcome: "good"; readonly certificate: Certificate }
  /** The certificate is that of the signer, but the signature is not: the file was changed, or the signature is no such one as the kernel takes. */
  | { readonly outcome: "bad"; readonly certificate: Certificate | undefined; readonly reason: string }
  /** None of the certificates is that of the signer. */
  | { readonly outcome: "unknown-signer" }
  /** An algorithm that is not known here. */
  | { readonly outcome: "unsupported"; readonly reason: string };

/** Verifies the signature of an uncompressed module. Undefined for a module without. */
export function verifySignature(image: ByteSource, certificates: readonly Certificate[]): Verification | undefined {
  const appended = readAppendedSignature(image);
  if (appended === undefined) return undefined;
  if (appended.idType !== "PKCS#7") {
    return { outcome: "unsupported", reason: `signature of the old form ${appended.idType}` };
  }
  let signer: SignerInfo;
  try {
    signer = decodeSignerInfo(image.name, appended.bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { outcome: "bad", certificate: undefined, reason: error.detail };
  }
  return verifySigner(image, appended, signer, certificates);
}

function verifySigner(
  image: ByteSource,
  appended: AppendedSignature,
  signer: SignerInfo,
  certificates: readonly Certificate[],
): Verification {
  const certificate = certificates.find((each) => belongsTo(each, signer.identity));
  if (signer.hasAttributes) {
    return {
      outcome: "bad",
      certificate,
      reason: "it signs attributes, not the module, which the kernel does not take",
    };
  }
  if (certificate === undefined) return { outcome: "unknown-signer" };
  const { digest, signature } = signer;
  if (!isDigestName(digest)) return { outcome: "unsupported", reason: `digest ${digest}` };
  const { key } = certificate;
  if (key.kind === "other") return { outcome: "unsupported", reason: `key of algorithm ${key.algorithm}` };
  const hash = digestOf(digest, image, appended.signedLength);
  const isGood = key.kind === "rsa" ? verifyRsa(key, digest, hash, signature) : verifyEcdsa(key, hash, signature);
  if (isGood) return { outcome: "good", certificate };
  return { outcome: "bad", certificate, reason: "the module is not what was signed" };
}

function belongsTo({ issuer, serial, keyIdentifier }: Certificate, identity: SignerIdentity): boolean {
  if (identity.kind === "serial") return sameBytes(issuer, identity.issuer) && sameBytes(serial, identity.serial);
  return keyIdentifier !== undefined && sameBytes(keyIdentifier, identity.identifier);
}
