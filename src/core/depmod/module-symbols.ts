/** The symbols of a module file, as numbers: what it exports and what it needs. */

import type { ElfFile } from "../elf/file.ts";
import { SymbolPlaces } from "../elf/symbol-places.ts";
import type { SymbolTable } from "../elf/symbol-table.ts";
import {
  eachExport,
  findNeeds,
  type NeededSymbol,
  neededSymbols,
  readExportedSymbols,
  readPlainExports,
} from "../elf/symbols.ts";
import { findVersions, RECORD_LENGTH, readSymbolVersions, type SymbolVersion } from "../elf/versions.ts";
import { FormatError } from "../errors.ts";
import { Numbers, type Range } from "./numbers.ts";
import { SeenNumbers } from "./seen-numbers.ts";
import type { SymbolNames } from "./symbol-names.ts";

/** The number of the symbol that is needed. */
export function neededName(need: number): number {
  return need >> 1;
}

/** Whether the module loads without the symbol. */
export function isWeak(need: number): boolean {
  return (need & 1) === 1;
}

/** `weak` is 0 or 1. */
function toNeed(name: number, weak: number): number {
  return (name << 1) | weak;
}

/** Reads the symbols of many modules into one list of numbers. */
export class SymbolReader {
  readonly names: SymbolNames;
  /** Exported symbols are numbers of `names`; of needed ones, see `neededName` and `isWeak`. */
  readonly numbers: Numbers;
  /** The CRC of each of the numbers, where CRCs are asked for; 0 where none is stated. */
  readonly crcs: bigint[] | undefined;
  readonly #seen = new SeenNumbers();
  readonly #places = new SymbolPlaces();
  #found = new Int32Array();

  /** `numbers` are those of modules that have been read before. */
  constructor(names: SymbolNames, withCrcs: boolean, numbers: Numbers = new Numbers()) {
    this.names = names;
    this.numbers = numbers;
    this.crcs = withCrcs ? [] : undefined;
  }

  /** `table` is what `readUsableTable` gave. Throws `FormatError` for damaged names. */
  exports(elf: ElfFile, table: SymbolTable | undefined): Range {
    if (this.crcs !== undefined) return this.#exportsWithCrcs(elf, table, this.crcs);
    const from = this.numbers.count;
    const isWhole = table === undefined || eachExport(table, (_, name) => this.numbers.push(this.#nameAt(table, name)));
    if (!isWhole) this.numbers.count = from;
    if (this.numbers.count === from) {
      for (const name of readPlainExports(elf) ?? []) this.numbers.push(this.names.addText(name));
    }
    return { from, to: this.numbers.count };
  }

  /** Names that are only in __versions count too. Throws `FormatError` for damaged tables. */
  needs(elf: ElfFile, table: SymbolTable): Range {
    const hasVersions = (elf.section("__versions")?.size ?? 1) % RECORD_LENGTH === 0;
    if (this.crcs !== undefined) {
      return this.#needsWithCrcs(neededSymbols(elf, table, hasVersions ? readSymbolVersions(elf) : []), this.crcs);
    }
    const from = this.numbers.count;
    this.#seen.clear();
    findNeeds(elf, table, this.#places);
    table.take(this.#addPlaces(table.names));
    if (hasVersions) this.#addPlaces(findVersions(elf, this.#places), "new only");
    return { from, to: this.numbers.count };
  }

  /** Takes in the names of the places that were found in `bytes`; returns how long they are together. */
  #addPlaces(bytes: Uint8Array, which?: "new only"): number {
    const { offsets, weak, count } = this.#places;
    if (this.#found.length < count) this.#found = new Int32Array(offsets.length);
    const found = this.#found;
    const length = this.names.addMany(bytes, offsets, count, found);
    for (let at = 0; at < count; at++) {
      const isNew = this.#seen.add(found[at] as number);
      if (isNew || which === undefined) this.numbers.push(toNeed(found[at] as number, weak[at] as number));
    }
    return length;
  }

  #exportsWithCrcs(elf: ElfFile, table: SymbolTable | undefined, crcs: bigint[]): Range {
    const from = this.numbers.count;
    for (const { name, crc } of exportsOrNone(elf, table)) {
      crcs[this.numbers.count] = crc;
      this.numbers.push(this.names.addText(name));
    }
    return { from, to: this.numbers.count };
  }

  #needsWithCrcs(needed: readonly NeededSymbol[], crcs: bigint[]): Range {
    const from = this.numbers.count;
    for (const { name, crc, weak } of needed) {
      crcs[this.numbers.count] = crc;
      this.numbers.push(toNeed(this.names.addText(name), Number(weak)));
    }
    return { from, to: this.numbers.count };
  }

  #nameAt(table: SymbolTable, offset: number): number {
    return this.names.add(table.names, offset, table.nameEnd(offset));
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
