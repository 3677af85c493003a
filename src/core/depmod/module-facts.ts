/** What depmod takes from a module file: what it exports, what it needs, and three kinds of strings of its .modinfo. */

import type { ByteStrings } from "../byte-strings.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import type { SymbolTable } from "../elf/symbol-table.ts";
import { readUsableTable } from "../elf/symbols.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";
import { type Information, NO_INFORMATION, readInformation } from "./module-information.ts";
import { type ModuleSymbols, NO_SYMBOLS, type SymbolReader } from "./module-symbols.ts";

export interface ModuleFacts extends Information {
  readonly exports: ModuleSymbols;
  readonly needs: ModuleSymbols;
}

/** Facts, and why the exports could not be read, where the rest could. */
export interface ReadFacts {
  readonly facts: ModuleFacts;
  readonly problem: FormatError | undefined;
}

/** What is known of a file that cannot be read. */
export const NO_FACTS: ModuleFacts = { ...NO_INFORMATION, exports: NO_SYMBOLS, needs: NO_SYMBOLS };

/** Reads what files say into memory that all share. */
export interface FactsReader {
  readonly symbols: SymbolReader;
  /** Takes the strings of .modinfo. */
  readonly strings: ByteStrings;
}

/** Reads only the sections that it needs. Throws `FormatError` for what is no module, and what `image.read` throws. */
export function readModuleFacts(image: ByteSource, { symbols, strings }: FactsReader): ReadFacts {
  const elf = readElf(image);
  const information = readInformation(elf, strings);
  const table = readUsableTable(elf);
  const needs = readNeeds(elf, table, symbols);
  try {
    return { facts: { ...information, needs, exports: symbols.exports(elf, table) }, problem: undefined };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { facts: { ...information, needs, exports: NO_SYMBOLS }, problem: error };
  }
}

/** Without a symbol table nothing is needed; a damaged table counts as empty, in silence, as in kmod. */
function readNeeds(elf: ElfFile, table: SymbolTable | undefined, symbols: SymbolReader): ModuleSymbols {
  if (table === undefined) return NO_SYMBOLS;
  try {
    return symbols.needs(elf, table);
  } catch (error) {
    if (error instanceof FormatError) return NO_SYMBOLS;
    throw error;
  }
}
