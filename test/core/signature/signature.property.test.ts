import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { decodeCertificateFile } from "../../../src/core/signature/certificate-file.ts";
import { decodeSignedData } from "../../../src/core/signature/signer-info.ts";
import { verifySignature } from "../../../src/core/signature/verify.ts";
import { certificateFile } from "../../support/certificates.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";
import { mutated, PROPERTY_PARAMETERS, valueOrFormatError } from "../../support/mutations.ts";
import { appendSignature } from "../../support/signature-builder.ts";

const PEMS = ["rsa.pem", "ec.pem"].map(certificateFile);
const DERS = PEMS.map((pem) => {
  const base64 = Buffer.from(pem)
    .toString("latin1")
    .replace(/-----.*-----/g, "");
  return new Uint8Array(Buffer.from(base64, "base64"));
});
const SIGNATURES = ["rsa.p7s", "ec.p7s", "ec-keyid.p7s", "rsa-attributes.p7s"].map(certificateFile);
const certificates = PEMS.flatMap((pem) => decodeCertificateFile("c", pem));
const image = fixtureBytes("gcc12-amd64.ko");

describe("damaged", () => {
  test("certificates are a value or a FormatError, and sign nothing that they did not", () => {
    fc.assert(
      fc.property(mutated([...PEMS, ...DERS]), (bytes) => {
        const found = valueOrFormatError(() => decodeCertificateFile("c", bytes));
        if (found instanceof FormatError) return;
        const signed = appendSignature(image, { signature: certificateFile("rsa.p7s") });
        const changed = signed.slice();
        changed[500] = (changed[500] ?? 0) ^ 1;
        expect(verifySignature(imageSource("m", changed), found)?.outcome).not.toBe("good");
      }),
      { ...PROPERTY_PARAMETERS, numRuns: Math.min(PROPERTY_PARAMETERS.numRuns, 500) },
    );
  });

  test("signatures are a value or a FormatError", () => {
    fc.assert(
      fc.property(mutated(SIGNATURES), (bytes) => {
        valueOrFormatError(() => decodeSignedData("m", bytes));
      }),
      PROPERTY_PARAMETERS,
    );
  });

  test("signatures over another module are never good", () => {
    const other = image.slice();
    other[500] = (other[500] ?? 0) ^ 1;
    fc.assert(
      fc.property(mutated(SIGNATURES), (bytes) => {
        const signed = appendSignature(other, { signature: bytes });
        expect(verifySignature(imageSource("m", signed), certificates)?.outcome).not.toBe("good");
      }),
      { ...PROPERTY_PARAMETERS, numRuns: Math.min(PROPERTY_PARAMETERS.numRuns, 500) },
    );
  });
});
