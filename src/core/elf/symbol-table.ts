/**
 * The symbol table: sections .symtab and .strtab. See elf(5), "String and symbol tables".
 *
 *     32-bit  | name 4 | value 4 | size 4 | info 1 | other 1 | shndx 2 |
 *     64-bit  | name 4 | info 1 | other 1 | shndx 2 | value 8 | size 8 |
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ElfFile } from "./file.ts";

const LAYOUTS = {
  32: { entry: 16, info: 12, section: 14, value: 4 },
  64: { entry: 24, info: 4, section: 6, value: 8 },
} as const;

/** Bytes; Debian's largest module has a hundredth of it. Names overlap in the string table, so that a small one can hold any number. */
const MOST_NAME_BYTES = 64 * 1024 * 1024;

/** Entries are decoded one field at a time, because few fields of few entries are ever wanted. */
export class SymbolTable {
  readonly count: number;
  /** The string table. */
  readonly names: Uint8Array;
  readonly #entries: DataView;
  readonly #layout: (typeof LAYOUTS)[32 | 64];
  readonly #littleEndian: boolean;
  readonly #source: string;
  #nameBytes = 0;

  private constructor(elf: ElfFile, entries: Uint8Array, names: Uint8Array) {
    this.#layout = LAYOUTS[elf.elfClass];
    this.#littleEndian = elf.littleEndian;
    this.#source = elf.source.name;
    this.#entries = new DataView(entries.buffer, entries.byteOffset, entries.length);
    this.count = entries.length / this.#layout.entry;
    this.names = names;
  }

  /** The symbol table of a file, undefined if it has none. Throws `FormatError` (EINVAL) for a damaged one. */
  static read(elf: ElfFile): SymbolTable | undefined {
    const symbols = elf.section(".symtab");
    const strings = elf.section(".strtab");
    if (symbols === undefined || strings === undefined) return undefined;
    const entry = LAYOUTS[elf.elfClass].entry;
    if (symbols.size % entry !== 0) {
      throw new FormatError(elf.source.name, `.symtab has ${symbols.size} bytes, not entries of ${entry}`);
    }
    return new SymbolTable(elf, elf.bytes(symbols), elf.bytes(strings));
  }

  /** Offset of the name in `names`; at or past its end in a damaged table. */
  nameOffset(index: number): number {
    return this.#entries.getUint32(index * this.#layout.entry, this.#littleEndian);
  }

  /**
   * The string at an offset up to the end of `names`; the last one may lack its NUL, as kmod 30 has it. Throws `FormatError` once
   * more than 64 MiB of names have been taken.
   */
  nameAt(offset: number): string {
    const nul = this.names.indexOf(0, offset);
    const end = nul < 0 ? this.names.length : nul;
    this.#nameBytes += end - offset;
    if (this.#nameBytes > MOST_NAME_BYTES) throw new FormatError(this.#source, "the names of its symbols are too long");
    return toByteString(this.names, offset, end);
  }

  /** Binding (upper four bits) and type (lower four bits). */
  info(index: number): number {
    return this.#entries.getUint8(index * this.#layout.entry + this.#layout.info);
  }

  /** st_shndx: the section that defines the symbol, or one of the special SHN_ numbers. */
  section(index: number): number {
    return this.#entries.getUint16(index * this.#layout.entry + this.#layout.section, this.#littleEndian);
  }

  value(index: number): bigint {
    const at = index * this.#layout.entry + this.#layout.value;
    if (this.#layout.entry === LAYOUTS[32].entry) return BigInt(this.#entries.getUint32(at, this.#littleEndian));
    return this.#entries.getBigUint64(at, this.#littleEndian);
  }
}
