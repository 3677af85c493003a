/** Whether the signature of a module is that of one of some certificates. See the kernel's Documentation/admin-guide/module-signing.rst. */

import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";
import { readAppendedSignature } from "./appended.ts";
import { type Certificate, sameBytes } from "./certificate.ts";
import { type DigestName, digestOf, isDigestName } from "./digest.ts";
import { verifyEcdsa } from "./ecdsa.ts";
import { verifyRsa } from "./rsa.ts";
import { decodeSignedData, type SignedData, type SignerIdentity, type SignerInfo } from "./signer-info.ts";

export type Verification =
  /** Signed by the owner of the certificate's key, and not changed since. */
  | { readonly outcome: "good"; readonly certificate: Certificate }
  /** The certificate is that of a signer, but the signature is not: the file was changed, or it was signed otherwise than the kernel takes. */
  | { readonly outcome: "bad"; readonly certificate: Certificate | undefined; readonly reason: string }
  /** It is no signature that the kernel can read. */
  | { readonly outcome: "damaged"; readonly reason: string }
  /** None of the certificates is that of a signer. Those that came along may lead to one of them. */
  | { readonly outcome: "unknown-signer"; readonly hasCertificates: boolean }
  /** An algorithm that is not known here. */
  | { readonly outcome: "unsupported"; readonly reason: string };

/** By number. */
const OLD_FORMS = ["PGP", "X509"] as const;

/** What counts where signers come to different ends: the kernel refuses a false signature of a key that it has, and otherwise wants one good one. */
const RANK: readonly Verification["outcome"][] = ["bad", "good", "unsupported", "unknown-signer"];

/** Verifies the signature of an uncompressed module. Undefined for a module without. */
export function verifySignature(image: ByteSource, certificates: readonly Certificate[]): Verification | undefined {
  const appended = readAppendedSignature(image);
  if (appended === undefined) return undefined;
  if (appended.kind === "damaged") return { outcome: "damaged", reason: appended.reason };
  if (appended.kind === "old-form") {
    return { outcome: "unsupported", reason: `it is of the old form ${OLD_FORMS[appended.idType] ?? appended.idType}` };
  }
  let signed: SignedData;
  try {
    signed = decodeSignedData(image.name, appended.bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { outcome: "damaged", reason: `it is no PKCS#7 message: ${error.detail.replace(/^signature: /, "")}` };
  }
  const { signers, hasCertificates } = signed;
  const hashes = new Map<string, Uint8Array>();
  const hashOf = (digest: DigestName): Uint8Array => {
    const hash = hashes.get(digest) ?? digestOf(digest, image, appended.signedLength);
    hashes.set(digest, hash);
    return hash;
  };
  const outcomes = signers.map((signer) => verifySigner(hashOf, signer, certificates));
  const worst = RANK.flatMap((rank) => outcomes.filter(({ outcome }) => outcome === rank))[0] as Verification;
  return worst.outcome === "unknown-signer" ? { outcome: "unknown-signer", hasCertificates } : worst;
}

function verifySigner(
  hashOf: (digest: DigestName) => Uint8Array,
  signer: SignerInfo,
  certificates: readonly Certificate[],
): Verification {
  const certificate = certificates.find((each) => belongsTo(each, signer.identity));
  if (signer.hasAttributes) {
    const reason = "it signs attributes, not the module, which the kernel does not take";
    return { outcome: "bad", certificate, reason };
  }
  if (certificate === undefined) return { outcome: "unknown-signer", hasCertificates: false };
  const { digest, algorithm, signature } = signer;
  if (!isDigestName(digest)) return { outcome: "unsupported", reason: `digest ${digest}` };
  const { key } = certificate;
  if (key.kind === "other") return { outcome: "unsupported", reason: `key of algorithm ${key.algorithm}` };
  if (!ALGORITHMS[key.kind].test(algorithm)) {
    return { outcome: "unsupported", reason: `algorithm ${algorithm} of the signature` };
  }
  const hash = hashOf(digest);
  const isGood = key.kind === "rsa" ? verifyRsa(key, digest, hash, signature) : verifyEcdsa(key, hash, signature);
  if (isGood) return { outcome: "good", certificate };
  return { outcome: "bad", certificate, reason: "the module is not what was signed" };
}

/** Signatures that a key of the kind makes: RSA by PKCS #1 v1.5, alone or with a digest, and ECDSA with SHA-2. */
const ALGORITHMS: Readonly<Record<"rsa" | "ec", RegExp>> = {
  rsa: /^1\.2\.840\.113549\.1\.1\.(?:1|11|12|13|14)$/,
  ec: /^1\.2\.840\.10045\.4\.3\.[1-4]$/,
};

function belongsTo({ issuer, serial, keyIdentifier }: Certificate, identity: SignerIdentity): boolean {
  if (identity.kind === "serial") return sameBytes(issuer, identity.issuer) && sameBytes(serial, identity.serial);
  return keyIdentifier !== undefined && sameBytes(keyIdentifier, identity.identifier);
}
