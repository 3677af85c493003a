/**
 * ELF files by section name: identification, section table, section names. See elf(5).
 *
 * Any machine and type is accepted, both classes and both byte orders. Extended section numbering (more than 65 279
 * sections) is not supported, as in kmod.
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";
import { type ElfHeader, HeaderDecoder, type SectionHeader } from "./decode.ts";

const EI_NIDENT = 16;
const ELFMAG = [0x7f, 0x45, 0x4c, 0x46] as const;
const EI_CLASS = 4;
const EI_DATA = 5;
/** By EI_CLASS: 1 is ELFCLASS32, 2 is ELFCLASS64. */
const HEADER_SIZES: readonly number[] = [0, 52, 64];
const SECTION_HEADER_SIZES = { 32: 40, 64: 64 } as const;
/** Bytes; far above the tables of any module, far below what would exhaust memory. */
const LARGEST_SECTION = 64 * 1024 * 1024;
/** Bytes; longer section names are cut, so that thousands of hostile ones cannot exhaust memory. */
const LONGEST_NAME = 1024;

export interface Section {
  /** A byte string; cut after 1024 bytes, empty where the offset of the name is bad. */
  readonly name: string;
  /** Position in the section table, as symbols refer to it. */
  readonly index: number;
  /** elfy's name of the type (`progbits`, `strtab`), or its number. */
  readonly type: string | number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

export interface ElfFile {
  readonly source: ByteSource;
  readonly elfClass: 32 | 64;
  readonly littleEndian: boolean;
  /** elfy's name of the machine, or its number where elfy has none. */
  readonly machine: string | number;
  /** All sections that lie inside the file, in file order, without the empty first one; decoded when asked for. */
  readonly sections: readonly Section[];
  /** The first section of that name that lies inside the file, or undefined. */
  section(name: string): Section | undefined;
  /** The section at a position in the section table; undefined if there is none or it leaves the file. */
  sectionAt(index: number): Section | undefined;
  /** Where a section's entry in the section table begins: bytes from the start of the file. */
  headerOffset(section: Section): number;
  /** All bytes of a section. Throws `FormatError` for a section of more than 64 MiB. */
  bytes(section: Section): Uint8Array;
}

/**
 * Reads the ELF header, the section table and the section names of `source`. Throws `FormatError`: ENOEXEC for what
 * is no ELF file, EINVAL for a damaged one.
 */
export function readElf(source: ByteSource): ElfFile {
  const decoder = new HeaderDecoder(source.name, readHeader(source));
  const { header } = decoder;
  checkTable(source, header);
  const bytes = source.read(header.tableOffset, header.sectionCount * header.entrySize);
  const table = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const names = readNames(source, decoder.section(table, header.namesIndex));
  return new SectionedFile(source, decoder, table, names);
}

/** The bytes of the ELF header, with magic number, class, byte order and length checked. */
function readHeader(source: ByteSource): Uint8Array {
  if (source.size <= EI_NIDENT) throw new FormatError(source.name, "too short for an ELF file", "ENOEXEC");
  const ident = source.read(0, EI_NIDENT);
  if (ELFMAG.some((byte, at) => ident[at] !== byte)) throw new FormatError(source.name, "not an ELF file", "ENOEXEC");
  const size = HEADER_SIZES[ident[EI_CLASS] ?? 0];
  if (!size) throw new FormatError(source.name, `unknown ELF class ${ident[EI_CLASS]}`, "EINVAL", EI_CLASS);
  const order = ident[EI_DATA];
  if (order !== 1 && order !== 2) throw new FormatError(source.name, `unknown byte order ${order}`, "EINVAL", EI_DATA);
  if (source.size <= size) throw new FormatError(source.name, `ends inside the ELF header of ${size} bytes`);
  return source.read(0, size);
}

function checkTable(source: ByteSource, header: ElfHeader): void {
  const entrySize = SECTION_HEADER_SIZES[header.elfClass];
  if (header.entrySize !== entrySize) {
    throw new FormatError(source.name, `section headers of ${header.entrySize} bytes, not ${entrySize}`);
  }
  if (!isInside(source, header.tableOffset, header.sectionCount * entrySize)) {
    throw new FormatError(source.name, "section table leaves the file", "EINVAL", header.tableOffset);
  }
  if (header.namesIndex === 0 || header.namesIndex >= header.sectionCount) {
    throw new FormatError(source.name, `no section ${header.namesIndex} for the section names`);
  }
}

/** The section-name table, which must end with NUL, so that every offset into it is a string. */
function readNames(source: ByteSource, section: SectionHeader): Uint8Array {
  if (!isInside(source, section.offset, section.size)) {
    throw new FormatError(source.name, "section-name table leaves the file", "EINVAL", section.offset);
  }
  if (section.size > LARGEST_SECTION) throw new FormatError(source.name, "section-name table is too large");
  const names = source.read(section.offset, section.size);
  if (names.at(-1) !== 0) throw new FormatError(source.name, "section-name table does not end with NUL");
  return names;
}

/** Rounding of 64-bit values by elfy does no harm: what it rounds is larger than any file. */
function isInside(source: ByteSource, offset: number, length: number): boolean {
  return offset <= source.size && length <= source.size - offset;
}

class SectionedFile implements ElfFile {
  readonly source: ByteSource;
  readonly elfClass: 32 | 64;
  readonly littleEndian: boolean;
  readonly machine: string | number;
  readonly #decoder: HeaderDecoder;
  readonly #table: DataView;
  readonly #names: Uint8Array;
  /** By index; false for one that leaves the file. */
  readonly #decoded: (Section | false | undefined)[] = [];

  constructor(source: ByteSource, decoder: HeaderDecoder, table: DataView, names: Uint8Array) {
    this.source = source;
    this.elfClass = decoder.header.elfClass;
    this.littleEndian = decoder.header.littleEndian;
    this.machine = decoder.header.machine;
    this.#decoder = decoder;
    this.#table = table;
    this.#names = names;
  }

  get sections(): readonly Section[] {
    const sections: Section[] = [];
    for (let index = 1; index < this.#decoder.header.sectionCount; index++) {
      const section = this.sectionAt(index);
      if (section !== undefined) sections.push(section);
    }
    return sections;
  }

  section(name: string): Section | undefined {
    const { entrySize } = this.#decoder.header;
    for (let at = entrySize; at < this.#table.byteLength; at += entrySize) {
      if (!this.#isNamed(this.#table.getUint32(at, this.littleEndian), name)) continue;
      const section = this.sectionAt(at / entrySize);
      if (section !== undefined) return section;
    }
    return undefined;
  }

  sectionAt(index: number): Section | undefined {
    if (index >= this.#decoder.header.sectionCount) return undefined;
    const section = this.#decoded[index] ?? this.#decode(index) ?? false;
    this.#decoded[index] = section;
    return section === false ? undefined : section;
  }

  headerOffset(section: Section): number {
    const { tableOffset, entrySize } = this.#decoder.header;
    return tableOffset + section.index * entrySize;
  }

  bytes(section: Section): Uint8Array {
    if (section.size > LARGEST_SECTION) {
      throw new FormatError(this.source.name, `section ${section.name} is too large: ${section.size} bytes`);
    }
    return this.source.read(section.offset, section.size);
  }

  #decode(index: number): Section | undefined {
    const { nameOffset, type, offset, size } = this.#decoder.section(this.#table, index);
    if (!isInside(this.source, offset, size)) return undefined;
    return { name: this.#nameAt(nameOffset), index, type, offset, size };
  }

  #nameAt(offset: number): string {
    if (offset >= this.#names.length) return "";
    const end = Math.min(this.#names.indexOf(0, offset), offset + LONGEST_NAME);
    return toByteString(this.#names, offset, end);
  }

  #isNamed(offset: number, name: string): boolean {
    const names = this.#names;
    if (names[offset + name.length] !== 0) return false;
    for (let at = 0; at < name.length; at++) if (names[offset + at] !== name.charCodeAt(at)) return false;
    return true;
  }
}
