/** The symbols of a module file, as numbers: what it exports and what it needs. */

import type { ElfFile } from "../elf/file.ts";
import type { SymbolTable } from "../elf/symbol-table.ts";
import {
  eachExport,
  eachNeed,
  type NeededSymbol,
  neededSymbols,
  readExportedSymbols,
  readPlainExports,
} from "../elf/symbols.ts";
import { eachVersion, RECORD_LENGTH, readSymbolVersions, type SymbolVersion } from "../elf/versions.ts";
import { FormatError } from "../errors.ts";
import { SeenNumbers } from "./seen-numbers.ts";
import type { SymbolNames } from "./symbol-names.ts";

/** What a module exports or needs, in the order of its file. */
export interface ModuleSymbols {
  /** Exported: numbers of `SymbolNames`. Needed: see `neededName` and `isWeak`. */
  readonly numbers: Int32Array;
  /** The CRC of each, where CRCs were asked for; 0 where none is stated. */
  readonly crcs?: readonly bigint[];
}

export const NO_SYMBOLS: ModuleSymbols = { numbers: new Int32Array() };

/** The number of the symbol that is needed. */
export function neededName(need: number): number {
  return need >> 1;
}

/** Whether the module loads without the symbol. */
export function isWeak(need: number): boolean {
  return (need & 1) === 1;
}

function toNeed(name: number, weak: boolean): number {
  return (name << 1) | Number(weak);
}

/** Reads the symbols of many modules into one `SymbolNames`. */
export class SymbolReader {
  readonly #names: SymbolNames;
  readonly #withCrcs: boolean;
  readonly #seen = new SeenNumbers();

  constructor(names: SymbolNames, withCrcs: boolean) {
    this.#names = names;
    this.#withCrcs = withCrcs;
  }

  /** `table` is what `readUsableTable` gave. Throws `FormatError` for damaged names. */
  exports(elf: ElfFile, table: SymbolTable | undefined): ModuleSymbols {
    if (this.#withCrcs) return this.#exportsWithCrcs(elf, table);
    const numbers: number[] = [];
    const isWhole = table === undefined || eachExport(table, (_, name) => numbers.push(this.#nameAt(table, name)));
    if (isWhole && numbers.length > 0) return { numbers: Int32Array.from(numbers) };
    return { numbers: Int32Array.from(readPlainExports(elf) ?? [], (name) => this.#names.addText(name)) };
  }

  /** Names that are only in __versions count too. Throws `FormatError` for damaged tables. */
  needs(elf: ElfFile, table: SymbolTable): ModuleSymbols {
    const hasVersions = (elf.section("__versions")?.size ?? 1) % RECORD_LENGTH === 0;
    if (this.#withCrcs)
      return this.#needsWithCrcs(neededSymbols(elf, table, hasVersions ? readSymbolVersions(elf) : []));
    const numbers: number[] = [];
    const seen = this.#seen;
    seen.clear();
    eachNeed(elf, table, (offset, weak) => {
      const name = this.#nameAt(table, offset);
      seen.add(name);
      numbers.push(toNeed(name, weak));
    });
    if (hasVersions) {
      eachVersion(elf, (bytes, from, to) => {
        const name = this.#names.add(bytes, from, to);
        if (seen.add(name)) numbers.push(toNeed(name, false));
      });
    }
    return { numbers: Int32Array.from(numbers) };
  }

  #exportsWithCrcs(elf: ElfFile, table: SymbolTable | undefined): ModuleSymbols {
    const exported = exportsOrNone(elf, table);
    return {
      numbers: Int32Array.from(exported, ({ name }) => this.#names.addText(name)),
      crcs: exported.map(({ crc }) => crc),
    };
  }

  #needsWithCrcs(needed: readonly NeededSymbol[]): ModuleSymbols {
    return {
      numbers: Int32Array.from(needed, ({ name, weak }) => toNeed(this.#names.addText(name), weak)),
      crcs: needed.map(({ crc }) => crc),
    };
  }

  #nameAt(table: SymbolTable, offset: number): number {
    return this.#names.add(table.names, offset, table.nameEnd(offset));
  }
}

/** Most modules export nothing, which is no mistake here. */
function exportsOrNone(elf: ElfFile, table: SymbolTable | undefined): readonly SymbolVersion[] {
  try {
    return readExportedSymbols(elf, table);
  } catch (error) {
    if (error instanceof FormatError && error.errno === "ENODATA") return [];
    throw error;
  }
}
