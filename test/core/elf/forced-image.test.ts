/** Images that no longer say which kernel they are for. */

import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { readElf } from "../../../src/core/elf/file.ts";
import { forcedImage } from "../../../src/core/elf/forced-image.ts";
import { readModinfo } from "../../../src/core/elf/modinfo.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { fixtureBytes } from "../../support/fixture-modules.ts";

const both = { ignoreModversions: true, ignoreVermagic: true };

/** Positions at which two images differ. */
function differences(left: Uint8Array, right: Uint8Array): readonly number[] {
  expect(left.length).toBe(right.length);
  return [...left.keys()].filter((at) => left[at] !== right[at]);
}

function keys(image: Uint8Array): readonly string[] {
  return readModinfo(readElf(imageSource("m.ko", image))).map(({ key }) => key);
}

describe.each(["gcc12-amd64.ko", "gcc12-s390x.ko", "gcc12-armhf.ko"])("the forced image of %s", (file) => {
  const image = fixtureBytes(file);

  test("lacks vermagic and nothing else", () => {
    const forced = forcedImage("m.ko", image, { ignoreModversions: false, ignoreVermagic: true });
    expect(keys(image)).toContain("vermagic");
    expect(keys(forced)).toEqual(keys(image).filter((key) => key !== "vermagic"));
    const changed = differences(image, forced);
    expect(Buffer.from(image.slice(changed[0], (changed.at(-1) ?? 0) + 1)).toString("latin1")).toMatch(
      /^vermagic=[ -~]+$/,
    );
  });

  test("has versions that are not to be loaded, one bit away", () => {
    const forced = forcedImage("m.ko", image, { ignoreModversions: true, ignoreVermagic: false });
    const section = readElf(imageSource("m.ko", image)).section("__versions");
    const changed = differences(image, forced);
    expect(changed).toHaveLength(section === undefined ? 0 : 1);
    for (const at of changed) expect((image[at] ?? 0) ^ (forced[at] ?? 0)).toBe(2);
  });

  test("leaves the given bytes alone", () => {
    const before = image.slice();
    forcedImage("m.ko", image, both);
    expect(differences(image, before)).toEqual([]);
  });
});

describe("forcedImage", () => {
  test.each([
    [64, true, 0],
    [64, false, 7],
    [32, true, 0],
    [32, false, 3],
  ] as const)("clears the lowest bit byte of the flags: ELF%i, little endian: %s", (elfClass, littleEndian, lowest) => {
    const sections = [{ name: "__versions", bytes: new Uint8Array(64), flags: 2 }];
    const image = buildElf({ elfClass, littleEndian, sections });
    const elf = readElf(imageSource("m.ko", image));
    const versions = elf.section("__versions");
    if (versions === undefined) throw new Error("no such section");
    const forced = forcedImage("m.ko", image, { ignoreModversions: true, ignoreVermagic: false });
    expect(differences(image, forced)).toEqual([elf.headerOffset(versions) + 8 + lowest]);
  });

  test("gives the same bytes where nothing is forced", () => {
    const image = fixtureBytes("gcc12-amd64.ko");
    expect(forcedImage("m.ko", image, { ignoreModversions: false, ignoreVermagic: false })).toBe(image);
  });

  test("refuses a module without vermagic, and what is no ELF file", () => {
    const none = expect.objectContaining({ errno: "ENODATA", message: "m.ko: has no vermagic" });
    expect(() => forcedImage("m.ko", buildElf(), both)).toThrow(none);
    const modinfo = new TextEncoder().encode("license=GPL\0xvermagic=1\0");
    expect(() => forcedImage("m.ko", buildElf({ sections: [{ name: ".modinfo", bytes: modinfo }] }), both)).toThrow(
      none,
    );
    expect(() => forcedImage("m.ko", new Uint8Array(100), both)).toThrow(expect.objectContaining({ errno: "ENOEXEC" }));
  });
});
