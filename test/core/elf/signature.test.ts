import { describe, expect, test } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { type ModuleSignature, readSignature } from "../../../src/core/elf/signature.ts";
import { concatBytes } from "../../support/byte-builder.ts";
import { fixtureBytes, fixtureImage } from "../../support/fixture-modules.ts";
import { appendSignature, ber, buildPkcs7, type TrailerDescription } from "../../support/signature-builder.ts";

const IMAGE = fromByteString("the image");
const MAGIC_AND_TRAILER = 40;
const signatureOf = (bytes: Uint8Array): ModuleSignature | undefined => readSignature(imageSource("m.ko", bytes));
const appended = (description: TrailerDescription): ModuleSignature | undefined =>
  signatureOf(appendSignature(IMAGE, description));

const NOT_SHOWN: ModuleSignature = {
  idType: "PKCS#7",
  signer: "",
  keyId: new Uint8Array(),
  hashAlgorithm: "unknown",
  signature: new Uint8Array(),
};

test.each([
  ["gcc12-amd64-signed.ko", "sha256"],
  ["gcc12-s390x-signed-sha512.ko", "sha512"],
])("`readSignature` shows signer, serial, %s's digest %s and the RSA signature", (name, hashAlgorithm) => {
  const bytes = fixtureBytes(name);
  const end = bytes.length - MAGIC_AND_TRAILER;
  expect(readSignature(fixtureImage(name))).toEqual({
    idType: "PKCS#7",
    signer: "Throw-away fixture key",
    keyId: Uint8Array.of(0xc0, 0xff, 0xee, 0x01),
    hashAlgorithm,
    signature: bytes.subarray(end - 256, end),
  });
});

test("`readSignature` shows nothing of a signer that openssl identified by key id", () => {
  expect(readSignature(fixtureImage("gcc12-amd64-signed-by-key-id.ko"))).toEqual(NOT_SHOWN);
});

test.each([
  [0, "PGP"],
  [1, "X509"],
])("`readSignature` shows the plain fields of id type %d, %s", (idType, idName) => {
  const signature = fromByteString("sigdata-0123456789abcdefghij");
  const description = { algorithm: 1, hash: 4, idType, signer: "Some Signer", keyId: [1, 2, 0xab], signature };
  expect(appended(description)).toEqual({
    idType: idName,
    signer: "Some Signer",
    keyId: Uint8Array.of(1, 2, 0xab),
    hashAlgorithm: "sha256",
    signature,
  });
});

test.each(
  ["md4", "md5", "sha1", "rmd160", "sha256", "sha384", "sha512", "sha224", "sm3"].map(
    (name, hash) => [hash, name] as const,
  ),
)("`readSignature` knows hash number %d as %s", (hash, name) => {
  expect(appended({ hash, idType: 1, signature: [1] })?.hashAlgorithm).toBe(name);
});

test("`readSignature` cuts a signer at a NUL, as a C program does", () => {
  expect(appended({ idType: 1, signer: "A\0B", signature: [1] })?.signer).toBe("A");
  const issuer = [{ type: "commonName", value: "A\0B" }] as const;
  expect(appended({ signature: buildPkcs7({ issuer }) })?.signer).toBe("A");
});

describe("`readSignature` takes for unsigned", () => {
  const signed = appendSignature(IMAGE, { idType: 1, signature: [1, 2, 3] });

  test.each([
    ["an empty file", new Uint8Array()],
    ["the magic text alone", signed.subarray(-28)],
    ["trailer and magic text alone", signed.subarray(-MAGIC_AND_TRAILER)],
    ["a byte after the magic text", concatBytes(signed, [0])],
    ["a missing newline", signed.subarray(0, -1)],
    ["an unknown algorithm", appendSignature(IMAGE, { algorithm: 2, signature: [1] })],
    ["an unknown hash", appendSignature(IMAGE, { hash: 9, signature: [1] })],
    ["an unknown id type", appendSignature(IMAGE, { idType: 3, signature: [1] })],
    ["an empty signature", appendSignature(IMAGE, { signature: [] })],
    ["a signature longer than the file", appendSignature(IMAGE, { signature: [1], lies: { signature: 11 } })],
    ["a signature of 4 GiB", appendSignature(IMAGE, { signature: [1], lies: { signature: 2 ** 32 - 1 } })],
    ["a signer longer than the file", appendSignature(IMAGE, { signature: [1], lies: { signer: 10 } })],
    ["a key id longer than the file", appendSignature(IMAGE, { signature: [1], lies: { keyId: 10 } })],
  ])("%s", (_, bytes) => {
    expect(signatureOf(bytes)).toBeUndefined();
  });
});

test("`readSignature` ignores the padding and takes lengths up to the whole file", () => {
  const bytes = appendSignature(IMAGE, { idType: 1, signature: [7], lies: { signature: 10 } });
  bytes.fill(0xff, bytes.length - 35, bytes.length - 32);
  expect(signatureOf(bytes)?.signature).toEqual(concatBytes(IMAGE, [7]));
});

test.each([
  ["nonsense", [1, 2, 3]],
  ["an empty sequence", [0x30, 0]],
  ["a cut structure", buildPkcs7().subarray(0, -1)],
  ["elements nested without end", new Uint8Array(50_000).fill(0x30).map((byte, at) => (at % 2 === 0 ? byte : 0x80))],
])("`readSignature` shows empty fields for PKCS#7 with %s", (_, signature) => {
  expect(appended({ signature })).toEqual(NOT_SHOWN);
});

test("`readSignature` reads PKCS#7 in BER and ignores bytes behind it", () => {
  const plain = appended({ signature: buildPkcs7() });
  expect(plain?.signer).toBe("Test key");
  expect(appended({ signature: buildPkcs7({ encode: ber }) })).toEqual(plain);
  expect(appended({ signature: concatBytes(buildPkcs7(), [1, 2]) })).toEqual(plain);
  expect(appended({ signer: "ignored", keyId: [5], signature: buildPkcs7() })).toEqual(plain);
});
