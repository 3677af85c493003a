/** Verifying beside Node's own cryptography: what it signs is good, what is changed is not. */

import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { imageSource } from "../../src/core/elf/byte-source.ts";
import type { DigestName } from "../../src/core/signature/digest.ts";
import { digestOf } from "../../src/core/signature/digest.ts";
import { type CurveName, type EcKey, verifyEcdsa } from "../../src/core/signature/ecdsa.ts";
import { type RsaKey, verifyRsa } from "../../src/core/signature/rsa.ts";

const DIGESTS: readonly DigestName[] = ["sha224", "sha256", "sha384", "sha512"];
const CURVES: readonly CurveName[] = ["P-256", "P-384", "P-521"];

const MESSAGE = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) & 0xff);

const digest = (name: DigestName, bytes = MESSAGE): Uint8Array => digestOf(name, imageSource("m", bytes), bytes.length);

function number(text: string | undefined): bigint {
  return BigInt(`0x${Buffer.from(text ?? "", "base64url").toString("hex")}`);
}

function rsaKey(key: KeyObject): RsaKey {
  const { n, e } = key.export({ format: "jwk" });
  return { kind: "rsa", modulus: number(n), exponent: number(e) };
}

function ecKey(key: KeyObject, curve: CurveName): EcKey {
  const { x, y } = key.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x ?? "", "base64url"), Buffer.from(y ?? "", "base64url")]);
  return { kind: "ec", curve, point: new Uint8Array(point) };
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe("digestOf", () => {
  test.each(DIGESTS)("is Node's own, for lengths around the blocks and pieces (%s)", (name) => {
    for (const length of [0, 1, 55, 56, 64, 111, 112, 128, 1_048_576, 1_048_577]) {
      const bytes = new Uint8Array(length).fill(length & 0xff);
      expect(Buffer.from(digest(name, bytes)).toString("hex")).toBe(createHash(name).update(bytes).digest("hex"));
    }
  });
});

describe("verifyRsa", () => {
  test.each([2048, 3072, 4096, 2049])(
    "takes what Node signs with a key of %i bits, and nothing else",
    (modulusLength) => {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength });
      const key = rsaKey(publicKey);
      for (const name of DIGESTS) {
        const signature = new Uint8Array(sign(name, MESSAGE, privateKey));
        expect(verifyRsa(key, name, digest(name), signature)).toBe(true);
        expect(verifyRsa(key, name, changed(digest(name), 3), signature)).toBe(false);
        expect(verifyRsa(key, name, digest(name), changed(signature, 40))).toBe(false);
        expect(verifyRsa(key, name, digest(name), signature.subarray(1))).toBe(false);
        expect(verifyRsa({ ...key, modulus: key.modulus + 2n }, name, digest(name), signature)).toBe(false);
      }
      const wrong = new Uint8Array(sign("sha512", MESSAGE, privateKey));
      expect(verifyRsa(key, "sha256", digest("sha256"), wrong)).toBe(false);
    },
  );
});

describe("verifyEcdsa", () => {
  test.each(CURVES)("takes what Node signs on curve %s, and nothing else", (namedCurve) => {
    for (let round = 0; round < 5; round++) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve });
      const key = ecKey(publicKey, namedCurve);
      for (const name of DIGESTS) {
        const signature = new Uint8Array(sign(name, MESSAGE, privateKey));
        expect(verifyEcdsa(key, digest(name), signature)).toBe(true);
        expect(verifyEcdsa(key, changed(digest(name), 3), signature)).toBe(false);
        expect(verifyEcdsa(key, digest(name), changed(signature, 20))).toBe(false);
        expect(verifyEcdsa({ ...key, point: changed(key.point, 9) }, digest(name), signature)).toBe(false);
      }
    }
  });

  test("takes no signature of zeros, of other bytes, or on another curve", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = ecKey(publicKey, "P-256");
    const hash = digest("sha256");
    for (const bad of [[], [0x30, 0], [0x30, 6, 2, 1, 0, 2, 1, 0], [0x30, 6, 2, 1, 1, 2, 1, 0], [1, 2, 3]]) {
      expect(verifyEcdsa(key, hash, Uint8Array.from(bad))).toBe(false);
    }
    const signature = new Uint8Array(sign("sha256", MESSAGE, privateKey));
    expect(verifyEcdsa({ ...key, curve: "P-384" }, hash, signature)).toBe(false);
  });
});
