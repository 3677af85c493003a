/** Decompression by native code. */

import { type Errno, errnoOf } from "../core/errno.ts";
import { FormatError, SystemError } from "../core/errors.ts";
import type { Compression } from "../core/platform.ts";
import type { NativeFunctions } from "./functions.ts";

/** No module is near this size; a small file that unpacks to more is an attack. Bytes. */
export const LARGEST_IMAGE: number = 2 ** 30;

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

const LIBRARIES: Readonly<Record<Compression, Library>> = {
  gzip: { file: "libz.so.1", package: "zlib1g" },
  xz: { file: "liblzma.so.5", package: "liblzma5" },
  zstd: { file: "libzstd.so.1", package: "libzstd1" },
};

/** What keeps a format from being decompressed. */
export function failed(format: Compression, errno: Errno, detail: string): SystemError {
  return new SystemError("decompress", format, errno, detail);
}

/** More than any module has. */
export function tooLarge(format: Compression): SystemError {
  return failed(format, "EFBIG", `more than ${LARGEST_IMAGE} bytes when decompressed`);
}

/** What a negative number of native code means. */
export function nativeError(format: Compression, code: number): SystemError {
  const errno = errnoOf(-code);
  if (errno === "EFBIG") return tooLarge(format);
  const library = LIBRARIES[format];
  if (errno !== "ENOSYS") return new SystemError("decompress", format, errno);
  return failed(format, errno, `${library.file} is not installed (Debian package ${library.package})`);
}

/** See `Codecs.decompress`. */
export function unxz(native: NativeFunctions, bytes: Uint8Array): Uint8Array {
  const result = native.decompressXz(bytes, LARGEST_IMAGE);
  if (typeof result !== "number") return result;
  if (result < 0) throw nativeError("xz", result);
  throw new FormatError("xz", XZ_TEXTS[result] ?? `Internal error (${result})`);
}

/** See `Codecs.decompress`. */
export function unzstd(native: NativeFunctions, bytes: Uint8Array): Uint8Array {
  const result = native.decompressZstd(bytes, LARGEST_IMAGE);
  if (typeof result === "number") throw nativeError("zstd", result);
  if (typeof result === "string") throw new FormatError("zstd", result);
  return result;
}
