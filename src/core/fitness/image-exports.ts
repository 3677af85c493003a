/**
 * What a kernel image exports: tables of entries, one for all modules and one for those with a GPL-compatible licence, and beside
 * each a table with the version (CRC) of each symbol. See `struct kernel_symbol` in the kernel's include/linux/export.h.
 *
 *     relative  | value 4 | name 4 | namespace 4 (since 5.4) |    each counted from its own place
 *     absolute  | value   | name   | namespace   (since 5.4) |    addresses
 *
 * Nothing in the image says which of these four it has: the one by which all names are names.
 */

import { toByteString } from "../bytes.ts";
import type { ElfFile, Section } from "../elf/file.ts";
import { FormatError } from "../errors.ts";
import type { ExportedSymbol, ExportedSymbols } from "./exports.ts";

interface Layout {
  readonly relative: boolean;
  readonly fields: 2 | 3;
}

const LAYOUTS: readonly Layout[] = [
  { relative: true, fields: 3 },
  { relative: true, fields: 2 },
  { relative: false, fields: 3 },
  { relative: false, fields: 2 },
];

/** What C and assembler allow in a symbol. */
const NAME = /^[\w.$]+$/;
const LONGEST_NAME = 512;
const CRC_LENGTH = 4;
/** Where a section header has the address. */
const ADDRESS = { 32: 12, 64: 16 } as const;

/** A section of the image with its address in memory. */
interface Loaded {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly address: bigint;
}

/** The exported symbols of a kernel image. Throws `FormatError` where they cannot be found in it. */
export function readImageExports(elf: ElfFile): ExportedSymbols {
  const strings = loadedSection(elf, "__ksymtab_strings");
  if (strings === undefined)
    throw new FormatError(elf.source.name, "no section __ksymtab_strings with exported symbols", "ENODATA");
  const symbols = new Map<string, ExportedSymbol>();
  for (const [name, gplOnly] of [
    ["__ksymtab", false],
    ["__ksymtab_gpl", true],
  ] as const) {
    const table = loadedSection(elf, name);
    if (table === undefined) continue;
    const crcs = loadedSection(elf, name.replace("ksymtab", "kcrctab"));
    for (const { symbol, namespace, crc } of entriesOf(elf, table, strings, crcs)) {
      symbols.set(symbol, { crc, gplOnly, namespace });
    }
  }
  return symbols;
}

function loadedSection(elf: ElfFile, name: string): Loaded | undefined {
  const section: Section | undefined = elf.section(name);
  if (section === undefined) return undefined;
  const bytes = elf.bytes(section);
  const width = elf.elfClass / 8;
  const field = elf.source.read(elf.headerOffset(section) + ADDRESS[elf.elfClass], width);
  const address = readWord(new DataView(field.buffer, field.byteOffset, width), 0, width, elf.littleEndian);
  return { bytes, address, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

interface Entry {
  readonly symbol: string;
  readonly namespace: string;
  readonly crc: bigint | undefined;
}

function entriesOf(elf: ElfFile, table: Loaded, strings: Loaded, crcs: Loaded | undefined): readonly Entry[] {
  for (const layout of LAYOUTS) {
    const entries = tryLayout(elf, layout, table, strings, crcs);
    if (entries !== undefined) return entries;
  }
  throw new FormatError(elf.source.name, "the table of exported symbols has no form that is known");
}

/** The entries by a layout; undefined where one of them makes no sense by it. */
function tryLayout(
  elf: ElfFile,
  { relative, fields }: Layout,
  table: Loaded,
  strings: Loaded,
  crcs: Loaded | undefined,
): readonly Entry[] | undefined {
  const width = relative ? 4 : elf.elfClass / 8;
  const length = width * fields;
  const count = table.bytes.length / length;
  if (!Number.isInteger(count) || (crcs !== undefined && crcs.bytes.length !== count * CRC_LENGTH)) return undefined;
  const textAt = (offset: number): string | undefined => {
    const value = relative
      ? BigInt(table.view.getInt32(offset, elf.littleEndian))
      : readWord(table.view, offset, width, elf.littleEndian);
    if (value === 0n) return "";
    return stringAt(strings, relative ? table.address + BigInt(offset) + value : value);
  };
  const entries: Entry[] = [];
  for (let at = 0; at < count; at++) {
    const symbol = textAt(at * length + width);
    const namespace = fields === 3 ? textAt(at * length + 2 * width) : "";
    if (symbol === undefined || namespace === undefined || !NAME.test(symbol)) return undefined;
    const crc = crcs && BigInt(crcs.view.getUint32(at * CRC_LENGTH, elf.littleEndian));
    entries.push({ symbol, namespace, crc });
  }
  return entries;
}

function stringAt({ bytes, address }: Loaded, place: bigint): string | undefined {
  const start = place - address;
  if (start < 0n || start >= BigInt(bytes.length)) return undefined;
  const end = bytes.indexOf(0, Number(start));
  if (end < 0 || end - Number(start) > LONGEST_NAME) return undefined;
  return toByteString(bytes, Number(start), end);
}

function readWord(view: DataView, offset: number, width: number, littleEndian: boolean): bigint {
  return width === 4 ? BigInt(view.getUint32(offset, littleEndian)) : view.getBigUint64(offset, littleEndian);
}
