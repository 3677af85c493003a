/**
 * Memory for what is read of open files, taken back when they are closed: describing 4000 modules would otherwise leave
 * 30 MB to the garbage collector. Files that are open within one another share it as a stack.
 */

const lent = new ArrayBuffer(262_144);
let lentUntil = 0;

/** How much is lent: what `takeBack` takes. */
export function lentMemory(): number {
  return lentUntil;
}

/** Memory whose content is whatever was there; nobody's from the next `takeBack` on. */
export function borrow(length: number): Uint8Array {
  if (lentUntil + length > lent.byteLength) return new Uint8Array(length);
  const bytes = new Uint8Array(lent, lentUntil, length);
  lentUntil += length;
  return bytes;
}

/** Takes back what was lent since `lentMemory` returned `mark`. */
export function takeBack(mark: number): void {
  lentUntil = mark;
}
