/** Two ways to have a module's bytes at hand: an image in memory, and a file of which few parts are wanted. */

import { FormatError } from "../errors.ts";
import type { ByteSource, FileEnds } from "../platform.ts";

/** Bytes that hold the ELF header and, in modules, the build-id note that the linker puts right after it. */
const HEAD = 256;
/** Bytes that hold section names, section table and signature of all but the oddest modules (Debian: at most 7617). */
const TAIL = 8192;

/** What describes a module lies within these. */
export const MODULE_ENDS: FileEnds = { head: HEAD, tail: TAIL, whole: 0 };

/** The same where its symbols are wanted too, which lie anywhere: three of four modules are read faster in one piece. */
export const MODULE_WITH_SYMBOLS: FileEnds = { head: HEAD, tail: TAIL, whole: 65_536 };

/** An image in memory. What `read` returns shares the memory of `bytes`. */
export function imageSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      checkRange(name, bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/**
 * A source that reads both ends of `file` in one piece each, when first asked for something there, and everything
 * else directly. What describes a module lies at its ends, so two reads do the work of seven.
 */
export function edgeBuffered(file: ByteSource): ByteSource {
  const { name, size } = file;
  const headLength = Math.min(HEAD, size);
  const tailStart = Math.max(0, size - TAIL);
  let head: Uint8Array | undefined;
  let tail: Uint8Array | undefined;
  return {
    name,
    size,
    read(offset, length) {
      checkRange(name, size, offset, length);
      if (offset >= tailStart) {
        tail ??= file.read(tailStart, size - tailStart);
        return tail.subarray(offset - tailStart, offset - tailStart + length);
      }
      if (offset + length > headLength) return file.read(offset, length);
      head ??= file.read(0, headLength);
      return head.subarray(offset, offset + length);
    },
  };
}

function checkRange(name: string, size: number, offset: number, length: number): void {
  const inside = offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
  if (!inside) throw new FormatError(name, `wanted ${length} bytes at ${offset}, the file has ${size}`);
}
