import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { type ElfFile, readElf } from "../../../src/core/elf/file.ts";
import { readExtendedVersions, readSymbolVersions } from "../../../src/core/elf/versions.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildElf, type ElfDescription } from "../../support/elf-builder.ts";
import { fixtureImage } from "../../support/fixture-modules.ts";

const built = (description: ElfDescription): ElfFile => readElf(imageSource("m.ko", buildElf(description)));

describe.each(["gcc12-amd64.ko", "gcc12-s390x.ko", "gcc12-armhf.ko"])("in %s", (name) => {
  const elf = readElf(fixtureImage(name));

  test("`readSymbolVersions` reads every record", () => {
    expect(readSymbolVersions(elf)).toEqual([
      { name: "module_layout", crc: 0x11223344n },
      { name: "_printk", crc: 0xdeadbeefn },
      { name: "absent_helper", crc: 0xabcdn },
    ]);
  });

  test("`readExtendedVersions` pairs names and CRCs", () => {
    expect(readExtendedVersions(elf)).toEqual([
      { name: "module_layout", crc: 0x11223344n },
      { name: "_printk", crc: 0xdeadbeefn },
    ]);
  });
});

describe("`readSymbolVersions`", () => {
  test("keeps 64-bit CRCs, leading dots and empty names", () => {
    const versions = [
      { name: ".dotted", crc: 0x1122334455667788n },
      { name: "", crc: 1n },
      { name: "x".repeat(55), crc: 2n },
    ];
    expect(readSymbolVersions(built({ versions }))).toEqual(versions);
  });

  test("reads 59 bytes of name in a 32-bit file", () => {
    const versions = [{ name: "x".repeat(59), crc: 0xffffffffn }];
    expect(readSymbolVersions(built({ elfClass: 32, littleEndian: false, versions }))).toEqual(versions);
  });

  test("finds nothing in an empty section", () => {
    expect(readSymbolVersions(built({ versions: [] }))).toEqual([]);
  });

  test("says that there is no section", () => {
    expect(() => readSymbolVersions(built({}))).toThrow(
      new FormatError("m.ko", "has no section __versions", "ENODATA"),
    );
    expect(() => readSymbolVersions(built({}))).toThrow(expect.objectContaining({ errno: "ENODATA" }));
  });

  test("refuses a name that fills its field", () => {
    const elf = built({
      versions: [
        { name: "ok", crc: 0 },
        { name: "x".repeat(56), crc: 1 },
      ],
    });
    expect(() => readSymbolVersions(elf)).toThrow("m.ko:128: a name in __versions has no end");
    const last = built({ elfClass: 32, versions: [{ name: "x".repeat(60), crc: 1 }] });
    expect(() => readSymbolVersions(last)).toThrow("a name in __versions has no end");
  });

  test("refuses a size that is no multiple of 64", () => {
    const elf = built({ sections: [{ name: "__versions", bytes: "x".repeat(65) }] });
    expect(() => readSymbolVersions(elf)).toThrow("m.ko: __versions has 65 bytes, not records of 64");
  });
});

describe("`readExtendedVersions`", () => {
  const crcs = { name: "__version_ext_crcs", bytes: "\x01\0\0\0\x02\0\0\0" };
  const names = { name: "__version_ext_names", bytes: `${"long_".repeat(30)}\0b\0` };

  test("reads names longer than the old records hold", () => {
    expect(readExtendedVersions(built({ sections: [crcs, names] }))).toEqual([
      { name: "long_".repeat(30), crc: 1n },
      { name: "b", crc: 2n },
    ]);
  });

  test("finds none in an older module", () => {
    expect(readExtendedVersions(built({ versions: [] }))).toBeUndefined();
  });

  test("takes two empty sections", () => {
    expect(readExtendedVersions(built({ sections: [{ name: crcs.name }, { name: names.name }] }))).toEqual([]);
  });

  test.each([
    ["CRCs without names", [crcs], "m.ko: has only one of __version_ext_crcs and __version_ext_names"],
    ["names without CRCs", [names], "m.ko: has only one of __version_ext_crcs and __version_ext_names"],
    ["one CRC for two names", [{ ...crcs, bytes: "1234" }, names], "2 extended version names for 4 bytes of CRCs"],
    ["half a CRC", [{ ...crcs, bytes: "123456" }, names], "2 extended version names for 6 bytes of CRCs"],
    ["names without a last NUL", [crcs, { ...names, bytes: "a\0b" }], "__version_ext_names does not end with NUL"],
  ])("refuses %s", (_, sections, message) => {
    expect(() => readExtendedVersions(built({ sections }))).toThrow(message);
    expect(() => readExtendedVersions(built({ sections }))).toThrow(FormatError);
  });
});
