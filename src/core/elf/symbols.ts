/**
 * The symbols that a module exports and those that it needs, with their CRCs.
 *
 * An exported symbol `foo` has a symbol `__crc_foo`. Its value is the CRC itself (an absolute symbol, as older kernels
 * make them) or the offset of the 32-bit CRC in its section (`__kcrctab`).
 */

import { fromByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ElfFile, Section } from "./file.ts";
import { decodeStrings, readStringSection } from "./string-table.ts";
import { SymbolPlaces } from "./symbol-places.ts";
import { SymbolTable } from "./symbol-table.ts";
import { readSymbolVersions, type SymbolVersion } from "./versions.ts";

const SHN_UNDEF = 0;
const SHN_ABS = 0xfff1;
const STB_WEAK = 2;
const STT_REGISTER = 13;
/** What `__crc_` is in bytes. */
const CRC_PREFIX: Uint8Array = fromByteString("__crc_");
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
  if (symbols.length > 0) return symbols;
  const list = readPlainExports(elf);
  if (list === undefined) throw new FormatError(elf.source.name, "exports no symbols", "ENODATA");
  return decodeStrings(list).map((name) => ({ name, crc: 0n }));
}

/**
 * The needed symbols: undefined ones in the order of the symbol table, then names of __versions that are not among
 * them (`module_layout`). `table` is what `SymbolTable.read` gave, where the caller has it already. Throws `FormatError`
 * (EINVAL) for damaged tables.
 */
export function readNeededSymbols(
  elf: ElfFile,
  table: SymbolTable | undefined = SymbolTable.read(elf),
): readonly NeededSymbol[] {
  const versions = elf.section("__versions") === undefined ? [] : readSymbolVersions(elf);
  return neededSymbols(elf, table, versions);
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
  const isWhole = eachExport(table, (index, name) => symbols.push({ name: table.nameAt(name), crc: readCrc(index) }));
  return isWhole ? symbols : [];
}

/**
 * Calls `use` with each symbol that holds a CRC, and with the offset of the exported symbol's name in the table's names. False: the table is
 * damaged, and says nothing.
 */
export function eachExport(table: SymbolTable, use: (index: number, name: number) => void): boolean {
  for (let at = table.nextNamed(1, CRC_PREFIX); at < table.count; at = table.nextNamed(at + 1, CRC_PREFIX)) {
    const name = table.nameOffset(at);
    if (name >= table.names.length) return false;
    use(at, name + CRC_PREFIX.length);
  }
  return true;
}

/** The list of names in __ksymtab_strings; undefined for a module without it. Throws `FormatError` (EINVAL) for a damaged one. */
export function readPlainExports(elf: ElfFile): Uint8Array | undefined {
  const section = elf.section("__ksymtab_strings");
  if (section === undefined) return undefined;
  const list = readStringSection(elf, section);
  if (list.length > 0 && list.at(-1) !== 0) {
    throw new FormatError(elf.source.name, "__ksymtab_strings does not end with NUL", "EINVAL", section.offset);
  }
  return list;
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

/** The undefined symbols in the order of the table, with what `crcs` says of them, else 0. Throws `FormatError` (EINVAL) for a damaged table. */
export function undefinedSymbols(elf: ElfFile, table: SymbolTable, crcs: ReadonlyMap<string, bigint>): NeededSymbol[] {
  const places = new SymbolPlaces();
  findNeeds(elf, table, places);
  return Array.from({ length: places.count }, (_, at) => {
    const name = table.nameAt(places.offsets[at] as number);
    return { name, crc: crcs.get(name) ?? 0n, weak: places.weak[at] === 1 };
  });
}

/** Puts the undefined symbols that have a name into `places`. Throws `FormatError` (EINVAL) for a damaged table. */
export function findNeeds(elf: ElfFile, table: SymbolTable, places: SymbolPlaces): void {
  const skipRegisters = REGISTER_MACHINES.includes(elf.machine);
  places.count = 0;
  for (let at = table.nextUndefined(1); at < table.count; at = table.nextUndefined(at + 1)) {
    const info = table.info(at);
    if (skipRegisters && (info & 0xf) === STT_REGISTER) continue;
    const name = table.nameOffset(at);
    if (name >= table.names.length) {
      throw new FormatError(elf.source.name, `the name of symbol ${at} is outside .strtab`);
    }
    if (table.names[name] !== 0) places.add(name, info >> 4 === STB_WEAK ? 1 : 0);
  }
}
