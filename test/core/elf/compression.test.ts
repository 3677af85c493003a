import { expect, test } from "vitest";
import { detectCompression } from "../../../src/core/elf/compression.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";

test.each([
  ["gcc12-amd64-signed.ko", undefined],
  ["gcc12-amd64-signed.ko.gz", "gzip"],
  ["gcc12-amd64-signed.ko.xz", "xz"],
  ["gcc12-amd64-signed.ko.zst", "zstd"],
])("`detectCompression` knows %s by its first six bytes as %s", (name, compression) => {
  expect(detectCompression(fixtureBytes(name).subarray(0, 6))).toBe(compression);
});

test("`detectCompression` takes a cut magic number for no compression", () => {
  expect(detectCompression(Uint8Array.of(0x28, 0xb5, 0x2f))).toBeUndefined();
  expect(detectCompression(new Uint8Array())).toBeUndefined();
});
