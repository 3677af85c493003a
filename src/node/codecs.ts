/** The `Codecs` of the Node edition: gzip by node:zlib, xz and zstd by the system's libraries through the addon. */

import { type Errno, errnoOf } from "../core/errno.ts";
import { FormatError, SystemError } from "../core/errors.ts";
import type { Codecs, Compression } from "../core/platform.ts";
import { type Addon, findAddon } from "./addon.ts";
import { zlib } from "./builtin.ts";
import { endOfMembers } from "./gzip-members.ts";

/** No module is near this size; a small file that unpacks to more is an attack. Bytes. */
const LARGEST_IMAGE: number = 2 ** 30;

/** `lzma_ret` to the text that xz and kmod show for it. */
const XZ_TEXTS: Readonly<Record<number, string>> = {
  7: "File format not recognized",
  8: "Unsupported compression options",
  9: "File is corrupt",
  10: "Unexpected end of input",
};

interface Library {
  readonly file: string;
  readonly package: string;
}

const LIBRARIES: Readonly<Record<"xz" | "zstd", Library>> = {
  xz: { file: "liblzma.so.5", package: "liblzma5" },
  zstd: { file: "libzstd.so.1", package: "libzstd1" },
};

function failed(format: Compression, errno: Errno, detail: string): SystemError {
  return new SystemError("decompress", format, errno, detail);
}

function tooLarge(format: Compression): SystemError {
  return failed(format, "EFBIG", `more than ${LARGEST_IMAGE} bytes when decompressed`);
}

function noAddon(format: "xz" | "zstd"): SystemError {
  const how = "needs the native addon, which `npm run build:native` in the package's folder makes with a C compiler";
  return failed(format, "ENOSYS", format === "zstd" ? `${how}, or Node 22.15 or later` : how);
}

/** What the addon's negative number means. */
function addonError(format: "xz" | "zstd", code: number): SystemError {
  const errno = errnoOf(-code);
  if (errno === "EFBIG") return tooLarge(format);
  const library = LIBRARIES[format];
  if (errno !== "ENOSYS") return new SystemError("decompress", format, errno);
  return failed(format, errno, `${library.file} is not installed (Debian package ${library.package})`);
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

function unxz(addon: Addon, bytes: Uint8Array): Uint8Array {
  const result = addon.decompressXz(bytes, LARGEST_IMAGE);
  if (typeof result !== "number") return result;
  if (result < 0) throw addonError("xz", result);
  throw new FormatError("xz", XZ_TEXTS[result] ?? `Internal error (${result})`);
}

function unzstd(addon: Addon, bytes: Uint8Array): Uint8Array {
  const result = addon.decompressZstd(bytes, LARGEST_IMAGE);
  if (typeof result === "number") throw addonError("zstd", result);
  if (typeof result === "string") throw new FormatError("zstd", result);
  return result;
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
