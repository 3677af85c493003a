/** The `Codecs` of the Node edition: gzip by node:zlib, xz and zstd by the system's libraries through the addon. */

import { FormatError, type SystemError } from "../core/errors.ts";
import type { Codecs, Compression } from "../core/platform.ts";
import { failed, LARGEST_IMAGE, tooLarge, unxz, unzstd } from "../native/codecs.ts";
import { type Addon, findAddon } from "./addon.ts";
import { zlib } from "./builtin.ts";
import { endOfMembers } from "./gzip-members.ts";

function noAddon(format: "xz" | "zstd"): SystemError {
  const how = "needs the native addon, which `npm run build:native` in the package's folder makes with a C compiler";
  return failed(format, "ENOSYS", format === "zstd" ? `${how}, or Node 22.15 or later` : how);
}

/** Trailing garbage is ignored and truncation is not noticed, as in kmod. */
function gunzip(bytes: Uint8Array): Uint8Array {
  const { gunzipSync, constants } = zlib();
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST_IMAGE };
  try {
    return plainArray(gunzipSync(bytes, options));
  } catch (error) {
    const end = endOfMembers(bytes, LARGEST_IMAGE);
    if (end === undefined) throw zlibError("gzip", error);
    return gunzip(bytes.subarray(0, end));
  }
}

/** node:zlib's failure: its codes beginning with `ERR_` are about our own limit. */
function zlibError(format: Compression, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return code?.startsWith("ERR_") ? tooLarge(format) : new FormatError(format, message);
}

/** Not a Buffer: its `slice` shares memory, which the core does not expect of a Uint8Array. */
function plainArray(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Node's own zstd, from 22.15 on. Its types are those of the oldest Node that we support. */
function unzstdByNode(bytes: Uint8Array): Uint8Array {
  const node = zlib() as { zstdDecompressSync?: (input: Uint8Array, options: { maxOutputLength: number }) => Buffer };
  if (node.zstdDecompressSync === undefined) throw noAddon("zstd");
  if (!statesContentSize(bytes)) throw new FormatError("zstd", "Failed to determine decompression size");
  try {
    return plainArray(node.zstdDecompressSync(bytes, { maxOutputLength: LARGEST_IMAGE }));
  } catch (error) {
    throw zlibError("zstd", error);
  }
}

/**
 * Whether the first frame says how much it unpacks to: byte 4 has the size's width in its two highest bits, and bit 5
 * (one segment) means that there is one even for width 0. RFC 8878, section 3.1.1.1.1.
 */
function statesContentSize(bytes: Uint8Array): boolean {
  return bytes.length > 4 && ((bytes[4] ?? 0) & 0xe0) !== 0;
}

/** The codecs of this process, with the addon that `find` gives. */
export function nodeCodecs(find: () => Addon | undefined = findAddon): Codecs {
  return {
    decompress(format, bytes) {
      if (format === "gzip") return gunzip(bytes);
      const addon = find();
      if (format === "zstd") return addon === undefined ? unzstdByNode(bytes) : unzstd(addon, bytes);
      if (addon === undefined) throw noAddon("xz");
      return unxz(addon, bytes);
    },
  };
}
