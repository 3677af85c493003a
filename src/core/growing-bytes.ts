import { copyBytes, putByteString } from "./bytes.ts";

/** Bytes that are appended to, for files that are made in memory. */
export class GrowingBytes {
  length = 0;
  #bytes: Uint8Array;
  #view: DataView;
  readonly #limit: number;
  readonly #tooLarge: () => Error;

  /** Room for `room` bytes to begin with. More than `limit` bytes throw what `tooLarge` makes. */
  constructor(room = 65_536, limit: number = Infinity, tooLarge: () => Error = () => new RangeError("too many bytes")) {
    this.#bytes = new Uint8Array(room);
    this.#view = new DataView(this.#bytes.buffer);
    this.#limit = limit;
    this.#tooLarge = tooLarge;
  }

  u8(value: number): void {
    const at = this.#extend(1);
    this.#bytes[at] = value;
  }

  /** Big-endian. */
  u32(value: number): void {
    const at = this.#extend(4);
    this.#view.setUint32(at, value);
  }

  /** In place of what was appended at `at`. */
  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value);
  }

  /** So many zeros. */
  skip(count: number): void {
    this.#extend(count);
  }

  /** What lies in `bytes` from `from` up to `to`. */
  append(bytes: Uint8Array, from: number, to: number): void {
    const at = this.#extend(to - from);
    copyBytes(bytes, from, to, this.#bytes, at);
  }

  /** A byte string. */
  text(text: string): void {
    const at = this.#extend(text.length);
    putByteString(text, this.#bytes, at);
  }

  /** All of it; shares its memory, so that nothing may be appended any more. */
  result(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Makes room for so many bytes more, which are zero; where they begin. */
  #extend(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.#limit) throw this.#tooLarge();
    if (this.length > this.#bytes.length) this.#grow();
    return at;
  }

  #grow(): void {
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
