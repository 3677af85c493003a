/** Node's own encoder of ISO 8859-1, in place of the core's portable one. */

import type { ByteEncoder } from "../core/bytes.ts";

interface Latin1Writer {
  readonly latin1Write?: (this: Uint8Array, text: string, at: number, length: number) => number;
}

/** What `write(text, "latin1")` calls. */
const { latin1Write } = Buffer.prototype as Latin1Writer;

export const encodeBytes: ByteEncoder = (text, into, at) => {
  if (latin1Write !== undefined) latin1Write.call(into, text, at, text.length);
  else Buffer.from(into.buffer, into.byteOffset, into.byteLength).write(text, at, "latin1");
};
