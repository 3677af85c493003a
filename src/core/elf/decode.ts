/**
 * ELF headers and section headers, decoded by elfy.
 *
 * elfy wants the whole image in Node's type and slices every section out of it. Here it gets only the bytes of the one
 * header it is to decode, through an adapter, so it runs on any engine and reads nothing but what is used. Known
 * about 1.0.0: `addralign` and `entsize` of 64-bit sections are wrong (read two bytes early), so they are not taken.
 */

import elfy, { type ElfyBuffer, type ElfyHeader, type Parser } from "elfy";
import { FormatError } from "../errors.ts";
import { exhaustion } from "../exhaustion.ts";

/** The bytes of the header that elfy decodes at the moment, and what it asks of a buffer. */
class HeaderBytes implements ElfyBuffer {
  readonly [index: number]: number;
  /** Bytes of the identification. */
  4 = 0;
  5 = 0;
  6 = 0;
  7 = 0;
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the header begins in `view`. */
  base = 0;

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

/** Where a section header has its flags, in both classes; in 64-bit ones eight bytes. */
const FLAGS = 8;
const FLAGS_SECOND_HALF = 12;

/** A section header without flags: elfy would make an object of them, and nobody asks for it. */
class SectionBytes extends HeaderBytes {
  override readUInt32LE(offset: number): number {
    return offset === FLAGS || offset === FLAGS_SECOND_HALF ? 0 : this.view.getUint32(this.base + offset, true);
  }

  override readUInt32BE(offset: number): number {
    return offset === FLAGS || offset === FLAGS_SECOND_HALF ? 0 : this.view.getUint32(this.base + offset);
  }
}

/** One of each for all files: there are thousands of them, and a header is decoded in one go. */
const HEADER = new HeaderBytes();
const SECTION = new SectionBytes();

/** elfy keeps the byte order between calls. By EI_DATA. */
const PARSERS: readonly Parser[] = [new elfy.Parser(), new elfy.Parser(), new elfy.Parser()];

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

/** What decodes the headers of one file. */
export class HeaderDecoder {
  readonly header: ElfHeader;
  readonly #parser: Parser;
  readonly #elfyHeader: ElfyHeader;
  readonly #source: string;

  /**
   * Decodes the ELF header `bytes` (52 or 64 bytes, identification already checked). `source` names the file in
   * errors. Throws `FormatError` where elfy gives up.
   */
  constructor(source: string, bytes: Uint8Array) {
    this.#source = source;
    this.#parser = PARSERS[bytes[5] as number] as Parser;
    this.#elfyHeader = this.#decodeHeader(bytes);
    const { shoff, shentsize, shnum, shstrndx, machine } = this.#elfyHeader;
    const littleEndian = this.#elfyHeader.endian === "lsb";
    this.header = {
      elfClass: this.#elfyHeader.class === "32" ? 32 : 64,
      littleEndian,
      machine: machine ?? HEADER.view.getUint16(18, littleEndian),
      tableOffset: shoff,
      entrySize: shentsize,
      sectionCount: shnum,
      namesIndex: shstrndx,
    };
  }

  /** Decodes entry `index` of a section table. Throws `FormatError` where elfy gives up. */
  section(table: DataView, index: number): SectionHeader {
    SECTION.view = table;
    SECTION.base = index * this.header.entrySize;
    try {
      const section = this.#parser.parseSection(SECTION, this.#elfyHeader, SECTION);
      return { nameOffset: section.name, type: section.type, offset: section.off, size: section.size };
    } catch (error) {
      throw this.#failure(`header of section ${index}`, error);
    }
  }

  #decodeHeader(bytes: Uint8Array): ElfyHeader {
    HEADER.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const at of [4, 5, 6, 7] as const) HEADER[at] = bytes[at] as number;
    try {
      return this.#parser.parseHeader(HEADER);
    } catch (error) {
      throw this.#failure("ELF header", error);
    }
  }

  /** What is to be thrown: that the engine has no more stack says nothing about the file. */
  #failure(what: string, error: unknown): unknown {
    if (exhaustion(error) !== undefined) return error;
    return new FormatError(this.#source, `${what}: ${error instanceof Error ? error.message : "not readable"}`);
  }
}
