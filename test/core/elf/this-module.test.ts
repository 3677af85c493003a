import { expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { readInternalName } from "../../../src/core/elf/this-module.ts";
import { buildElf, type ElfDescription } from "../../support/elf-builder.ts";
import { FIXTURE_MODULES, fixtureImage } from "../../support/fixture-modules.ts";

const nameIn = (description: ElfDescription): string | undefined =>
  readInternalName(readElf(imageSource("m.ko", buildElf(description))));

test.each(FIXTURE_MODULES)("`readInternalName` finds the name in %s", (name) => {
  expect(readInternalName(readElf(fixtureImage(name)))).toBe("sample");
});

test.each([
  [32, 59],
  [64, 55],
] as const)("`readInternalName` takes names of a %d-bit file up to %d bytes", (elfClass, longest) => {
  expect(nameIn({ elfClass, internalName: "x".repeat(longest) })).toBe("x".repeat(longest));
  expect(nameIn({ elfClass, internalName: "x".repeat(longest + 1) })).toBeUndefined();
});

test.each([
  ["no section", {}],
  ["a short section", { sections: [{ name: ".gnu.linkonce.this_module", bytes: "x".repeat(79) }] }],
  ["an empty name", { internalName: "" }],
  ["a pointer of a shuffled structure", { internalName: "\x01\xf2\xff" }],
  ["blanks", { internalName: "a b" }],
])("`readInternalName` finds no name in %s", (_, description) => {
  expect(nameIn(description)).toBeUndefined();
});
