import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { withModuleImage } from "../../../src/core/elf/module-file.ts";
import { FormatError } from "../../../src/core/errors.ts";
import type { ByteSource } from "../../../src/core/platform.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

const PLAIN = fixtureBytes("gcc12-amd64-signed.ko");
const wholeImage = (image: ByteSource): Uint8Array => image.read(0, image.size).slice();

test("`withModuleImage` gives a plain file as it is, whatever its name", () => {
  const platform = memoryPlatform({ "/m.ko.xz": PLAIN });
  expect(withModuleImage(platform, "/m.ko.xz", wholeImage)).toEqual(PLAIN);
});

test("`withModuleImage` decompresses what has a magic number, whatever its name", () => {
  const platform = memoryPlatform(
    { "/m.ko": fixtureBytes("gcc12-amd64-signed.ko.gz") },
    { decompress: (_format, bytes) => new Uint8Array(gunzipSync(bytes)) },
  );
  expect(withModuleImage(platform, "/m.ko", wholeImage)).toEqual(PLAIN);
});

test.each([
  ["gcc12-amd64-signed.ko.gz", "gzip"],
  ["gcc12-amd64-signed.ko.xz", "xz"],
  ["gcc12-amd64-signed.ko.zst", "zstd"],
])("`withModuleImage` hands all of %s to the %s codec and names the image after the file", (name, expected) => {
  const seen: unknown[] = [];
  const platform = memoryPlatform(
    { "/m.ko": fixtureBytes(name) },
    {
      decompress(format, bytes) {
        seen.push(format, bytes.slice());
        return PLAIN;
      },
    },
  );
  expect(withModuleImage(platform, "/m.ko", (image) => image.name)).toBe("/m.ko");
  expect(seen).toEqual([expected, fixtureBytes(name)]);
});

test("`withModuleImage` passes on what the codec says of damaged data", () => {
  const error = new FormatError("/m.ko", "xz: Unexpected end of input");
  const platform = memoryPlatform(
    { "/m.ko": fixtureBytes("gcc12-amd64-signed.ko.xz").subarray(0, 100) },
    {
      decompress() {
        throw error;
      },
    },
  );
  expect(() => withModuleImage(platform, "/m.ko", wholeImage)).toThrow(error);
});

test.each([0, 5])("`withModuleImage` refuses a file of %d bytes as an invalid argument", (length) => {
  const platform = memoryPlatform({ "/m.ko": PLAIN.subarray(0, length) });
  expect(() => withModuleImage(platform, "/m.ko", wholeImage)).toThrow(
    new FormatError("/m.ko", `a module has at least 6 bytes, this file has ${length}`),
  );
});

test("`withModuleImage` says that a file is missing", () => {
  expect(() => withModuleImage(memoryPlatform({}), "/m.ko", wholeImage)).toThrow(
    expect.objectContaining({ name: "SystemError", errno: "ENOENT" }),
  );
});
