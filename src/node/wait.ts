/** The one pause of a synchronous program. */

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Sleeps, without using the processor. */
export function pause(milliseconds: number): void {
  Atomics.wait(nothing, 0, 0, milliseconds);
}
