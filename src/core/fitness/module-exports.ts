/**
 * The symbols that a module file exports, with what the kernel asks of those who use them: `__ksymtab_NAME` lies in section
 * __ksymtab_gpl where the symbol is for GPL-compatible modules, and `__kstrtabns_NAME` is where its namespace stands in
 * __ksymtab_strings. See the kernel's Documentation/core-api/symbol-namespaces.rst.
 */

import { fromByteString, toByteString } from "../bytes.ts";
import type { ElfFile } from "../elf/file.ts";
import type { ModinfoEntry } from "../elf/modinfo.ts";
import type { SymbolTable } from "../elf/symbol-table.ts";
import { readExportedSymbols } from "../elf/symbols.ts";
import { FormatError } from "../errors.ts";
import type { ExportedSymbols } from "./exports.ts";

const ENTRY_PREFIX: Uint8Array = fromByteString("__ksymtab_");
const NAMESPACE_PREFIX: Uint8Array = fromByteString("__kstrtabns_");

/** The exports of a module; most have none. Throws `FormatError` (EINVAL) for damaged tables. */
export function readModuleExports(elf: ElfFile, table: SymbolTable | undefined): ExportedSymbols {
  const symbols = exportsOrNone(elf, table);
  if (symbols.length === 0 || table === undefined) return new Map();
  const gplOnly = gplSymbols(elf, table);
  const namespaces = namespacesOf(elf, table);
  return new Map(
    symbols.map(({ name, crc }) => [
      name,
      // A kernel without versions states none, which is read as 0.
      { crc: crc === 0n ? undefined : crc, gplOnly: gplOnly.has(name), namespace: namespaces.get(name) ?? "" },
    ]),
  );
}

/** The namespaces that a module imports, by its strings of .modinfo; each once, in order. */
export function importedNamespaces(modinfo: readonly ModinfoEntry[]): readonly string[] {
  return [...new Set(modinfo.flatMap(({ key, value }) => (key === "import_ns" ? [value] : [])))].sort();
}

function exportsOrNone(elf: ElfFile, table: SymbolTable | undefined): ReturnType<typeof readExportedSymbols> {
  try {
    return readExportedSymbols(elf, table);
  } catch (error) {
    if (error instanceof FormatError && error.errno === "ENODATA") return [];
    throw error;
  }
}

function gplSymbols(elf: ElfFile, table: SymbolTable): ReadonlySet<string> {
  const names = new Set<string>();
  for (const index of symbolsNamed(table, ENTRY_PREFIX)) {
    if (elf.sectionAt(table.section(index))?.name === "__ksymtab_gpl") names.add(restOf(table, index, ENTRY_PREFIX));
  }
  return names;
}

function namespacesOf(elf: ElfFile, table: SymbolTable): ReadonlyMap<string, string> {
  const section = elf.section("__ksymtab_strings");
  const strings = section === undefined ? new Uint8Array() : elf.bytes(section);
  const namespaces = new Map<string, string>();
  for (const index of symbolsNamed(table, NAMESPACE_PREFIX)) {
    const start = Number(table.value(index));
    if (table.section(index) !== section?.index || start >= strings.length || strings[start] === 0) continue;
    const end = strings.indexOf(0, start);
    const text = toByteString(strings, start, end < 0 ? strings.length : end);
    namespaces.set(restOf(table, index, NAMESPACE_PREFIX), text);
  }
  return namespaces;
}

function* symbolsNamed(table: SymbolTable, prefix: Uint8Array): Generator<number> {
  for (let at = table.nextNamed(1, prefix); at < table.count; at = table.nextNamed(at + 1, prefix)) {
    if (table.nameOffset(at) < table.names.length) yield at;
  }
}

function restOf(table: SymbolTable, index: number, prefix: Uint8Array): string {
  return table.nameAt(table.nameOffset(index) + prefix.length);
}
