/** What the engine's binding offers. See native/qjs_*.c. */

import type { NativeFunctions } from "../native/functions.ts";

/**
 * Names and text are byte strings. A negative number in place of a result is a negated errno; a call that gives nothing
 * gives 0.
 */
export interface Native extends NativeFunctions {
  /** What the executable runs: takes the command line, the program's name first, and gives the exit status. */
  main?: (words: readonly string[]) => number;

  /** Decompressed bytes, -errno, or the text of the failure. At most `limit` bytes. */
  decompressGzip(bytes: Uint8Array, limit: number): Uint8Array | number | string;

  /** All of a file. */
  readFile(path: string): Uint8Array | number;
  /** All that is left of standard input. */
  readInput(): Uint8Array | number;
  /** A descriptor for reading. */
  open(path: string): number;
  /** Bytes that can be read at any offset; 0 for a device. */
  size(descriptor: number): number;
  /** Fills `into` from `offset`; how many bytes there were. */
  readAt(descriptor: number, offset: number, into: Uint8Array): number;
  /** What one read(2) gives, up to the longest record of the kernel's log. */
  readRecord(descriptor: number): string | number;
  close(descriptor: number): void;
  /** See `entriesOf`. */
  list(path: string): string | number;
  /** Seven numbers for each path (each ends in NUL), as the bytes of 64-bit floating-point numbers: see core/file-identity.ts. */
  identify(paths: Uint8Array): Uint8Array;
  /** The type's letter, the size, the permission bits, the time of the last change; `b` or `c` and the numbers of a device node. Follows links. */
  status(
    path: string,
  ):
    | readonly [
        type: string,
        size: number,
        mode: number,
        modified: bigint,
        device?: string,
        major?: number,
        minor?: number,
      ]
    | number;
  /** 1, or 0 where nothing is there. Follows links. */
  exists(path: string): number;
  readLink(path: string): string | number;
  /** A new file, synced; nothing is left of one that cannot be written. */
  create(path: string, bytes: Uint8Array, mode: number): number;
  overwrite(path: string, bytes: Uint8Array): number;
  link(target: string, path: string): number;
  rename(from: string, to: string): number;
  makeDirectory(path: string, mode: number): number;
  setMode(path: string, mode: number): number;
  remove(path: string): number;
  syncDirectory(path: string): number;

  environment(name: string): string | undefined;
  programPath(): string | number;
  workingDirectory(): string | number;
  write(descriptor: number, text: string): number;
  isTerminal(descriptor: number): boolean;
  /** Columns; 0 where it is no terminal or does not say. */
  terminalWidth(descriptor: number): number;
  release(): string;
  machine(): string;
  /** Milliseconds. */
  monotonicTime(): number;
  pause(milliseconds: number): void;

  /** The bytes from `start` up to `end` as a byte string. */
  decode(bytes: Uint8Array, start: number, end: number): string;
  /** The first value of a key in a binary index; a number: the core has to look itself. */
  lookUpIndex(index: Uint8Array, key: string): string | undefined | number;
  /** The values of the patterns that match a key, in a search's order; a number: the core has to search itself. */
  searchIndex(index: Uint8Array, key: string): readonly string[] | number;
  /** Puts a byte string into `into` from `at` on. */
  encode(text: string, into: Uint8Array, at: number): void;
  /** Puts the bytes from `start` up to `end` into `into` from `at` on. */
  copy(bytes: Uint8Array, start: number, end: number, into: Uint8Array, at: number): void;
}

/** The binding, which the executable has as a global. */
export const native: Native = (globalThis as unknown as { readonly native: Native }).native;
