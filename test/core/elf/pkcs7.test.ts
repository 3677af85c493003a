import { describe, expect, test } from "vitest";
import { decodePkcs7 } from "../../../src/core/elf/pkcs7.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildPkcs7, der, type SignerDescription } from "../../support/signature-builder.ts";

const decode = (description: SignerDescription) => decodePkcs7("m.ko", buildPkcs7(description));
const organisation = { type: "organisation", value: "O" } as const;
const unit = { type: "organisationalUnit", value: "U" } as const;

test("`decodePkcs7` reads the first signer", () => {
  expect(decode({ certificates: der(0xa0, der(0x30, "a certificate")) })).toEqual({
    name: "Test key",
    serial: Uint8Array.of(1),
    digest: "sha256",
    signature: Uint8Array.of(9, 8, 7),
  });
});

test.each([
  [
    "the first common name",
    [organisation, { type: "commonName", value: "A" }, { type: "commonName", value: "B" }],
    "A",
  ],
  ["the last part of a name without common name", [organisation, unit], "U"],
  ["nothing of an empty name", [], ""],
] as const)("`decodePkcs7` takes %s", (_, issuer, name) => {
  expect(decode({ issuer }).name).toBe(name);
});

test.each([
  ["01", "01"],
  ["00 80", "80"],
  ["00", ""],
  ["80 00", "80 00"],
  ["ff", "01"],
  ["fe 01", "01 ff"],
  ["ff 00", "01 00"],
])("`decodePkcs7` shows the serial number %s as %s, as kmod 30 does", (stored, shown) => {
  const hex = (text: string) => Uint8Array.from(text.split(" ").filter(Boolean), (byte) => Number.parseInt(byte, 16));
  expect(decode({ serial: [...hex(stored)] }).serial).toEqual(hex(shown));
});

describe("`decodePkcs7` refuses", () => {
  test.each([
    ["a signer identified by key id", { identity: der(0x80, [1, 2]) }],
    ["an empty serial number", { serial: [] }],
    ["a padded serial number", { serial: [0, 0, 1] }],
    ["a padded negative serial number", { serial: [0xff, 0x80] }],
    ["an empty digest identifier", { digest: [] }],
  ])("%s", (_, description) => {
    expect(() => decode(description)).toThrow(FormatError);
  });

  test("content that is no signed data", () => {
    const data = der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01]), der(0xa0));
    expect(() => decodePkcs7("m.ko", data)).toThrow("m.ko: signature: PKCS#7 content is not signed data");
  });

  test("every cut of a good structure", () => {
    const whole = buildPkcs7();
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodePkcs7("m.ko", whole.subarray(0, length))).toThrow(FormatError);
    }
  });
});
