/**
 * The signers of many modules. A kernel's modules are signed with one key, so what stands around their signatures is the
 * same bytes: comparing them takes a tenth of decoding them.
 */

import { decodePkcs7, type Signer } from "./pkcs7.ts";

interface Known {
  /** A copy: the bytes of a file are only lent. */
  readonly bytes: Uint8Array;
  /** Where the signature itself begins and ends in them. */
  readonly from: number;
  readonly to: number;
  readonly signer: Signer;
}

/** The last one. It may change nothing but the speed. */
let known: Known | undefined;

/** What `decodePkcs7` returns or throws. */
export function readSigner(source: string, bytes: Uint8Array): Signer {
  if (known !== undefined && differsOnlyInSignature(known, bytes)) {
    return { ...known.signer, signature: bytes.subarray(known.from, known.to) };
  }
  const signer = decodePkcs7(source, bytes);
  known = remembered(bytes, signer);
  return signer;
}

function remembered(bytes: Uint8Array, signer: Signer): Known | undefined {
  const { signature, serial } = signer;
  if (signature.buffer !== bytes.buffer) return undefined;
  const from = signature.byteOffset - bytes.byteOffset;
  const kept = { ...signer, serial: serial.slice(), signature: new Uint8Array() };
  return { bytes: bytes.slice(), from, to: from + signature.length, signer: kept };
}

function differsOnlyInSignature({ bytes: before, from, to }: Known, bytes: Uint8Array): boolean {
  if (bytes.length !== before.length) return false;
  for (let at = 0; at < from; at++) if (bytes[at] !== before[at]) return false;
  for (let at = to; at < bytes.length; at++) if (bytes[at] !== before[at]) return false;
  return true;
}
