/** What depmod takes from a module file: what it exports, what it needs, and three kinds of strings of its .modinfo. */

import type { ByteStrings } from "../byte-strings.ts";
import { type ElfFile, readElf } from "../elf/file.ts";
import type { SymbolTable } from "../elf/symbol-table.ts";
import { readUsableTable } from "../elf/symbols.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../platform.ts";
import { type Information, NO_INFORMATION, readInformation } from "./module-information.ts";
import type { SymbolReader } from "./module-symbols.ts";
import { NOTHING, type Range } from "./numbers.ts";

/** Everything as ranges of what the `FactsReader` keeps. */
export interface ModuleFacts extends Information {
  readonly exports: Range;
  readonly needs: Range;
}

/** Facts, and why the exports could not be read, where the rest could. */
export interface ReadFacts {
  readonly facts: ModuleFacts;
  readonly problem: FormatError | undefined;
}

/** What is known of a file that cannot be read. */
export const NO_FACTS: ModuleFacts = { ...NO_INFORMATION, exports: NOTHING, needs: NOTHING };

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
    return { facts: { ...information, needs, exports: NOTHING }, problem: error };
  }
}

/** Without a symbol table nothing is needed; a damaged table counts as empty, in silence, as in kmod. */
function readNeeds(elf: ElfFile, table: SymbolTable | undefined, symbols: SymbolReader): Range {
  if (table === undefined) return NOTHING;
  try {
    return symbols.needs(elf, table);
  } catch (error) {
    if (error instanceof FormatError) return NOTHING;
    throw error;
  }
}
