/** Many lists of numbers in one piece of memory: an array for each would be what the garbage collector is busy with. */
export class Numbers {
  count = 0;
  /** The numbers, and room for more. Replaced where it becomes too small. */
  values: Int32Array;

  /** With these to begin with. */
  constructor(values: Int32Array = new Int32Array(), room = 1024) {
    this.values = values.length > 0 ? values : new Int32Array(room);
    this.count = values.length;
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count++] = value;
  }
}

/** Positions in a list, from `from` up to `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const NOTHING: Range = { from: 0, to: 0 };
