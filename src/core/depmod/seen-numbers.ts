/** A set of small numbers from 0 on that is emptied in no time, for work that needs one for each of thousands of modules. */
export class SeenNumbers {
  #turns = new Int32Array(1024);
  #turn = 1;

  /** Empties the set. */
  clear(): void {
    this.#turn++;
  }

  /** Adds a number; false: it was there. */
  add(number: number): boolean {
    if (number >= this.#turns.length) this.#grow(number);
    if (this.#turns[number] === this.#turn) return false;
    this.#turns[number] = this.#turn;
    return true;
  }

  #grow(number: number): void {
    const grown = new Int32Array(Math.max(2 * this.#turns.length, number + 1));
    grown.set(this.#turns);
    this.#turns = grown;
  }
}
