/** Node's own decoder of ISO 8859-1, in place of the core's portable one. */

import type { ByteDecoder } from "../core/bytes.ts";
import { SystemError } from "../core/errors.ts";

/** V8's longest string, in code units. */
const LONGEST_STRING = 2 ** 29 - 24;

interface Latin1Slicer {
  readonly latin1Slice?: (this: Uint8Array, start: number, end: number) => string;
}

/** What `toString("latin1")` calls; without the view that `Buffer.from` would make it decodes short names twice as fast. */
const { latin1Slice } = Buffer.prototype as Latin1Slicer;

/** Throws `SystemError` (EFBIG) for more than a string can hold. */
export const decodeBytes: ByteDecoder = (bytes, start, end) => {
  if (end - start > LONGEST_STRING) throw new SystemError("decode", "", "EFBIG");
  if (latin1Slice !== undefined) return latin1Slice.call(bytes, start, end);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", start, end);
};
