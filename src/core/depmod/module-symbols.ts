/** The symbols of a module file, as numbers: what it exports and what it needs. */

import type { ElfFile } from "../elf/file.ts";
import { findStrings } from "../elf/string-table.ts";
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
  /** Numbers of the names at `#places`. */
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
    const places = this.#places;
    places.count = 0;
    const isWhole = table !== undefined && eachExport(table, (_, name) => places.add(name, 0));
    if (isWhole && places.count > 0) this.#addAll(this.#namesAt(table.names, table));
    else this.#addPlainExports(elf);
    return { from, to: this.numbers.count };
  }

  #addPlainExports(elf: ElfFile): void {
    const list = readPlainExports(elf);
    if (list === undefined) return;
    findStrings(list, this.#places);
    this.#addAll(this.#namesAt(list));
  }

  #addAll(names: Int32Array): void {
    for (let at = 0; at < this.#places.count; at++) this.numbers.push(names[at] as number);
  }

  /** Names that are only in __versions count too. Throws `FormatError` for damaged tables. */
  needs(elf: ElfFile, table: SymbolTable): Range {
    const hasVersions = (elf.section("__versions")?.size ?? 1) % RECORD_LENGTH === 0;
    if (this.crcs !== undefined) {
      return this.#needsWithCrcs(neededSymbols(elf, table, hasVersions ? readSymbolVersions(elf) : []), this.crcs);
    }
    const from = this.numbers.count;
    findNeeds(elf, table, this.#places);
    this.#addNeeds(this.#namesAt(table.names, table));
    if (hasVersions) this.#addOthers(this.#namesAt(findVersions(elf, this.#places)));
    return { from, to: this.numbers.count };
  }

  /** The names that begin at `#places` in `bytes`, in memory that the next call uses again. Throws `FormatError` where `table` says that they are too long. */
  #namesAt(bytes: Uint8Array, table?: SymbolTable): Int32Array {
    const { offsets, count } = this.#places;
    if (this.#found.length < count) this.#found = new Int32Array(offsets.length);
    // Only names of a symbol table can overlap, and be more than the bytes that they are in.
    const limit = table?.nameBytesLeft ?? bytes.length;
    const length = this.names.addMany(bytes, offsets, count, this.#found, limit);
    table?.take(length);
    return this.#found;
  }

  #addNeeds(names: Int32Array): void {
    const { weak, count } = this.#places;
    this.#seen.clear();
    for (let at = 0; at < count; at++) {
      this.#seen.add(names[at] as number);
      this.numbers.push(toNeed(names[at] as number, weak[at] as number));
    }
  }

  /** Those that are none of the needs. */
  #addOthers(names: Int32Array): void {
    const { count } = this.#places;
    for (let at = 0; at < count; at++) {
      if (this.#seen.add(names[at] as number)) this.numbers.push(toNeed(names[at] as number, 0));
    }
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
