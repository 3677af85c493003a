/**
 * Writes small ELF files from a description, both classes and both byte orders, so that a test can state in one line
 * what is wrong with a file. Whatever a header says can be overridden.
 */

import { concatBytes, padded, word } from "./byte-builder.ts";

export interface SectionDescription {
  readonly name: string;
  /** Content; a string is a byte string. */
  readonly bytes?: Uint8Array | string;
  /** SHT_ number; SHT_PROGBITS if not given. */
  readonly type?: number;
  /** SHF_ bits; none if not given. */
  readonly flags?: number;
  /** What the section header says instead of the truth. */
  readonly lies?: { readonly nameOffset?: number; readonly offset?: number | bigint; readonly size?: number | bigint };
}

export interface SymbolDescription {
  readonly name: string;
  readonly value?: number | bigint;
  /** The name of a section, or a number for st_shndx; undefined (0) if not given. */
  readonly section?: string | number;
  /** Binding in the upper, type in the lower four bits; global without type if not given. */
  readonly info?: number;
  /** st_name instead of the truth. */
  readonly nameOffset?: number;
}

export interface ElfDescription {
  /** 64 if not given. */
  readonly elfClass?: 32 | 64;
  /** True if not given. */
  readonly littleEndian?: boolean;
  /** EM_ number; EM_X86_64 if not given. */
  readonly machine?: number;
  readonly sections?: readonly SectionDescription[];
  /** Strings of .modinfo. */
  readonly modinfo?: readonly string[];
  /** Records of __versions. */
  readonly versions?: readonly { readonly name: string; readonly crc: number | bigint }[];
  /** Entries of .symtab after the empty first one; makes .strtab too. */
  readonly symbols?: readonly SymbolDescription[];
  readonly buildId?: readonly number[];
  /** The name in .gnu.linkonce.this_module. */
  readonly internalName?: string;
  /** What the ELF header says instead of the truth. */
  readonly lies?: {
    readonly elfClass?: number;
    readonly order?: number;
    readonly tableOffset?: number | bigint;
    readonly entrySize?: number;
    readonly sectionCount?: number;
    readonly namesIndex?: number;
  };
}

interface Format {
  readonly elfClass: 32 | 64;
  readonly littleEndian: boolean;
  readonly half: (value: number) => Uint8Array;
  readonly int: (value: number) => Uint8Array;
  /** A field as wide as an address. */
  readonly address: (value: number | bigint) => Uint8Array;
}

interface PlacedSection extends SectionDescription {
  readonly nameOffset: number;
  readonly offset: number;
  readonly size: number;
}

const SHT_NULL = 0;
const SHT_PROGBITS = 1;
const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;
const SHT_NOTE = 7;
const ET_REL = 1;
const EM_X86_64 = 62;
const GLOBAL = 0x10;

/** The bytes of an ELF file: header, sections in the order given, section names, section table. */
export function buildElf(description: ElfDescription = {}): Uint8Array {
  const format = formatOf(description);
  const headerSize = format.elfClass === 32 ? 52 : 64;
  const { sections, names } = namedSections(description, format);
  let content = new Uint8Array();
  const placed = sections.map(({ section, nameOffset }): PlacedSection => {
    const bytes = concatBytes(section.bytes ?? "");
    const offset = headerSize + content.length;
    content = padded(concatBytes(content, bytes), Math.ceil((content.length + bytes.length) / 8) * 8) as typeof content;
    return { ...section, nameOffset, offset: section.type === SHT_NULL ? 0 : offset, size: bytes.length };
  });
  const namesSection = placed.findIndex((section) => section.name === ".shstrtab" && section.bytes === names);
  const table = concatBytes(...placed.map((section) => sectionHeader(format, section)));
  const header = elfHeader(description, format, {
    tableOffset: headerSize + content.length,
    sectionCount: placed.length,
    namesIndex: namesSection,
  });
  return concatBytes(header, content, table);
}

function formatOf({ elfClass = 64, littleEndian = true }: ElfDescription): Format {
  return {
    elfClass,
    littleEndian,
    half: (value) => word(value, 2, littleEndian),
    int: (value) => word(value, 4, littleEndian),
    address: (value) => word(value, elfClass / 8, littleEndian),
  };
}

/** The sections in file order, with the section-name table last, and the place of each name in it. */
function namedSections(description: ElfDescription, format: Format) {
  const described = [...(description.sections ?? []), ...describedSections(description, format)];
  const all: SectionDescription[] = [{ name: "", type: SHT_NULL }, ...described];
  const withSymbols = description.symbols === undefined ? all : [...all, ...symbolSections(description, format, all)];
  let text = "";
  const offsets = [...withSymbols, { name: ".shstrtab" }].map(({ name }) => {
    text += `${name}\0`;
    return text.length - name.length - 1;
  });
  const names = concatBytes(text);
  const sections = [...withSymbols, { name: ".shstrtab", type: SHT_STRTAB, bytes: names }];
  return { names, sections: sections.map((section, at) => ({ section, nameOffset: offsets[at] ?? 0 })) };
}

function describedSections(description: ElfDescription, format: Format): readonly SectionDescription[] {
  const { buildId, modinfo, versions, internalName } = description;
  const sections: SectionDescription[] = [];
  if (buildId !== undefined) {
    const words = [4, buildId.length, 3].map(format.int);
    sections.push({ name: ".note.gnu.build-id", type: SHT_NOTE, bytes: concatBytes(...words, "GNU\0", buildId) });
  }
  if (modinfo !== undefined) sections.push({ name: ".modinfo", bytes: modinfo.map((text) => `${text}\0`).join("") });
  if (versions !== undefined) {
    const records = versions.map(({ name, crc }) => padded(concatBytes(format.address(crc), name), 64));
    sections.push({ name: "__versions", bytes: concatBytes(...records) });
  }
  if (internalName !== undefined) {
    const before = new Uint8Array(format.elfClass === 32 ? 12 : 24);
    sections.push({ name: ".gnu.linkonce.this_module", bytes: padded(concatBytes(before, internalName), 128) });
  }
  return sections;
}

function symbolSections(
  { symbols = [] }: ElfDescription,
  format: Format,
  sections: readonly SectionDescription[],
): readonly SectionDescription[] {
  let names = "\0";
  const entries = [{ name: "", info: 0 }, ...symbols].map((symbol: SymbolDescription) => {
    const nameOffset = symbol.name === "" ? 0 : names.length;
    if (symbol.name !== "") names += `${symbol.name}\0`;
    return symbolEntry(format, symbol, nameOffset, sections);
  });
  return [
    { name: ".symtab", type: SHT_SYMTAB, bytes: concatBytes(...entries) },
    { name: ".strtab", type: SHT_STRTAB, bytes: names },
  ];
}

function symbolEntry(
  { elfClass, half, int, address }: Format,
  symbol: SymbolDescription,
  nameOffset: number,
  sections: readonly SectionDescription[],
): Uint8Array {
  const { section = 0, info = GLOBAL, value = 0 } = symbol;
  const index = typeof section === "number" ? section : sections.findIndex(({ name }) => name === section);
  if (index < 0) throw new Error(`Bad description: symbol ${symbol.name} in unknown section ${section}`);
  const name = int(symbol.nameOffset ?? nameOffset);
  const place = concatBytes([info, 0], half(index));
  if (elfClass === 32) return concatBytes(name, address(value), address(0), place);
  return concatBytes(name, place, address(value), address(0));
}

function sectionHeader({ int, address }: Format, section: PlacedSection): Uint8Array {
  const { flags = 0, lies = {}, type = SHT_PROGBITS } = section;
  return concatBytes(
    int(lies.nameOffset ?? section.nameOffset),
    int(type),
    address(flags),
    address(0),
    address(lies.offset ?? section.offset),
    address(lies.size ?? section.size),
    int(0),
    int(0),
    address(1),
    address(0),
  );
}

function elfHeader(
  { machine = EM_X86_64, lies = {} }: ElfDescription,
  { elfClass, littleEndian, half, int, address }: Format,
  truth: { readonly tableOffset: number; readonly sectionCount: number; readonly namesIndex: number },
): Uint8Array {
  const ident = [lies.elfClass ?? elfClass / 32, lies.order ?? (littleEndian ? 1 : 2), 1];
  return concatBytes(
    padded(concatBytes("\x7fELF", ident), 16),
    half(ET_REL),
    half(machine),
    int(1),
    address(0),
    address(0),
    address(lies.tableOffset ?? truth.tableOffset),
    int(0),
    half(elfClass === 32 ? 52 : 64),
    half(0),
    half(0),
    half(lies.entrySize ?? (elfClass === 32 ? 40 : 64)),
    half(lies.sectionCount ?? truth.sectionCount),
    half(lies.namesIndex ?? truth.namesIndex),
  );
}
