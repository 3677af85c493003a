/** One line on a terminal that says how far long work is, and leaves no trace. */

import { KmodError } from "../core/errors.ts";
import type { Host } from "../core/platform.ts";

/** Work that is done within this time is not talked about. Milliseconds. */
const PATIENCE = 1000;

/** How often the line changes at most. Milliseconds. */
const INTERVAL = 100;

/** The clock is looked at for one of so many steps. */
const STEPS = 16;

const ERASE = "\r\x1b[K";

export class Progress {
  readonly #host: Host;
  readonly #what: string;
  readonly #isWanted: boolean;
  #next: number;
  #isShown = false;

  /** `what`: the words before the numbers. */
  constructor(host: Host, what: string) {
    this.#host = host;
    this.#what = what;
    this.#isWanted = host.isTerminal("err");
    this.#next = this.#isWanted ? host.monotonicTime() + PATIENCE : 0;
  }

  advance(done: number, total: number): void {
    if (!this.#isWanted || done % STEPS !== 0) return;
    const now = this.#host.monotonicTime();
    if (now < this.#next) return;
    this.#next = now + INTERVAL;
    this.#isShown = true;
    this.#write(`${ERASE}${this.#what} ${done} of ${total}`);
  }

  /** Before anything else is written, and at the end. */
  erase(): void {
    if (this.#isShown) this.#write(ERASE);
    this.#isShown = false;
  }

  /** What cannot be shown is no reason to fail. */
  #write(text: string): void {
    try {
      this.#host.write("err", text);
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
    }
  }
}
