/** The `Codecs` of the Node edition: gzip by node:zlib, xz and zstd by the system's libraries through the addon. */

import { constants as bufferConstants } from "node:buffer";
import { FormatError, type SystemError } from "../core/errors.ts";
import type { Codecs, Compression } from "../core/platform.ts";
import { failed, LARGEST_IMAGE, tooLarge, unxz, unzstd } from "../native/codecs.ts";
import { type Addon, findAddon } from "./addon.ts";
import { zlib } from "./builtin.ts";
import { endOfMembers } from "./gzip-members.ts";
import { needsAddon } from "./missing-addon.ts";
import { areWholeFrames, statedContentSize } from "./zstd-frames.ts";

/** Of one image: a Node of 32 bits refuses the limit itself where it has no buffers of that size. */
const LARGEST_BUFFER = Math.min(LARGEST_IMAGE, bufferConstants.MAX_LENGTH);

function noAddon(format: "xz" | "zstd"): SystemError {
  const how = needsAddon();
  return failed(format, "ENOSYS", format === "zstd" ? `${how}; Node 22.15 and later need none` : how);
}

/** Trailing garbage is ignored and truncation is not noticed, as in kmod. */
function gunzip(bytes: Uint8Array): Uint8Array {
  const { gunzipSync, constants } = zlib();
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST_BUFFER };
  try {
    return plainArray(gunzipSync(bytes, options));
  } catch (error) {
    const end = endOfMembers(bytes, LARGEST_BUFFER);
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

/**
 * Node's own zstd, from 22.15 on. Its types are those of the oldest Node that we support. Some versions of it give what
 * they have where the data is cut short, so that is looked for here, with libzstd's messages.
 */
function unzstdByNode(bytes: Uint8Array): Uint8Array {
  const node = zlib() as { zstdDecompressSync?: (input: Uint8Array, options: { maxOutputLength: number }) => Buffer };
  const { zstdDecompressSync } = node;
  if (zstdDecompressSync === undefined) throw noAddon("zstd");
  const size = statedContentSize(bytes);
  if (size === undefined) throw new FormatError("zstd", "Failed to determine decompression size");
  if (!areWholeFrames(bytes)) throw new FormatError("zstd", "Src size is incorrect");
  const image = decompressed(() => zstdDecompressSync(bytes, { maxOutputLength: LARGEST_BUFFER }));
  if (image.length > size) throw new FormatError("zstd", "Destination buffer is too small");
  if (image.length < size) throw new FormatError("zstd", "Src size is incorrect");
  return image;
}

function decompressed(act: () => Buffer): Uint8Array {
  try {
    return plainArray(act());
  } catch (error) {
    throw zlibError("zstd", error);
  }
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
