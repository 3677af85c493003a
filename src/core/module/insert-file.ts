/** A module file into the running kernel, the way kmod takes: by finit_module(2) where the kernel can, else by init_module(2). */

import { imageSource } from "../elf/byte-source.ts";
import { detectCompression } from "../elf/compression.ts";
import { type Forcing, forcedImage } from "../elf/forced-image.ts";
import { FormatError, SystemError } from "../errors.ts";
import type { ByteSource, Compression, Platform } from "../platform.ts";
import { readKernelCompression } from "../state/kernel-compression.ts";
import { parseLogRecord } from "../state/kernel-log.ts";

/** A shorter file holds no magic number. */
const SHORTEST_FILE = 6;

/**
 * What the kernel's loader logs where it could not decompress a file: whole lines of its own, which no driver's about its
 * firmware is taken for. Anything else that it refuses would be refused again, perhaps by an initialisation that has run.
 */
const CANNOT_DECOMPRESS =
  /^(?:module: )?(?:(?:ZSTD-)?decompression (?:initialization )?failed with status -?\d+|ZSTD-compressed data .*|(?:not an? (?:gzip|xz|zstd) compressed module|malformed gzip header).*)$/;

export interface FileInsertion {
  /** Byte string. */
  readonly path: string;
  /** `NAME=VALUE` words, as the kernel takes them. */
  readonly options: string;
  readonly forcing: Forcing;
}

/**
 * Inserts a file, plain or compressed, and returns when the module's own initialisation has. A compressed file goes to a
 * kernel that knows its compression as it is, and decompressed where the kernel then cannot decompress it after all.
 * Throws `SystemError` with what the kernel or the disk said, `FormatError` for damaged compressed data or, forced, a damaged
 * module. Problems that stop nothing go to `onProblem`.
 */
export function insertFile(platform: Platform, insertion: FileInsertion, onProblem: (text: string) => void): void {
  const compression = platform.files.withFile(insertion.path, compressionOf);
  if (compression === undefined) {
    insertPlain(platform, insertion);
    return;
  }
  const known = readKernelCompression(platform.files, onProblem);
  if (known !== compression || !insertCompressed(platform, insertion))
    insertDecompressed(platform, insertion, compression);
}

/**
 * Inserts a module whose bytes, plain or compressed, are at hand; `path` only names it. Throws what `insertFile` throws.
 */
export function insertBytes(platform: Platform, insertion: FileInsertion, bytes: Uint8Array): void {
  const compression = compressionOf(imageSource(insertion.path, bytes));
  const image = compression === undefined ? bytes : platform.codecs.decompress(compression, bytes);
  insertImage(platform, insertion, image);
}

function compressionOf(file: ByteSource): Compression | undefined {
  if (file.size < SHORTEST_FILE) {
    throw new FormatError(file.name, `a module has at least ${SHORTEST_FILE} bytes, this file has ${file.size}`);
  }
  return detectCompression(file.read(0, SHORTEST_FILE));
}

function insertPlain(platform: Platform, insertion: FileInsertion): void {
  try {
    platform.kernel.insertFile(insertion.path, insertion.options, { ...insertion.forcing, compressed: false });
  } catch (error) {
    if (!isMissing(error)) throw error;
    insertImage(platform, insertion, platform.files.read(insertion.path));
  }
}

/** Returns whether that was the end of it: false where the kernel wants the file decompressed. */
function insertCompressed({ kernel }: Platform, { path, options, forcing }: FileInsertion): boolean {
  return kernel.watchLog((newRecords) => {
    try {
      kernel.insertFile(path, options, { ...forcing, compressed: true });
      return true;
    } catch (error) {
      if (
        isMissing(error) ||
        (error instanceof SystemError && error.errno === "EINVAL" && cannotDecompress(newRecords()))
      )
        return false;
      throw error;
    }
  });
}

function cannotDecompress(records: readonly string[]): boolean {
  return records.some((record) => CANNOT_DECOMPRESS.test(parseLogRecord(record)?.text ?? ""));
}

function insertDecompressed(platform: Platform, insertion: FileInsertion, compression: Compression): void {
  const compressed = platform.files.read(insertion.path);
  insertImage(platform, insertion, platform.codecs.decompress(compression, compressed));
}

function insertImage({ kernel }: Platform, { path, options, forcing }: FileInsertion, image: Uint8Array): void {
  kernel.insertImage(forcedImage(path, image, forcing), options);
}

/** A kernel without the newer system call. */
function isMissing(error: unknown): boolean {
  return error instanceof SystemError && error.operation === "finit_module" && error.errno === "ENOSYS";
}
