/** Where gzip files really end. RFC 1952. */

import { zlib } from "./builtin.ts";

/** CRC and length behind the compressed data. RFC 1952, section 2.3. */
const GZIP_TRAILER = 8;

/**
 * Where the last gzip member ends, if something else follows it: Node takes that for a damaged member. Undefined where
 * nothing follows, the data is bad, or a member has more than `limit` bytes when decompressed.
 */
export function endOfMembers(bytes: Uint8Array, limit: number): number | undefined {
  let at = 0;
  while (bytes[at] === 0x1f && bytes[at + 1] === 0x8b) {
    const length = memberLength(bytes, at, limit);
    if (length === undefined) return undefined;
    at += length;
  }
  return at > 0 && at < bytes.length ? at : undefined;
}

/** Length of the member at `at`; undefined where the data is bad. */
function memberLength(bytes: Uint8Array, at: number, limit: number): number | undefined {
  const header = headerLength(bytes, at);
  try {
    const { engine } = zlib().inflateRawSync(bytes.subarray(at + header), {
      info: true,
      maxOutputLength: limit,
    }) as unknown as { readonly engine: { readonly bytesWritten: number } };
    return header + engine.bytesWritten + GZIP_TRAILER;
  } catch {
    return undefined;
  }
}

/** Fixed part, then what the flag bits 2 (extra field), 3 (name), 4 (comment) and 1 (CRC) announce. */
function headerLength(bytes: Uint8Array, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let end = at + 10;
  if ((flags & 4) !== 0) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0);
  for (const bit of [8, 16]) if ((flags & bit) !== 0) end = bytes.indexOf(0, end) + 1 || bytes.length;
  return end - at + ((flags & 2) !== 0 ? 2 : 0);
}
