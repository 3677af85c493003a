/** Appends signatures to module images in the kernel's format, valid in form but signed by nobody. */

import { concatBytes, word } from "./byte-builder.ts";

export interface TrailerDescription {
  /** 0 if not given, as in all the numbers below but the id type. */
  readonly algorithm?: number;
  readonly hash?: number;
  /** 2 (PKCS#7) if not given. */
  readonly idType?: number;
  readonly signer?: string;
  readonly keyId?: readonly number[];
  readonly signature: Uint8Array | readonly number[];
  /** Lengths instead of the true ones. */
  readonly lies?: { readonly signer?: number; readonly keyId?: number; readonly signature?: number };
}

/** `image` with signer, key id, signature, trailer and magic text behind it. */
export function appendSignature(image: Uint8Array, description: TrailerDescription): Uint8Array {
  const { algorithm = 0, hash = 0, idType = 2, signer = "", keyId = [], signature, lies = {} } = description;
  return concatBytes(
    image,
    signer,
    keyId,
    signature,
    [algorithm, hash, idType, lies.signer ?? signer.length, lies.keyId ?? keyId.length, 0, 0, 0],
    word(lies.signature ?? signature.length, 4, false),
    "~Module signature appended~\n",
  );
}

/** A DER element with a definite length. */
export function der(tag: number, ...content: readonly (Uint8Array | string | readonly number[])[]): Uint8Array {
  const bytes = concatBytes(...content);
  const length = bytes.length < 0x80 ? [bytes.length] : concatBytes([0x82], word(bytes.length, 2, false));
  return concatBytes([tag], length, bytes);
}

/** An element of indefinite length (BER). */
export function ber(tag: number, ...content: readonly (Uint8Array | string | readonly number[])[]): Uint8Array {
  return concatBytes([tag, 0x80], ...content, [0, 0]);
}

const OBJECT_IDENTIFIERS = {
  signedData: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02],
  data: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01],
  commonName: [0x55, 0x04, 0x03],
  organisation: [0x55, 0x04, 0x0a],
  organisationalUnit: [0x55, 0x04, 0x0b],
  sha256: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
  rsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01],
} as const;

export interface SignerDescription {
  /** Parts of the issuer's name, in order. */
  readonly issuer?: readonly {
    readonly type: "commonName" | "organisation" | "organisationalUnit";
    readonly value: string;
  }[];
  readonly serial?: readonly number[];
  /** Content of the digest's object identifier; sha256 if not given. */
  readonly digest?: readonly number[];
  readonly signature?: readonly number[];
  /** Identifies the signer instead of issuer and serial number. */
  readonly identity?: Uint8Array;
  readonly certificates?: Uint8Array;
  /** Makes the outer elements; `ber` for indefinite lengths. */
  readonly encode?: typeof der;
}

/** A PKCS#7 SignedData with one signer. */
export function buildPkcs7(description: SignerDescription = {}): Uint8Array {
  const { issuer = [{ type: "commonName", value: "Test key" }], serial = [1], signature = [9, 8, 7] } = description;
  const { digest = OBJECT_IDENTIFIERS.sha256, certificates = [], encode = der } = description;
  const attributes = issuer.map(({ type, value }) =>
    der(0x31, der(0x30, der(0x06, OBJECT_IDENTIFIERS[type]), der(0x0c, value))),
  );
  const identity = description.identity ?? der(0x30, der(0x30, ...attributes), der(0x02, serial));
  const algorithm = der(0x30, der(0x06, digest));
  const signatureAlgorithm = der(0x30, der(0x06, OBJECT_IDENTIFIERS.rsa), der(0x05));
  const signer = encode(0x30, der(0x02, [1]), identity, algorithm, signatureAlgorithm, der(0x04, signature));
  const content = der(0x30, der(0x06, OBJECT_IDENTIFIERS.data));
  const signedData = encode(0x30, der(0x02, [1]), der(0x31, algorithm), content, certificates, encode(0x31, signer));
  return encode(0x30, der(0x06, OBJECT_IDENTIFIERS.signedData), encode(0xa0, signedData));
}
