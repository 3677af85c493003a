/** Module files as they lie on disk: plain or compressed. */

import { FormatError } from "../errors.ts";
import type { ByteSource, FileEnds, Platform } from "../platform.ts";
import { edgeBuffered, imageSource } from "./byte-source.ts";
import { detectCompression } from "./compression.ts";

/** A shorter file holds no magic number; kmod calls it an invalid argument, not a wrong format. */
const SHORTEST_FILE = 6;

/** A name that promises compression; whether it is true shows in the file. */
const COMPRESSED = /\.(?:gz|xz|zst)$/;

/**
 * Says for which files `withModuleImage` will be called next, in this order, and which parts of plain ones will be read; none: that was
 * all. Only speed depends on it.
 */
export function expectModules({ files, images }: Platform, paths: readonly string[], ends: FileEnds): void {
  const isCompressed = paths.some((path) => COMPRESSED.test(path));
  images?.expect(isCompressed ? paths : []);
  files.expect?.(isCompressed ? [] : paths, ends);
}

/**
 * Calls `use` with the uncompressed image of the module file at `path`. A plain file is read in small pieces, so the
 * image must not be used after `use` returns. Throws `FormatError` for a file of less than 6 bytes or damaged
 * compressed data, and `SystemError` where the file cannot be read or the decompressor is missing.
 */
export function withModuleImage<Result>(platform: Platform, path: string, use: (image: ByteSource) => Result): Result {
  const expected = platform.images?.withImage(path, use);
  if (expected !== undefined) return expected[0];
  return platform.files.withFile(path, (file) => {
    if (file.size < SHORTEST_FILE) {
      throw new FormatError(path, `a module has at least ${SHORTEST_FILE} bytes, this file has ${file.size}`);
    }
    const source = file.hasEnds === true ? file : edgeBuffered(file);
    const compression = detectCompression(source.read(0, SHORTEST_FILE));
    if (compression === undefined) return use(source);
    return use(imageSource(path, platform.codecs.decompress(compression, source.read(0, file.size))));
  });
}
