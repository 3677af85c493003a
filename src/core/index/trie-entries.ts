/** What a binary index is to hold, in insertion order, as bytes. */

import { ByteStrings } from "../byte-strings.ts";

/** One entry a key: the same key again is an entry of its own. */
export class TrieEntries {
  /** What is appended to it goes into the key that `end` ends. */
  readonly keys: ByteStrings;
  readonly values: ByteStrings = new ByteStrings();
  /** The number of each entry's value in `values`. Replaced where it becomes too small. */
  valueNumbers: Int32Array = new Int32Array(64);
  /** Replaced likewise. */
  priorities: Uint32Array = new Uint32Array(64);

  /** Room for so many to begin with. */
  constructor(keys?: number, bytes?: number) {
    this.keys = new ByteStrings(keys, bytes);
  }

  get count(): number {
    return this.keys.count;
  }

  /** An entry for the key that has been appended to `keys`. `value` is the number of one of `values`. */
  end(value: number, priority: number): void {
    const entry = this.keys.end();
    if (entry === this.valueNumbers.length) this.#grow(entry + 1);
    this.valueNumbers[entry] = value;
    this.priorities[entry] = priority;
  }

  /** Entries with one value for keys that lie side by side. */
  addRange(
    keys: ByteStrings,
    { from, to }: { readonly from: number; readonly to: number },
    value: number,
    priority: number,
  ): void {
    const first = this.count;
    this.keys.addRange(keys, from, to);
    if (this.count > this.valueNumbers.length) this.#grow(this.count);
    this.valueNumbers.fill(value, first, this.count);
    this.priorities.fill(priority, first, this.count);
  }

  /** An entry for byte strings. */
  add(key: string, value: string, priority: number): void {
    this.keys.appendText(key);
    this.end(this.values.addText(value), priority);
  }

  /** The number of an entry's value in `values`. */
  valueOf(entry: number): number {
    return this.valueNumbers[entry] as number;
  }

  priorityOf(entry: number): number {
    return this.priorities[entry] as number;
  }

  #grow(count: number): void {
    const values = new Int32Array(2 * count);
    values.set(this.valueNumbers);
    this.valueNumbers = values;
    const priorities = new Uint32Array(values.length);
    priorities.set(this.priorities);
    this.priorities = priorities;
  }
}
