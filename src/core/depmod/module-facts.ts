/** What depmod takes from a module file: what it exports, what it needs, and three kinds of strings of its .modinfo. */

import { toByteString } from "../bytes.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import { findString, type StringPlace } from "../elf/modinfo-bytes.ts";
import { readStringSection } from "../elf/string-table.ts";
import type { SymbolTable } from "../elf/symbol-table.ts";
import { type NeededSymbol, neededSymbols, readExportedSymbols, readUsableTable } from "../elf/symbols.ts";
import { readSymbolVersions, type SymbolVersion } from "../elf/versions.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";

/** Byte strings, in the order of the file. */
export interface ModuleFacts {
  readonly exports: readonly SymbolVersion[];
  readonly needs: readonly NeededSymbol[];
  readonly aliases: readonly string[];
  readonly softDependencies: readonly string[];
  readonly weakDependencies: readonly string[];
  /** Why the exports could not be read, where the rest could. */
  readonly problem: FormatError | undefined;
}

const VERSION_LENGTH = 64;

/** Reads only the sections that it needs. Throws `FormatError` for what is no module, and what `image.read` throws. */
export function readModuleFacts(image: ByteSource): ModuleFacts {
  const elf = readElf(image);
  const information = readInformation(elf);
  const table = readUsableTable(elf);
  const needs = orEmpty(() => readNeeds(elf, table));
  try {
    return { ...information, needs, exports: readExports(elf, table), problem: undefined };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { ...information, needs, exports: [], problem: error };
  }
}

/** A damaged table of what is needed counts as empty, in silence, as in kmod. */
function orEmpty<Item>(read: () => readonly Item[]): readonly Item[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

function readExports(elf: ElfFile, table: SymbolTable | undefined): readonly SymbolVersion[] {
  try {
    return readExportedSymbols(elf, table);
  } catch (error) {
    if (error instanceof FormatError && error.errno === "ENODATA") return [];
    throw error;
  }
}

/** Names that are only in __versions count too; without a symbol table nothing does. */
function readNeeds(elf: ElfFile, table: SymbolTable | undefined): readonly NeededSymbol[] {
  if (table === undefined) return [];
  const section = elf.section("__versions");
  const hasVersions = section !== undefined && section.size % VERSION_LENGTH === 0;
  return neededSymbols(elf, table, hasVersions ? readSymbolVersions(elf) : []);
}

type Information = Pick<ModuleFacts, "aliases" | "softDependencies" | "weakDependencies">;

function readInformation(elf: ElfFile): Information {
  const information = { aliases: [] as string[], softDependencies: [] as string[], weakDependencies: [] as string[] };
  const section = elf.section(".modinfo");
  if (section === undefined) return information;
  const lists = new Map([
    ["alias", information.aliases],
    ["softdep", information.softDependencies],
    ["weakdep", information.weakDependencies],
  ]);
  const text = toByteString(readStringSection(elf, section));
  const place: StringPlace = { start: 0, keyEnd: 0, end: 0 };
  for (let from = 0; findString(text, from, place); from = place.end) {
    lists.get(text.slice(place.start, place.keyEnd))?.push(text.slice(place.keyEnd + 1, place.end));
  }
  return information;
}
