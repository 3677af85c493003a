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
  readonly #needs = new SymbolPlaces();
  readonly #versions = new SymbolPlaces();
  /** Numbers of the names at `#needs`. */
  #needNames = new Int32Array();
  /** By number of a name: which of the needs it last was. */
  #needOf = new Int32Array();

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
    findNeeds(elf, table, this.#needs);
    table.take(this.#addNeeds(table.names));
    if (hasVersions) this.#addVersions(findVersions(elf, this.#versions), table.names);
    return { from, to: this.numbers.count };
  }

  /** Takes in the names at `#needs`; returns how long they are together. */
  #addNeeds(bytes: Uint8Array): number {
    const { offsets, weak, count } = this.#needs;
    if (this.#needNames.length < count) this.#needNames = new Int32Array(offsets.length);
    const names = this.#needNames;
    const length = this.names.addMany(bytes, offsets, count, names);
    if (this.#needOf.length < this.names.count) this.#needOf = new Int32Array(2 * this.names.count);
    for (let at = 0; at < count; at++) {
      const name = names[at] as number;
      this.#seen.add(name);
      this.#needOf[name] = at;
      this.numbers.push(toNeed(name, weak[at] as number));
    }
    return length;
  }

  /**
   * Takes in those names at `#versions` that are none of the needs. Most are, and in long stretches in the same order, so that comparing
   * with the need that comes next saves half of the lookups.
   */
  #addVersions(bytes: Uint8Array, needed: Uint8Array): void {
    const { offsets, count } = this.#versions;
    let next = 0;
    for (let at = 0; at < count; at++) {
      const offset = offsets[at] as number;
      if (next < this.#needs.count && isSameName(bytes, offset, needed, this.#needs.offsets[next] as number)) {
        next++;
        continue;
      }
      const name = this.names.addAt(bytes, offset);
      if (this.#seen.add(name)) this.numbers.push(toNeed(name, 0));
      else next = (this.#needOf[name] ?? 0) + 1;
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

  #nameAt(table: SymbolTable, offset: number): number {
    return this.names.add(table.names, offset, table.nameEnd(offset));
  }
}

/** Whether the same string begins at both places. The first ends with NUL. */
function isSameName(bytes: Uint8Array, offset: number, others: Uint8Array, otherOffset: number): boolean {
  let at = offset;
  for (let other = otherOffset; bytes[at] === others[other]; at++, other++) if (bytes[at] === 0) return true;
  return false;
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
