/**
 * A reader for DER (X.690), as far as appended signatures need it: one element after the other, lengths checked, no
 * recursion over hostile nesting. Lengths of the indefinite form (BER) are accepted, as OpenSSL and the kernel do.
 * Tags of more than one byte are not.
 */

import { FormatError } from "../errors.ts";

const INDEFINITE = 0x80;
const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
/** Bytes of a length field; four already address 4 GiB. */
const LONGEST_LENGTH = 4;
/** Levels of indefinite elements inside each other; a signature has about eight of any kind. */
const DEEPEST_NESTING = 16;

export interface DerElement {
  /** The identifier byte: class, constructed bit and number. */
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The header of an element: where its content begins and ends, and where the next element begins. */
interface Extent {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/**
 * Reads the elements in `bytes` from `start` up to `end` one after the other. `source` names the file in errors.
 * Readers of inner elements share the array: a view for each of the 20 elements of a signature would cost more than
 * reading them.
 */
export class DerReader {
  readonly #source: string;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(source: string, bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#source = source;
    this.#bytes = bytes;
    this.#end = end;
    this.#at = start;
  }

  /** Whether no element is left. */
  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** The next element. Throws `FormatError` at the end and for one that leaves its surroundings. */
  next(): DerElement {
    const { tag, start, end } = this.#advance();
    return { tag, content: this.#bytes.subarray(start, end) };
  }

  /** The content of the next element, whose tag must be `tag`; otherwise throws `FormatError`. */
  take(tag: number): Uint8Array {
    const { start, end } = this.#expect(tag);
    return this.#bytes.subarray(start, end);
  }

  /** Passes over the next element, whose tag must be `tag`; otherwise throws `FormatError`. */
  pass(tag: number): void {
    this.#expect(tag);
  }

  /** A reader for the elements inside the next element, whose tag must be `tag`. */
  enter(tag: number): DerReader {
    const { start, end } = this.#expect(tag);
    return new DerReader(this.#source, this.#bytes, start, end);
  }

  /** Passes over the next element if its tag is `tag`; returns whether it is. */
  skip(tag: number): boolean {
    const isThere = !this.isAtEnd && this.#bytes[this.#at] === tag;
    if (isThere) this.#advance();
    return isThere;
  }

  #advance(): Extent {
    const extent = this.#extent(this.#at, 0);
    this.#at = extent.next;
    return extent;
  }

  #expect(tag: number): Extent {
    const extent = this.#advance();
    if (extent.tag !== tag) throw this.#error(`tag ${extent.tag} where ${tag} is expected`);
    return extent;
  }

  #extent(at: number, depth: number): Extent {
    const tag = this.#byte(at);
    if ((tag & LONG_TAG) === LONG_TAG) throw this.#error("a tag of more than one byte");
    const first = this.#byte(at + 1);
    if (first === INDEFINITE) return this.#indefinite(tag, at + 2, depth);
    const fieldLength = first < INDEFINITE ? 0 : first & 0x7f;
    if (fieldLength > LONGEST_LENGTH) throw this.#error(`a length field of ${fieldLength} bytes`);
    let length = fieldLength === 0 ? first : 0;
    for (let more = 0; more < fieldLength; more++) length = length * 256 + this.#byte(at + 2 + more);
    const start = at + 2 + fieldLength;
    const end = start + length;
    if (end > this.#end) throw this.#error("an element leaves its surroundings");
    return { tag, start, end, next: end };
  }

  /** An element without a length: it ends at the first `00 00` that is not inside an element of its own. */
  #indefinite(tag: number, start: number, depth: number): Extent {
    if ((tag & CONSTRUCTED) === 0) throw this.#error("a plain value of indefinite length");
    if (depth >= DEEPEST_NESTING) throw this.#error("elements nested too deeply");
    let at = start;
    while (this.#byte(at) !== 0 || this.#byte(at + 1) !== 0) at = this.#extent(at, depth + 1).next;
    return { tag, start, end: at, next: at + 2 };
  }

  #byte(at: number): number {
    const byte = at < this.#end ? this.#bytes[at] : undefined;
    if (byte === undefined) throw this.#error("ends inside an element");
    return byte;
  }

  #error(message: string): FormatError {
    return new FormatError(this.#source, `signature: ${message}`);
  }
}
