/** Whole reads and whole writes on a file descriptor, whatever the kernel does in one call. */

import { readSync, writeSync } from "node:fs";
import { SystemError } from "../core/errors.ts";
import { pause } from "./wait.ts";

/** How long to wait before asking a non-blocking descriptor again, in ms. */
const RETRY_MS = 2;

/** More than any module, index or configuration has; what is larger is a mistake or an attack. Bytes. */
export const LARGEST_FILE: number = 2 ** 30;

/** The same for what has no size of its own: a pipe, a device, a file of /proc. Bytes. */
const LARGEST_STREAM = 2 ** 26;

/** What the first read of a file without a size asks for. Bytes. */
const FIRST_PIECE = 16_384;

/** Memory that nobody else uses; its content is whatever was there. */
function ownMemory(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

/** Up to `length` bytes from `offset` (null: from the current position); fewer only at the end of the file. */
export function readUpTo(descriptor: number, offset: number | null, length: number): Uint8Array {
  return readInto(descriptor, offset, ownMemory(length));
}

/** The same into memory of the caller's; returns the part of it that was filled. */
export function readInto(descriptor: number, offset: number | null, bytes: Uint8Array): Uint8Array {
  let got = 0;
  while (got < bytes.length) {
    const count = readSome(descriptor, bytes, got, offset === null ? null : offset + got);
    if (count === 0) return bytes.subarray(0, got);
    got += count;
  }
  return bytes;
}

/** One read(2), repeated while a non-blocking pipe has nothing to say yet. */
function readSome(descriptor: number, into: Uint8Array, at: number, offset: number | null): number {
  for (;;) {
    try {
      return readSync(descriptor, into, at, into.length - at, offset);
    } catch (error) {
      if (!isRetry(error)) throw error;
      pause(RETRY_MS);
    }
  }
}

/** All that is left to read. Throws `SystemError` (EFBIG) where that does not end. */
export function readToEnd(descriptor: number, path: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (let length = FIRST_PIECE; ; length = Math.min(length * 2, 2 ** 20)) {
    const piece = readUpTo(descriptor, null, length);
    pieces.push(piece);
    total += piece.length;
    if (total > LARGEST_STREAM) throw new SystemError("read", path, "EFBIG");
    if (piece.length < length) return pieces.length === 1 ? piece : concatenate(pieces, total);
  }
}

function concatenate(pieces: readonly Uint8Array[], total: number): Uint8Array {
  const all = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Writes everything, waiting where a non-blocking pipe is full. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written, bytes.length - written);
    } catch (error) {
      if (!isRetry(error)) throw error;
      pause(RETRY_MS);
    }
  }
}

function isRetry(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === "EAGAIN" || code === "EINTR";
}
