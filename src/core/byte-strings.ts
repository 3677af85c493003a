/**
 * Many byte strings in one piece of memory. Where there are tens of thousands, JavaScript's own strings would be most of what the
 * garbage collector looks after.
 */

import { copyBytes, putByteString, toByteString } from "./bytes.ts";
import { FormatError } from "./errors.ts";

/** Where strings begin is said in 32 bits. */
const MOST_BYTES = 0x7fff_ffff;

/** Strings by number, from 0 in the order in which they were ended. What was appended since the last `end` is no string yet. */
export class ByteStrings {
  count = 0;
  /** All strings, one behind the other. Replaced where it becomes too small. */
  bytes: Uint8Array;
  /** Where each string begins; one further, where it ends. Replaced where it becomes too small. */
  starts: Int32Array;
  /** Bytes in use. */
  length = 0;

  /** Room for so many to begin with; or strings that are there already, which are replaced before anything is added. */
  constructor(strings: number | Int32Array = 64, bytes: number | Uint8Array = 1024) {
    this.bytes = typeof bytes === "number" ? new Uint8Array(bytes) : bytes;
    this.starts = typeof strings === "number" ? new Int32Array(strings + 1) : strings;
    if (typeof strings === "number") return;
    this.count = strings.length - 1;
    this.length = this.bytes.length;
  }

  /** Appends what lies in `bytes` from `from` up to `to`. */
  append(bytes: Uint8Array, from: number, to: number): void {
    const at = this.#extend(to - from);
    copyBytes(bytes, from, to, this.bytes, at);
  }

  /** Appends a byte string. */
  appendText(text: string): void {
    const at = this.#extend(text.length);
    putByteString(text, this.bytes, at);
  }

  /** What was appended is a string; its number. */
  end(): number {
    if (this.count + 1 === this.starts.length) this.starts = grown(this.starts, new Int32Array(2 * this.starts.length));
    this.starts[++this.count] = this.length;
    return this.count - 1;
  }

  /** Appends and ends. */
  add(bytes: Uint8Array, from: number, to: number): number {
    this.append(bytes, from, to);
    return this.end();
  }

  /** The same of a byte string. */
  addText(text: string): number {
    this.appendText(text);
    return this.end();
  }

  /** Adds the strings of `others` from `from` up to `to`. */
  addRange(others: ByteStrings, from: number, to: number): void {
    const shift = this.length - others.start(from);
    this.append(others.bytes, others.start(from), others.start(to));
    while (this.count + to - from >= this.starts.length)
      this.starts = grown(this.starts, new Int32Array(2 * this.starts.length));
    for (let string = from; string < to; string++) this.starts[++this.count] = others.start(string + 1) + shift;
  }

  start(string: number): number {
    return this.starts[string] as number;
  }

  /** The string as JavaScript has it. */
  text(string: number): string {
    return toByteString(this.bytes, this.starts[string], this.starts[string + 1]);
  }

  /** Less than 0, 0 or more than 0, as strcmp(3) orders; the first `from` bytes of both are known to be the same. */
  compare(left: number, right: number, from = 0): number {
    const { bytes, starts } = this;
    let at = (starts[left] as number) + from;
    let other = (starts[right] as number) + from;
    const end = starts[left + 1] as number;
    const otherEnd = starts[right + 1] as number;
    for (; at < end && other < otherEnd; at++, other++) {
      const difference = (bytes[at] as number) - (bytes[other] as number);
      if (difference !== 0) return difference;
    }
    return end - at - (otherEnd - other);
  }

  /** Throws `FormatError` for more bytes than places can be told in. */
  #extend(more: number): number {
    const at = this.length;
    if (at + more > MOST_BYTES) throw new FormatError("strings", "there are more than 2 GiB of them");
    this.length += more;
    if (this.length > this.bytes.length) {
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(2 * this.bytes.length, this.length)));
    }
    return at;
  }
}

/** What `from` holds, in larger memory. */
function grown<Memory extends Uint8Array | Int32Array>(from: Memory, into: Memory): Memory {
  into.set(from);
  return into;
}
