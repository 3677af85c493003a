/** Which compression a module file has. The kernel and the tools go by the first bytes, never by the name. */

import type { Compression } from "../platform.ts";

const MAGICS: readonly (readonly [Compression, readonly number[]])[] = [
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["gzip", [0x1f, 0x8b]],
];

/** The compression whose magic number `head` (the first bytes of a file) starts with; undefined for plain files. */
export function detectCompression(head: Uint8Array): Compression | undefined {
  return MAGICS.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0];
}
