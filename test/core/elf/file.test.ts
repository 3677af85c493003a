import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { type ElfFile, readElf } from "../../../src/core/elf/file.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildElf, type ElfDescription } from "../../support/elf-builder.ts";
import { fixtureImage } from "../../support/fixture-modules.ts";

const read = (bytes: Uint8Array): ElfFile => readElf(imageSource("m.ko", bytes));
const built = (description: ElfDescription): ElfFile => read(buildElf(description));

function textOfSection(elf: ElfFile, name: string): string | undefined {
  const section = elf.section(name);
  return section && String.fromCharCode(...elf.bytes(section));
}

test.each([
  ["gcc12-amd64.ko", 64, true, "amd64"],
  ["gcc12-riscv64.ko", 64, true, 243],
  ["gcc12-s390x.ko", 64, false, "s390"],
  ["gcc12-armhf.ko", 32, true, "arm"],
])("`readElf` knows %s: %d bit, little endian %s, machine %s", (name, elfClass, littleEndian, machine) => {
  expect(readElf(fixtureImage(name))).toMatchObject({ elfClass, littleEndian, machine });
});

test("`readElf` finds the sections of a real module as readelf does", () => {
  const elf = readElf(fixtureImage("gcc12-s390x.ko"));
  expect(elf.sections.map(({ name, index, type, offset, size }) => [index, name, type, offset, size])).toEqual([
    [1, ".note.gnu.build-id", "note", 0x40, 0x24],
    [2, ".text", "progbits", 0x68, 0x38],
    [3, ".rela.text", "rela", 0x828, 0x60],
    [4, ".rodata.str1.2", "progbits", 0xa0, 0x8],
    [5, ".modinfo", "progbits", 0xa8, 0x11b],
    [6, "__kcrctab", "progbits", 0x1c4, 0x8],
    [7, "__ksymtab_strings", "progbits", 0x1cc, 0x2b],
    [8, "__version_ext_crcs", "progbits", 0x1f8, 0x8],
    [9, "__version_ext_names", "progbits", 0x200, 0x16],
    [10, "__versions", "progbits", 0x218, 0xc0],
    [11, ".data", "progbits", 0x2d8, 0],
    [12, ".gnu.linkonce.this_module", "progbits", 0x2d8, 0x90],
    [13, ".bss", "nobits", 0x368, 0],
    [14, ".note.GNU-stack", "progbits", 0x368, 0],
    [15, ".symtab", "symtab", 0x368, 0x3a8],
    [16, ".strtab", "strtab", 0x710, 0x115],
    [17, ".shstrtab", "strtab", 0x888, 0xd4],
  ]);
});

describe.each([
  [32, true],
  [32, false],
  [64, true],
  [64, false],
] as const)("in a %d-bit file, little endian %s,", (elfClass, littleEndian) => {
  const format = { elfClass, littleEndian };

  test("`section` takes the first of several of one name", () => {
    const elf = built({ ...format, sections: [".a", ".b", ".b"].map((name, at) => ({ name, bytes: `${at}` })) });
    expect(textOfSection(elf, ".b")).toBe("1");
    expect(elf.section(".c")).toBeUndefined();
    expect(elf.section(".")).toBeUndefined();
  });

  test("`section` skips what leaves the file or has a bad name offset", () => {
    const sections = [
      { name: ".b", bytes: "0", lies: { offset: 1 << 20 } },
      { name: ".b", bytes: "1", lies: { size: 1 << 20 } },
      { name: ".b", bytes: "2", lies: { nameOffset: 0xffff_fff0 } },
      { name: ".b", bytes: "3" },
    ];
    const elf = built({ ...format, sections });
    expect(textOfSection(elf, ".b")).toBe("3");
    expect(elf.sectionAt(1)).toBeUndefined();
    expect(elf.sectionAt(2)).toBeUndefined();
    expect(elf.sectionAt(3)).toMatchObject({ name: "", index: 3, size: 1 });
    expect(elf.sectionAt(6)).toBeUndefined();
    expect(elf.sections.map(({ index }) => index)).toEqual([3, 4, 5]);
  });
});

test.each([2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n])("`section` refuses the 64-bit offset %d unrounded", (huge) => {
  const lying = [{ offset: huge }, { size: huge }].map((lies) => ({ name: ".b", bytes: "0", lies }));
  expect(built({ sections: lying }).section(".b")).toBeUndefined();
});

test("`section` ignores entry 0 of the table, as kmod does", () => {
  const bytes = buildElf({ sections: [{ name: ".b", bytes: "0" }] });
  const table = Number(new DataView(bytes.buffer).getBigUint64(40, true));
  bytes.copyWithin(table, table + 64, table + 128).fill(0, table + 64, table + 128);
  expect(read(bytes).section(".b")).toBeUndefined();
});

test("names of sections are cut after 1024 bytes, but found whole", () => {
  const name = "x".repeat(1500);
  const elf = built({ sections: [{ name, bytes: "0" }] });
  expect(elf.section(name)?.name).toBe("x".repeat(1024));
});

test("`bytes` refuses a section of more than 64 MiB", () => {
  const image = buildElf({ sections: [{ name: ".b", lies: { offset: 0, size: 64 * 1024 * 1024 + 1 } }] });
  const sparse = { ...imageSource("m.ko", image), size: 2 ** 40 };
  const elf = readElf(sparse);
  expect(() => elf.bytes(elf.section(".b") ?? expect.unreachable())).toThrow(
    new FormatError("m.ko", "section .b is too large: 67108865 bytes"),
  );
});

describe("`readElf` refuses", () => {
  const ok = buildElf({ modinfo: ["a=b"] });

  test.each([
    ["an empty file", new Uint8Array(), "too short for an ELF file"],
    ["16 bytes of a good one", ok.subarray(0, 16), "too short for an ELF file"],
    ["text", new Uint8Array(100).fill(65), "not an ELF file"],
    ["a script", Uint8Array.from("#!/bin/sh\nexit 0\n\n\n", (c) => c.charCodeAt(0)), "not an ELF file"],
  ])("%s as a wrong format", (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(new FormatError("m.ko", message, "ENOEXEC"));
    expect(() => read(bytes)).toThrow(expect.objectContaining({ errno: "ENOEXEC" }));
  });

  test.each([
    ["17 bytes of a good one", ok.subarray(0, 17), "m.ko: ends inside the ELF header of 64 bytes"],
    ["an ELF header alone", ok.subarray(0, 64), "m.ko: ends inside the ELF header of 64 bytes"],
    ["a cut section table", ok.subarray(0, -1), "section table leaves the file"],
    ["class 0", buildElf({ lies: { elfClass: 0 } }), "m.ko:4: unknown ELF class 0"],
    ["class 3", buildElf({ lies: { elfClass: 3 } }), "m.ko:4: unknown ELF class 3"],
    ["byte order 0", buildElf({ lies: { order: 0 } }), "m.ko:5: unknown byte order 0"],
    ["byte order 3", buildElf({ lies: { order: 3 } }), "m.ko:5: unknown byte order 3"],
    ["entries of 40 bytes", buildElf({ lies: { entrySize: 40 } }), "m.ko: section headers of 40 bytes, not 64"],
    ["too many sections", buildElf({ lies: { sectionCount: 60000 } }), "section table leaves the file"],
    ["no sections", buildElf({ lies: { sectionCount: 0 } }), "m.ko: no section 1 for the section names"],
    ["names in section 0", buildElf({ lies: { namesIndex: 0 } }), "m.ko: no section 0 for the section names"],
    ["names past the end", buildElf({ lies: { namesIndex: 2 } }), "m.ko: no section 2 for the section names"],
    ["a far table", buildElf({ lies: { tableOffset: 2n ** 64n - 64n } }), "section table leaves the file"],
    [
      "section names without NUL",
      buildElf({ sections: [{ name: "x", bytes: "x" }], lies: { namesIndex: 1 } }),
      "m.ko: section-name table does not end with NUL",
    ],
    [
      "empty section names",
      buildElf({ sections: [{ name: "x" }], lies: { namesIndex: 1 } }),
      "m.ko: section-name table does not end with NUL",
    ],
    [
      "section names outside the file",
      buildElf({ sections: [{ name: "x", lies: { offset: 1 << 30 } }], lies: { namesIndex: 1 } }),
      "m.ko:1073741824: section-name table leaves the file",
    ],
  ])("%s as damaged", (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
    expect(() => read(bytes)).toThrow(expect.objectContaining({ name: "FormatError", errno: "EINVAL" }));
  });
});
