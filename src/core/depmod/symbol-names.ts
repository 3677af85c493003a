/**
 * The names of symbols as small numbers. A tree of 4000 modules states 200 000 names, of which a tenth differ: kept as strings
 * they would be most of what depmod's memory holds and most of what its time is spent on.
 */

import { ByteStrings } from "../byte-strings.ts";
import { fromByteString } from "../bytes.ts";

/** Names and bytes that there is room for to begin with; a Debian kernel's modules have 23 000 names of 400 kB. */
const FIRST_NAMES = 2 ** 15;
const FIRST_BYTES = 2 ** 19;

/** At least half of the hash table is empty. */
const SLOTS_A_NAME = 2;

/** FNV-1a's multiplier. */
const MULTIPLIER = 0x0100_0193;

/** Names in native code. */
export interface NameTable {
  /** What `SymbolNames.addMany` does; undefined where it cannot, also beyond the limit, which is to be told by somebody else. */
  addMany(
    bytes: Uint8Array,
    offsets: Int32Array,
    count: number,
    numbers: Int32Array,
    limit: number,
  ): number | undefined;
  /** All names, in order. The table is used up. */
  take(): ByteStrings;
}

/** A table that begins with these names. Undefined where there is none. */
export type NameTableMaker = (known: ByteStrings) => NameTable | undefined;

let makeEngineTable: NameTableMaker | undefined;

/** Lets an edition put native code in place of the portable table. It must give the same numbers. */
export function useNameTable(maker: NameTableMaker): void {
  makeEngineTable = maker;
}

/** From that many files on a native table is worth being made; at once where there are names already. */
const MANY_FILES = 64;

/** Names in the order in which they were first met, from 0. */
export class SymbolNames {
  #strings: ByteStrings;
  /** While there is one, it has all names. */
  #table: NameTable | undefined;
  #calls = 0;
  #hashes = new Int32Array();
  /** Numbers of names, plus one; 0 is an empty slot. Its length is a power of two, or 0: it is made when it is first wanted. */
  #slots = new Int32Array();
  /** Differs from run to run, so that no file can hold names that all fall into one slot. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32) | 0;

  /** With these names, all different, to begin with. */
  constructor(strings: ByteStrings = new ByteStrings(FIRST_NAMES, FIRST_BYTES)) {
    this.#strings = strings;
    if (strings.count > 0) this.#calls = MANY_FILES - 1;
  }

  get strings(): ByteStrings {
    if (this.#table !== undefined) this.#takeBack(this.#table);
    return this.#strings;
  }

  get count(): number {
    return this.strings.count;
  }

  /** The number of the name that lies in `bytes` from `from` up to `to`; a new one where it is new. */
  add(bytes: Uint8Array, from: number, to: number): number {
    return this.#add(bytes, from, to, this.#hash(bytes, from, to));
  }

  /**
   * The numbers of many names, into `numbers`. Each begins at one of the first `count` `offsets` and ends before the next NUL, at the latest with
   * `bytes`. Returns how long they are together; where that is more than `limit`, not all have been added, and looking at more has stopped.
   */
  addMany(bytes: Uint8Array, offsets: Int32Array, count: number, numbers: Int32Array, limit: number): number {
    if (++this.#calls === MANY_FILES) this.#table = makeEngineTable?.(this.#strings);
    const length = this.#table?.addMany(bytes, offsets, count, numbers, limit);
    return length ?? this.#addEach(bytes, offsets, count, numbers, limit);
  }

  #addEach(bytes: Uint8Array, offsets: Int32Array, count: number, numbers: Int32Array, limit: number): number {
    let length = 0;
    for (let at = 0; at < count && length <= limit; at++) {
      const from = offsets[at] as number;
      const most = Math.min(bytes.length, from + limit - length + 1);
      let to = from;
      while (to < most && bytes[to] !== 0) to++;
      length += to - from;
      if (length <= limit) numbers[at] = this.add(bytes, from, to);
    }
    return length;
  }

  #takeBack(table: NameTable): void {
    this.#table = undefined;
    this.#strings = table.take();
    this.#slots = new Int32Array();
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const { strings } = this;
    if (this.#slots.length === 0) this.#index();
    const slot = this.#find(bytes, from, to, hash);
    const known = this.#slots[slot] as number;
    if (known > 0) return known - 1;
    const name = strings.add(bytes, from, to);
    this.#hashes[name] = hash;
    this.#slots[slot] = name + 1;
    if (strings.count === this.#hashes.length) this.#grow();
    return name;
  }

  /** The same of a byte string. */
  addText(name: string): number {
    return this.add(fromByteString(name), 0, name.length);
  }

  /** The number of a name that has one; -1: it has none. */
  find(name: string): number {
    if (this.#table !== undefined) this.#takeBack(this.#table);
    if (this.#slots.length === 0) this.#index();
    const bytes = fromByteString(name);
    const slot = this.#find(bytes, 0, bytes.length, this.#hash(bytes, 0, bytes.length));
    return (this.#slots[slot] as number) - 1;
  }

  /** The name as a byte string. */
  text(name: number): string {
    return this.strings.text(name);
  }

  /** The first byte of a name; -1: it is empty. */
  firstByte(name: number): number {
    const start = this.strings.start(name);
    return start === this.strings.start(name + 1) ? -1 : (this.strings.bytes[start] as number);
  }

  #hash(bytes: Uint8Array, from: number, to: number): number {
    let hash = this.#seed;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), MULTIPLIER);
    return hash ^ (hash >>> 15);
  }

  /** The slot of a name, or the empty one where it belongs. */
  #find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const hashes = this.#hashes;
    const { starts, bytes: own } = this.#strings;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const name = (slots[slot] as number) - 1;
      if (name < 0) return slot;
      if (hashes[name] !== hash) continue;
      let at = starts[name] as number;
      if ((starts[name + 1] as number) - at !== to - from) continue;
      let other = from;
      while (other < to && own[at] === bytes[other]) {
        at++;
        other++;
      }
      if (other === to) return slot;
    }
  }

  /** Makes the table for the names that are there. */
  #index(): void {
    const { strings } = this;
    let room = FIRST_NAMES;
    while (room <= this.count) room *= 2;
    this.#hashes = new Int32Array(room);
    for (let name = 0; name < this.count; name++) {
      this.#hashes[name] = this.#hash(strings.bytes, strings.start(name), strings.start(name + 1));
    }
    this.#fill();
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#hashes.length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#fill();
  }

  #fill(): void {
    this.#slots = new Int32Array(this.#hashes.length * SLOTS_A_NAME);
    const mask = this.#slots.length - 1;
    for (let name = 0; name < this.count; name++) {
      let slot = (this.#hashes[name] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = name + 1;
    }
  }
}
