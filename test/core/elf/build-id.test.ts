import { expect, test } from "vitest";
import { decodeBuildId, readBuildId } from "../../../src/core/elf/build-id.ts";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { concatBytes, word } from "../../support/byte-builder.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { fixtureBytes, fixtureImage } from "../../support/fixture-modules.ts";

const note = (nameLength: number, length: number, type: number, rest: string): Uint8Array =>
  concatBytes(...[nameLength, length, type].map((value) => word(value, 4, true)), rest);

test.each([
  ["gcc12-amd64.ko", 64],
  ["gcc12-s390x.ko", 64],
  ["gcc12-armhf.ko", 52],
])("`readBuildId` finds the 20 bytes of %s behind the ELF header of %d bytes", (name, headerSize) => {
  const start = headerSize + 16;
  expect(readBuildId(readElf(fixtureImage(name)))).toEqual(fixtureBytes(name).subarray(start, start + 20));
});

test.each([
  [32, true],
  [32, false],
  [64, true],
  [64, false],
] as const)("`readBuildId` reads a %d-bit note, little endian %s", (elfClass, littleEndian) => {
  const image = imageSource("m.ko", buildElf({ elfClass, littleEndian, buildId: [1, 2, 255] }));
  expect(readBuildId(readElf(image))).toEqual(Uint8Array.of(1, 2, 255));
});

test("`readBuildId` finds none in a file without the section, or with an absurdly large one", () => {
  const large = { name: ".note.gnu.build-id", bytes: new Uint8Array(64 * 1024 + 1) };
  expect(readBuildId(readElf(imageSource("m.ko", buildElf())))).toBeUndefined();
  expect(readBuildId(readElf(imageSource("m.ko", buildElf({ sections: [large] }))))).toBeUndefined();
});

test.each([
  ["an empty section", new Uint8Array()],
  ["a cut header", note(4, 0, 3, "GNU")],
  ["another owner", note(4, 2, 3, "GNX\0ab")],
  ["a longer owner", note(5, 2, 3, "GNU\0\0\0\0\0ab")],
  ["another type", note(4, 2, 1, "GNU\0ab")],
  ["a cut id", note(4, 3, 3, "GNU\0ab")],
  ["a huge id", note(4, 0xffff_ffff, 3, "GNU\0ab")],
])("`decodeBuildId` finds none in %s", (_, bytes) => {
  expect(decodeBuildId(bytes, true)).toBeUndefined();
});

test("`decodeBuildId` takes an empty id and ignores what follows the id", () => {
  expect(decodeBuildId(note(4, 0, 3, "GNU\0"), true)).toEqual(new Uint8Array());
  expect(decodeBuildId(note(4, 2, 3, "GNU\0abcd"), true)).toEqual(Uint8Array.of(0x61, 0x62));
});
