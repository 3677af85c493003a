/** Where the names of many symbols begin, in memory that is used for one file after the other. */
export class SymbolPlaces {
  count = 0;
  /** Offsets in the bytes that hold the names. Replaced where it becomes too small. */
  offsets: Int32Array = new Int32Array(1024);
  /** 1 for a symbol without which the module loads. Replaced likewise. */
  weak: Uint8Array = new Uint8Array(1024);

  add(offset: number, weak: 0 | 1): void {
    if (this.count === this.offsets.length) this.#grow();
    this.offsets[this.count] = offset;
    this.weak[this.count++] = weak;
  }

  #grow(): void {
    const offsets = new Int32Array(2 * this.count);
    offsets.set(this.offsets);
    this.offsets = offsets;
    const weak = new Uint8Array(offsets.length);
    weak.set(this.weak);
    this.weak = weak;
  }
}
