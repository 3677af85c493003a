import { describe, expect, test } from "vitest";
import { imageSource } from "../../../src/core/elf/byte-source.ts";
import { type ElfFile, readElf } from "../../../src/core/elf/file.ts";
import { readExportedSymbols, readNeededSymbols } from "../../../src/core/elf/symbols.ts";
import { FormatError } from "../../../src/core/errors.ts";
import { buildElf, type ElfDescription, type SymbolDescription } from "../../support/elf-builder.ts";
import { fixtureImage } from "../../support/fixture-modules.ts";

const SHN_ABS = 0xfff1;
const WEAK = 0x20;
const STT_REGISTER = 13;
const built = (description: ElfDescription): ElfFile => readElf(imageSource("m.ko", buildElf(description)));
const exported = (description: ElfDescription): string[] =>
  readExportedSymbols(built(description)).map(({ name, crc }) => `0x${crc.toString(16)} ${name}`);
const needed = (description: ElfDescription): string[] =>
  readNeededSymbols(built(description)).map(
    ({ name, crc, weak }) => `0x${crc.toString(16)} ${name}${weak ? " weak" : ""}`,
  );
const strings = { name: "__ksymtab_strings", bytes: "one\0\0two\0" };

describe.each(["gcc12-amd64.ko", "gcc12-riscv64.ko", "gcc12-s390x.ko", "gcc12-armhf.ko"])("in %s", (name) => {
  const elf = readElf(fixtureImage(name));

  test("`readExportedSymbols` finds the CRC in its section or in the symbol", () => {
    expect(readExportedSymbols(elf).toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
      { name: "sample_absolute", crc: 0x12345678n },
      { name: "sample_first", crc: 0x01020304n },
      { name: "sample_second", crc: 0x0a0b0c0dn },
    ]);
  });

  test("`readNeededSymbols` tells weak from strong and adds what only __versions names", () => {
    expect(readNeededSymbols(elf).toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
      { name: "_printk", crc: 0xdeadbeefn, weak: false },
      { name: "absent_helper", crc: 0xabcdn, weak: true },
      { name: "module_layout", crc: 0x11223344n, weak: false },
    ]);
  });
});

describe.each([
  [32, true],
  [32, false],
  [64, true],
  [64, false],
] as const)("in a %d-bit file, little endian %s,", (elfClass, littleEndian) => {
  test("`readExportedSymbols` gives what kmod gives for every place of a CRC", () => {
    const words = [0x01020304, 0x0a0b0c0d, 0xffffffff].flatMap((value) => {
      const bytes = [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
      return littleEndian ? bytes : bytes.toReversed();
    });
    const section = "__kcrctab";
    const symbols: SymbolDescription[] = [
      { name: "unrelated", section: 1 },
      { name: "__crc_exp_b", section, value: 4 },
      { name: "__crc_exp_a", section, value: 0, info: 0 },
      { name: "__crc_exp_abs", section: SHN_ABS, value: 0x12345678 },
      { name: "__crc_weak", section, value: 8, info: WEAK },
      { name: "__crc_oob", section, value: 12 },
      { name: "__crc_partly_out", section, value: 9 },
      { name: "__crc_far", section, value: 0xffff_ffff },
      { name: "__crc_no_section", section: 99, value: 0 },
      { name: "__crc_common", section: 0xfff2, value: 0 },
      { name: "__crc_und", value: 0 },
      { name: "__crc_", section: SHN_ABS, value: 7 },
    ];
    const sections = [{ name: section, bytes: Uint8Array.from(words) }, strings];
    expect(exported({ elfClass, littleEndian, sections, symbols })).toEqual([
      "0xa0b0c0d exp_b",
      "0x1020304 exp_a",
      "0x12345678 exp_abs",
      "0xffffffff weak",
      "0xffffffffffffffff oob",
      "0xffffffffffffffff partly_out",
      "0xffffffffffffffff far",
      "0xffffffffffffffff no_section",
      "0xffffffffffffffff common",
      "0x0 und",
      "0x7 ",
    ]);
  });

  test("`readNeededSymbols` keeps the order of the symbol table, then that of __versions", () => {
    const symbols: SymbolDescription[] = [
      { name: "second" },
      { name: "", value: 1 },
      { name: "defined", section: 1 },
      { name: "first", info: WEAK },
      { name: ".dotund", info: 0 },
    ];
    const versions = [
      { name: "module_layout", crc: 1 },
      { name: "first", crc: 2 },
      { name: "defined", crc: 3 },
    ];
    expect(needed({ elfClass, littleEndian, symbols, versions })).toEqual([
      "0x0 second",
      "0x2 first weak",
      "0x0 .dotund",
      "0x1 module_layout",
      "0x3 defined",
    ]);
  });
});

test("`readExportedSymbols` reads CRCs of a section whose own name is bad", () => {
  const sections = [{ name: "x", bytes: "\x01\0\0\0", lies: { nameOffset: 9999 } }];
  expect(exported({ sections, symbols: [{ name: "__crc_a", section: 1 }] })).toEqual(["0x1 a"]);
});

test("`readExportedSymbols` reads CRCs that lie far apart", () => {
  const bytes = new Uint8Array(20_000);
  bytes.set([1], 0);
  bytes.set([2], 19_996);
  const symbols = [19_996, 0, 19_996, 4].map((value) => ({ name: "__crc_a", section: "x", value }));
  expect(exported({ sections: [{ name: "x", bytes }], symbols })).toEqual(["0x2 a", "0x1 a", "0x2 a", "0x0 a"]);
});

test("`readExportedSymbols` keeps 64-bit values", () => {
  expect(exported({ symbols: [{ name: "__crc_a", section: SHN_ABS, value: 2n ** 64n - 2n }] })).toEqual([
    "0xfffffffffffffffe a",
  ]);
});

describe("`readExportedSymbols` takes the names in __ksymtab_strings", () => {
  const entry = { name: ".symtab", bytes: "\0".repeat(24) };

  test.each([
    ["without a symbol table", { sections: [strings] }],
    ["without a string table", { sections: [strings, entry] }],
    ["where no symbol is a CRC", { sections: [strings], symbols: [{ name: "__crc" }, { name: "x__crc_y" }] }],
    [
      "where the symbol table has an odd size",
      { sections: [strings, { ...entry, bytes: "12345" }, { name: ".strtab", bytes: "\0" }] },
    ],
    [
      "where any name is out of range",
      {
        sections: [strings],
        symbols: [
          { name: "__crc_a", section: SHN_ABS },
          { name: "", nameOffset: 99 },
        ],
      },
    ],
  ])("%s", (_, description) => {
    expect(exported(description)).toEqual(["0x0 one", "0x0 two"]);
  });
});

test("`readExportedSymbols` takes a last name of .strtab without NUL", () => {
  const symbol = "\x01\0\0\0\x10\0\xf1\xff\x05".padEnd(24, "\0");
  const sections = [
    { name: ".symtab", bytes: "\0".repeat(24) + symbol },
    { name: ".strtab", bytes: "\0__crc_foo" },
  ];
  expect(exported({ sections })).toEqual(["0x5 foo"]);
});

test("`readExportedSymbols` finds nothing in empty __ksymtab_strings", () => {
  expect(exported({ sections: [{ name: strings.name }] })).toEqual([]);
});

test("`readExportedSymbols` refuses names that do not end, and says that there are none", () => {
  expect(() => exported({ sections: [{ ...strings, bytes: "a\0b" }] })).toThrow(
    "__ksymtab_strings does not end with NUL",
  );
  expect(() => exported({})).toThrow(new FormatError("m.ko", "exports no symbols", "ENODATA"));
});

test.each([
  [2, ["0x0 other"]],
  [43, ["0x0 other"]],
  [18, ["0x0 g1", "0x0 other"]],
  [62, ["0x0 g1", "0x0 other"]],
])("`readNeededSymbols` skips registers on SPARC only: machine %d", (machine, names) => {
  const symbols = [{ name: "g1", info: STT_REGISTER }, { name: "other" }];
  expect(needed({ machine, littleEndian: false, symbols })).toEqual(names);
});

test("`readNeededSymbols` lists what __versions names where there is no symbol table", () => {
  expect(needed({ versions: [{ name: "a", crc: 1 }] })).toEqual(["0x1 a"]);
  expect(needed({})).toEqual([]);
});

test("`readNeededSymbols` takes the first of several versions of a name", () => {
  const versions = [1, 2].map((crc) => ({ name: "a", crc }));
  expect(needed({ versions, symbols: [{ name: "a" }] })).toEqual(["0x1 a"]);
});

test("`readNeededSymbols` refuses damaged tables", () => {
  expect(() => needed({ symbols: [{ name: "a", nameOffset: 3 }] })).toThrow(
    new FormatError("m.ko", "the name of symbol 1 is outside .strtab"),
  );
  const sections = [
    { name: ".symtab", bytes: "12345" },
    { name: ".strtab", bytes: "\0" },
  ];
  expect(() => needed({ sections })).toThrow("m.ko: .symtab has 5 bytes, not entries of 24");
  expect(() => needed({ sections: [{ name: "__versions", bytes: "1" }] })).toThrow(FormatError);
});

test("symbols whose names overlap cannot take more memory than the largest modules do", () => {
  const long = { name: "a".repeat(2 ** 22) };
  const overlapping = Array.from({ length: 20 }, () => ({ name: "", nameOffset: 1 }));
  const elf = readElf(imageSource("m", buildElf({ symbols: [long, ...overlapping] })));
  expect(() => readNeededSymbols(elf)).toThrow(new FormatError("m", "the names of its symbols are too long"));
});
