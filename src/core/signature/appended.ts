/**
 * The signature of a module as the kernel reads it, which is stricter than modinfo: see elf/signature.ts for the form, and the kernel's
 * Documentation/admin-guide/module-signing.rst.
 */

import { LARGEST_SIGNATURE, readTrailer } from "../elf/signature.ts";
import type { ByteSource } from "../platform.ts";

export type AppendedSignature =
  | {
      readonly kind: "pkcs7";
      /** How many bytes of the image it signs: all before it. */
      readonly signedLength: number;
      readonly bytes: Uint8Array;
    }
  /** Of a form that kernels since 4.3 do not know. */
  | { readonly kind: "old-form"; readonly idType: number }
  /** The kernel cannot read it, and refuses the module. */
  | { readonly kind: "damaged"; readonly reason: string };

const PKCS7 = 2;

/** What follows an uncompressed module; undefined where that does not end as a signature does. */
export function readAppendedSignature(image: ByteSource): AppendedSignature | undefined {
  const trailer = readTrailer(image);
  if (trailer === undefined) return undefined;
  const { idType, signatureLength, end } = trailer;
  if (signatureLength >= end) return damaged(`it is said to have ${signatureLength} bytes, the file has ${image.size}`);
  if (idType !== PKCS7) return { kind: "old-form", idType };
  if (trailer.others.some((byte) => byte !== 0)) return damaged("its trailer has values where zeros belong");
  if (signatureLength === 0) return damaged("it is empty");
  if (signatureLength > LARGEST_SIGNATURE) return damaged(`${signatureLength} bytes are too many for one`);
  const signedLength = end - signatureLength;
  return { kind: "pkcs7", signedLength, bytes: image.read(signedLength, signatureLength) };
}

function damaged(reason: string): AppendedSignature {
  return { kind: "damaged", reason };
}
