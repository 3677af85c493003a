/** The real modules in fixtures/modules, read through Node. */

import { readFileSync } from "node:fs";
import { imageSource } from "../../src/core/elf/byte-source.ts";
import type { ByteSource } from "../../src/core/platform.ts";

const DIRECTORY = `${import.meta.dirname}/../../fixtures/modules`;

/** The plain modules: 64-bit and 32-bit, little and big endian, unsigned and signed. */
export const FIXTURE_MODULES = [
  "gcc12-amd64.ko",
  "gcc12-riscv64.ko",
  "gcc12-s390x.ko",
  "gcc12-armhf.ko",
  "gcc12-amd64-signed.ko",
  "gcc12-amd64-signed-by-key-id.ko",
  "gcc12-s390x-signed-sha512.ko",
] as const;

/** The bytes of a file in fixtures/modules. */
export function fixtureBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${DIRECTORY}/${name}`));
}

/** A plain module as an image in memory. */
export function fixtureImage(name: string): ByteSource {
  return imageSource(name, fixtureBytes(name));
}
