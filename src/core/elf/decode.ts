/**
 * ELF headers and section headers, decoded by elfy.
 *
 * elfy wants the whole image in Node's type and slices every section out of it. Here it gets only the bytes of the one
 * header it is to decode, through an adapter, so it runs on any engine and reads nothing but what is used. Known
 * about 1.0.0: `addralign` and `entsize` of 64-bit sections are wrong (read two bytes early), so they are not taken.
 */

import elfy, { type ElfyBuffer, type ElfyHeader, type Parser } from "elfy";
import { FormatError } from "../errors.ts";

/** A header or section header inside a larger array: `base` is moved from one section header to the next. */
class HeaderBytes implements ElfyBuffer {
  readonly [index: number]: number;
  readonly 4: number;
  readonly 5: number;
  readonly 6: number;
  readonly 7: number;
  readonly view: DataView;
  base = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this[4] = bytes[4] ?? 0;
    this[5] = bytes[5] ?? 0;
    this[6] = bytes[6] ?? 0;
    this[7] = bytes[7] ?? 0;
  }

  readUInt16LE(offset: number): number {
    return this.view.getUint16(this.base + offset, true);
  }

  readUInt16BE(offset: number): number {
    return this.view.getUint16(this.base + offset);
  }

  readUInt32LE(offset: number): number {
    return this.view.getUint32(this.base + offset, true);
  }

  readUInt32BE(offset: number): number {
    return this.view.getUint32(this.base + offset);
  }

  /** elfy wants the content of a section here; it is read elsewhere, when it is wanted. */
  slice(): undefined {
    return undefined;
  }
}

/** The fields of the ELF header that lead to the sections. */
export interface ElfHeader {
  readonly elfClass: 32 | 64;
  readonly littleEndian: boolean;
  /** elfy's name of the machine, or its number where elfy has none. */
  readonly machine: string | number;
  /** Bytes from the start of the file. */
  readonly tableOffset: number;
  /** Bytes. */
  readonly entrySize: number;
  readonly sectionCount: number;
  /** Index of the section that holds the section names. */
  readonly namesIndex: number;
}

/** Name offset, type, place and size of a section, unchecked. Values above 2^53 are rounded, but stay above it. */
export interface SectionHeader {
  readonly nameOffset: number;
  readonly type: string | number;
  readonly offset: number;
  readonly size: number;
}

/** What decodes one file: elfy keeps the byte order between calls, so each file has its own. */
export class HeaderDecoder {
  readonly header: ElfHeader;
  readonly #parser: Parser;
  readonly #elfyHeader: ElfyHeader;
  readonly #source: string;
  #table: HeaderBytes | undefined;

  /**
   * Decodes the ELF header `bytes` (52 or 64 bytes, identification already checked). `source` names the file in
   * errors. Throws `FormatError` where elfy gives up.
   */
  constructor(source: string, bytes: Uint8Array) {
    const header = new HeaderBytes(bytes);
    this.#source = source;
    this.#parser = new elfy.Parser();
    this.#elfyHeader = this.#guard("ELF header", () => this.#parser.parseHeader(header));
    const { shoff, shentsize, shnum, shstrndx, machine } = this.#elfyHeader;
    const littleEndian = this.#elfyHeader.endian === "lsb";
    this.header = {
      elfClass: this.#elfyHeader.class === "32" ? 32 : 64,
      littleEndian,
      machine: machine ?? header.view.getUint16(18, littleEndian),
      tableOffset: shoff,
      entrySize: shentsize,
      sectionCount: shnum,
      namesIndex: shstrndx,
    };
  }

  /** Decodes entry `index` of the section table `table`. Throws `FormatError` where elfy gives up. */
  section(table: Uint8Array, index: number): SectionHeader {
    this.#table ??= new HeaderBytes(table);
    const entry = this.#table;
    entry.base = index * this.header.entrySize;
    const section = this.#guard(`header of section ${index}`, () =>
      this.#parser.parseSection(entry, this.#elfyHeader, entry),
    );
    return { nameOffset: section.name, type: section.type, offset: section.off, size: section.size };
  }

  #guard<Result>(what: string, decode: () => Result): Result {
    try {
      return decode();
    } catch (error) {
      throw new FormatError(this.#source, `${what}: ${error instanceof Error ? error.message : "not readable"}`);
    }
  }
}
