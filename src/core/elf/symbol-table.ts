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
  readonly #bytes: Uint8Array;
  readonly #entries: DataView;
  readonly #layout: (typeof LAYOUTS)[32 | 64];
  readonly #littleEndian: boolean;
  readonly #source: string;
  #nameBytes = 0;

  private constructor(elf: ElfFile, entries: Uint8Array, names: Uint8Array) {
    this.#layout = LAYOUTS[elf.elfClass];
    this.#littleEndian = elf.littleEndian;
    this.#source = elf.source.name;
    this.#bytes = entries;
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

  /** The first symbol from `index` on that no section defines; `count` where there is none. */
  nextUndefined(index: number): number {
    const bytes = this.#bytes;
    const { entry, section } = this.#layout;
    let at = index * entry + section;
    let found = index;
    for (; found < this.count && (bytes[at] !== 0 || bytes[at + 1] !== 0); found++) at += entry;
    return found;
  }

  /** The first symbol from `index` on whose name begins with `prefix`, or is outside `names`; `count` where there is none. */
  nextNamed(index: number, prefix: Uint8Array): number {
    const { names, count } = this;
    const first = prefix[0];
    const { entry } = this.#layout;
    for (let found = index, at = index * entry; found < count; found++, at += entry) {
      const offset = this.#entries.getUint32(at, this.#littleEndian);
      if (offset >= names.length || (names[offset] === first && startsWith(names, offset, prefix))) return found;
    }
    return count;
  }

  /** Offset of the name in `names`; at or past its end in a damaged table. */
  nameOffset(index: number): number {
    return this.#entries.getUint32(index * this.#layout.entry, this.#littleEndian);
  }

  /**
   * Where the string at an offset ends, at the latest with `names`: the last one may lack its NUL, as kmod 30 has it. Throws
   * `FormatError` once more than 64 MiB of names have been asked for.
   */
  nameEnd(offset: number): number {
    const { names } = this;
    let end = offset;
    while (end < names.length && names[end] !== 0) end++;
    this.take(end - offset);
    return end;
  }

  /** How many bytes of names may still be asked for. */
  get nameBytesLeft(): number {
    return MOST_NAME_BYTES - this.#nameBytes;
  }

  /** Counts so many bytes of names that have been looked at. Throws as `nameEnd` does. */
  take(length: number): void {
    this.#nameBytes += length;
    if (this.#nameBytes > MOST_NAME_BYTES) throw new FormatError(this.#source, "the names of its symbols are too long");
  }

  /** The string at an offset. Throws as `nameEnd` does. */
  nameAt(offset: number): string {
    return toByteString(this.names, offset, this.nameEnd(offset));
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

function startsWith(bytes: Uint8Array, offset: number, prefix: Uint8Array): boolean {
  for (let at = 0; at < prefix.length; at++) if (bytes[offset + at] !== prefix[at]) return false;
  return true;
}
