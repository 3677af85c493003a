/**
 * The symbols that a module exports and those that it needs, with their CRCs.
 *
 * An exported symbol `foo` has a symbol `__crc_foo`. Its value is the CRC itself (an absolute symbol, as older kernels
 * make them) or the offset of the 32-bit CRC in its section (`__kcrctab`).
 */

import { FormatError } from "../errors.ts";
import type { ElfFile, Section } from "./file.ts";
import { decodeStrings, readStringSection } from "./string-table.ts";
import { SymbolTable } from "./symbol-table.ts";
import { readSymbolVersions, type SymbolVersion } from "./versions.ts";

const SHN_UNDEF = 0;
const SHN_ABS = 0xfff1;
const STB_WEAK = 2;
const STT_REGISTER = 13;
const CRC_PREFIX = "__crc_";
const CRC_LENGTH = 4;
/** What kmod shows where the place of a CRC is not inside its section. */
const CRC_OUT_OF_PLACE = 0xffff_ffff_ffff_ffffn;
/** elfy's names of machines 2 and 43 (EM_SPARC, EM_SPARCV9), whose compilers list registers as symbols. */
const REGISTER_MACHINES: readonly (string | number)[] = ["sparc", "sparcv9"];
/** Bytes of CRCs read at a time: a whole table of most modules, and little where a hostile file jumps about. */
const CRC_WINDOW = 4096;

/** A symbol that a module takes from the kernel or another module; `crc` is 0 where it states none. */
export interface NeededSymbol {
  readonly name: string;
  readonly crc: bigint;
  /** The module loads without it. */
  readonly weak: boolean;
}

/**
 * The exported symbols: those with a `__crc_` symbol, in the order of the symbol table; without any (or with a damaged
 * symbol table), the names in __ksymtab_strings with CRC 0. `table` is what `readUsableTable` gave, where the caller has it
 * already. Throws `FormatError`: ENODATA if there is neither.
 */
export function readExportedSymbols(
  elf: ElfFile,
  table: SymbolTable | undefined = readUsableTable(elf),
): readonly SymbolVersion[] {
  const symbols = table === undefined ? [] : exportsWithCrc(elf, table);
  return symbols.length > 0 ? symbols : exportsByName(elf);
}

/**
 * The needed symbols: undefined ones in the order of the symbol table, then names of __versions that are not among
 * them (`module_layout`). Throws `FormatError` (EINVAL) for damaged tables.
 */
export function readNeededSymbols(elf: ElfFile): readonly NeededSymbol[] {
  const versions = elf.section("__versions") === undefined ? [] : readSymbolVersions(elf);
  return neededSymbols(elf, SymbolTable.read(elf), versions);
}

/** The same from a symbol table and from versions that have been read. Throws `FormatError` (EINVAL) for a damaged table. */
export function neededSymbols(
  elf: ElfFile,
  table: SymbolTable | undefined,
  versions: readonly SymbolVersion[],
): readonly NeededSymbol[] {
  const crcs = new Map<string, bigint>();
  for (const { name, crc } of versions) if (!crcs.has(name)) crcs.set(name, crc);
  const needed = table === undefined ? [] : undefinedSymbols(elf, table, crcs);
  for (const { name } of needed) crcs.delete(name);
  for (const [name, crc] of crcs) needed.push({ name, crc, weak: false });
  return needed;
}

/** The symbol table; undefined also for a damaged one, which counts as absent where exports are looked for. */
export function readUsableTable(elf: ElfFile): SymbolTable | undefined {
  try {
    return SymbolTable.read(elf);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function exportsWithCrc(elf: ElfFile, table: SymbolTable): readonly SymbolVersion[] {
  const readCrc = crcReader(elf, table);
  const symbols: SymbolVersion[] = [];
  for (let index = 1; index < table.count; index++) {
    const nameOffset = table.nameOffset(index);
    if (nameOffset >= table.names.length) return [];
    if (!startsWith(table.names, nameOffset, CRC_PREFIX)) continue;
    symbols.push({ name: table.nameAt(nameOffset + CRC_PREFIX.length), crc: readCrc(index) });
  }
  return symbols;
}

function exportsByName(elf: ElfFile): readonly SymbolVersion[] {
  const section = elf.section("__ksymtab_strings");
  if (section === undefined) throw new FormatError(elf.source.name, "exports no symbols", "ENODATA");
  const list = readStringSection(elf, section);
  if (list.length > 0 && list.at(-1) !== 0) {
    throw new FormatError(elf.source.name, "__ksymtab_strings does not end with NUL", "EINVAL", section.offset);
  }
  return decodeStrings(list).map((name) => ({ name, crc: 0n }));
}

/** A function that gives the CRC of the `__crc_` symbol at an index. */
function crcReader(elf: ElfFile, table: SymbolTable): (index: number) => bigint {
  let window: DataView = new DataView(new ArrayBuffer(0));
  let windowOffset = 0;

  function wordAt(section: Section, offset: number): number {
    const inside = offset >= windowOffset && offset + CRC_LENGTH <= windowOffset + window.byteLength;
    if (!inside) {
      const bytes = elf.source.read(offset, Math.min(CRC_WINDOW, section.offset + section.size - offset));
      window = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      windowOffset = offset;
    }
    return window.getUint32(offset - windowOffset, elf.littleEndian);
  }

  return (index) => {
    const value = table.value(index);
    const sectionIndex = table.section(index);
    if (sectionIndex === SHN_UNDEF || sectionIndex === SHN_ABS) return value;
    const section = elf.sectionAt(sectionIndex);
    if (section === undefined || value + BigInt(CRC_LENGTH) > BigInt(section.size)) return CRC_OUT_OF_PLACE;
    return BigInt(wordAt(section, section.offset + Number(value)));
  };
}

function undefinedSymbols(elf: ElfFile, table: SymbolTable, crcs: ReadonlyMap<string, bigint>): NeededSymbol[] {
  const skipRegisters = REGISTER_MACHINES.includes(elf.machine);
  const symbols: NeededSymbol[] = [];
  for (let index = 1; index < table.count; index++) {
    if (table.section(index) !== SHN_UNDEF) continue;
    const info = table.info(index);
    if (skipRegisters && (info & 0xf) === STT_REGISTER) continue;
    const nameOffset = table.nameOffset(index);
    if (nameOffset >= table.names.length) {
      throw new FormatError(elf.source.name, `the name of symbol ${index} is outside .strtab`);
    }
    if (table.names[nameOffset] === 0) continue;
    const name = table.nameAt(nameOffset);
    symbols.push({ name, crc: crcs.get(name) ?? 0n, weak: info >> 4 === STB_WEAK });
  }
  return symbols;
}

function startsWith(bytes: Uint8Array, offset: number, prefix: string): boolean {
  for (let at = 0; at < prefix.length; at++) if (bytes[offset + at] !== prefix.charCodeAt(at)) return false;
  return true;
}
