import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import type { Certificate } from "../../../src/core/signature/certificate.ts";
import { decodeCertificateFile } from "../../../src/core/signature/certificate-file.ts";
import { type Verification, verifySignature } from "../../../src/core/signature/verify.ts";
import { certificateFile, signedModule } from "../../support/certificates.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";
import { appendSignature, buildPkcs7 } from "../../support/signature-builder.ts";

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
    expect(verify(signedModule("rsa.p7s"), ec)).toEqual({ outcome: "unknown-signer" });
    expect(verify(signedModule("ec-keyid.p7s"), rsa)).toEqual({ outcome: "unknown-signer" });
    expect(verify(fixtureBytes("gcc12-amd64-signed.ko"))).toEqual({ outcome: "unknown-signer" });
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
      reason: "signature of the old form X509",
    });
    expect(verify(appendSignature(plain, { signature: [1, 2, 3] }))).toMatchObject({ outcome: "bad" });
    expect(verify(appendSignature(plain, { signature: buildPkcs7() }))).toEqual({ outcome: "unknown-signer" });
  });
});
