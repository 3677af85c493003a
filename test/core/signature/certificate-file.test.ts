import { describe, expect, test } from "vitest";
import { FormatError } from "../../../src/core/errors.ts";
import { decodeCertificateFile } from "../../../src/core/signature/certificate-file.ts";
import { concatBytes } from "../../support/byte-builder.ts";
import { certificateFile } from "../../support/certificates.ts";

const rsa = certificateFile("rsa.pem");
const ec = certificateFile("ec.pem");
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const bytes = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, "latin1"));
const der = (pem: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.from(text(pem).replace(/-----.*-----/g, ""), "base64"));
const subjects = (content: Uint8Array): readonly string[] =>
  decodeCertificateFile("c", content).map(({ subject }) => subject);

describe("decodeCertificateFile", () => {
  test("reads names, key identifiers and keys", () => {
    const [first] = decodeCertificateFile("rsa.pem", rsa);
    expect(first).toMatchObject({
      path: "rsa.pem",
      subject: "Example rsa key",
      key: { kind: "rsa", exponent: 65_537n },
    });
    expect(first?.keyIdentifier).toHaveLength(20);
    expect(decodeCertificateFile("ec.pem", ec)[0]?.key).toMatchObject({ kind: "ec", curve: "P-384" });
  });

  test("takes several, with text between, in PEM and in DER", () => {
    expect(subjects(concatBytes("about\n", rsa, "\r\nmore\n", ec))).toEqual(["Example rsa key", "Example ec key"]);
    expect(subjects(concatBytes(der(rsa), der(ec)))).toEqual(["Example rsa key", "Example ec key"]);
    expect(subjects(bytes(text(rsa).replaceAll("\n", "\r\n")))).toEqual(["Example rsa key"]);
  });

  test.each([
    ["nothing", "", "c: no certificate in PEM or DER form"],
    ["text", "hello\n", "c: no certificate in PEM or DER form"],
    [
      "a certificate without end",
      text(rsa).slice(0, 200),
      "c: no '-----END CERTIFICATE-----' after the certificate that begins at byte 0",
    ],
    ["no base64", text(rsa).replace("MII", "M*I"), "c: '*' in base64"],
    ["DER of something else", "0\x03\x02\x01\x05", "c: no X.509 certificate: tag 2 where 48 is expected"],
    [
      "a certificate that is cut",
      text(der(rsa).subarray(0, 300)),
      "c: no X.509 certificate: an element leaves its surroundings",
    ],
  ])("refuses %s", (_what, content, message) => {
    expect(() => decodeCertificateFile("c", bytes(content))).toThrow(new FormatError("c", message.slice(3)));
  });
});
