import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import type { Certificate } from "../../../src/core/signature/certificate.ts";
import { decodeCertificateFile } from "../../../src/core/signature/certificate-file.ts";
import { type Verification, verifySignature } from "../../../src/core/signature/verify.ts";
import { certificateFile, signedModule } from "../../support/certificates.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";
import { appendSignature, buildPkcs7, type TrailerDescription } from "../../support/signature-builder.ts";

const rsa = decodeCertificateFile("rsa.pem", certificateFile("rsa.pem"));
const ec = decodeCertificateFile("ec.pem", certificateFile("ec.pem"));
const verify = (image: Uint8Array, certificates: readonly Certificate[] = [...rsa, ...ec]): Verification | undefined =>
  verifySignature(imageSource("m.ko", image), certificates);

describe("verifySignature", () => {
  test.each([
    ["rsa.p7s", "rsa.pem", "Example rsa key"],
    ["ec.p7s", "ec.pem", "Example ec key"],
    ["ec-keyid.p7s", "ec.pem", "Example ec key"],
  ])("finds the certificate behind a good signature (%s)", (signature, path, subject) => {
    expect(verify(signedModule(signature))).toMatchObject({ outcome: "good", certificate: { path, subject } });
  });

  test.each(["rsa.p7s", "ec.p7s", "ec-keyid.p7s"])("sees that one byte of the module was changed (%s)", (signature) => {
    const image = fixtureBytes("gcc12-amd64.ko").slice();
    image[1000] = (image[1000] ?? 0) ^ 1;
    expect(verify(signedModule(signature, image))).toMatchObject({
      outcome: "bad",
      reason: "the module is not what was signed",
    });
  });

  test("sees that one byte of the signature was changed", () => {
    const image = signedModule("rsa.p7s");
    const at = image.length - 60;
    image[at] = (image[at] ?? 0) ^ 1;
    expect(verify(image)).toMatchObject({ outcome: "bad" });
  });

  test("knows no signer whose certificate it was not given", () => {
    const unknown = { outcome: "unknown-signer", hasCertificates: false };
    expect(verify(signedModule("rsa.p7s"), ec)).toEqual(unknown);
    expect(verify(signedModule("ec-keyid.p7s"), rsa)).toEqual(unknown);
    expect(verify(fixtureBytes("gcc12-amd64-signed.ko"))).toEqual(unknown);
    // Issued by a known one, which is not looked at.
    expect(verify(signedModule("rsa-leaf.p7s"))).toEqual({ outcome: "unknown-signer", hasCertificates: true });
  });

  test("takes one known signer of several, and no false one", () => {
    for (const certificates of [rsa, ec, [...rsa, ...ec]]) {
      expect(verify(signedModule("rsa-and-ec.p7s"), certificates)).toMatchObject({ outcome: "good" });
    }
    const image = signedModule("rsa-and-ec.p7s");
    // The last bytes are the signature of the second signer in DER's order, the one with the shorter encoding first: that of rsa.
    const at = image.length - 60;
    image[at] = (image[at] ?? 0) ^ 1;
    expect(verify(image)).toMatchObject({ outcome: "bad", certificate: { path: "rsa.pem" } });
    expect(verify(image, ec)).toMatchObject({ outcome: "good", certificate: { path: "ec.pem" } });
  });

  test("takes no signature over attributes, as the kernel does not", () => {
    expect(verify(signedModule("rsa-attributes.p7s"))).toMatchObject({
      outcome: "bad",
      reason: "it signs attributes, not the module, which the kernel does not take",
    });
  });

  test("says what it cannot verify, and what is no signature", () => {
    const plain = fixtureBytes("gcc12-amd64.ko");
    expect(verify(plain)).toBeUndefined();
    expect(verify(appendSignature(plain, { idType: 1, signature: [1] }))).toEqual({
      outcome: "unsupported",
      reason: "it is of the old form X509",
    });
    expect(verify(signedModule("rsa-pss.p7s"))).toEqual({
      outcome: "unsupported",
      reason: "algorithm 1.2.840.113549.1.1.10 of the signature",
    });
    expect(verify(appendSignature(plain, { signature: buildPkcs7() }))).toMatchObject({ outcome: "unknown-signer" });
  });

  test.each<[string, TrailerDescription, RegExp]>([
    ["garbage", { signature: [1, 1, 3] }, /^it is no PKCS#7 message: tag 1 where 48 is expected$/],
    ["nothing", { signature: [] }, /^it is empty$/],
    [
      "more than the file has",
      { signature: [1], lies: { signature: 0x7fffffff } },
      /^it is said to have 2147483647 bytes, the file has \d+$/,
    ],
    ["too much", { signature: [1], lies: { signature: 9 } }, /^it is no PKCS#7 message: tag \d+ where 48 is expected$/],
    ["a hash beside PKCS#7", { signature: buildPkcs7(), hash: 4 }, /^its trailer has values where zeros belong$/],
    ["a signer beside PKCS#7", { signature: buildPkcs7(), signer: "x" }, /^its trailer has values where zeros belong$/],
  ])("says of %s that the kernel cannot read it, whoever is known", (_, description, reason) => {
    for (const certificates of [[], rsa]) {
      const found = verify(appendSignature(fixtureBytes("gcc12-amd64.ko"), description), certificates);
      expect(found).toEqual({ outcome: "damaged", reason: expect.stringMatching(reason) });
    }
  });
});
