/** Module files as they lie on disk: plain or compressed. */

import { FormatError } from "../errors.ts";
import type { ByteSource, Platform } from "../platform.ts";
import { edgeBuffered, imageSource } from "./byte-source.ts";
import { detectCompression } from "./compression.ts";

/** A shorter file holds no magic number; kmod calls it an invalid argument, not a wrong format. */
const SHORTEST_FILE = 6;

/**
 * Calls `use` with the uncompressed image of the module file at `path`. A plain file is read in small pieces, so the
 * image must not be used after `use` returns. Throws `FormatError` for a file of less than 6 bytes or damaged
 * compressed data, and `SystemError` where the file cannot be read or the decompressor is missing.
 */
export function withModuleImage<Result>(platform: Platform, path: string, use: (image: ByteSource) => Result): Result {
  return platform.files.withFile(path, (file) => {
    if (file.size < SHORTEST_FILE) {
      throw new FormatError(path, `a module has at least ${SHORTEST_FILE} bytes, this file has ${file.size}`);
    }
    const source = edgeBuffered(file);
    const compression = detectCompression(source.read(0, SHORTEST_FILE));
    if (compression === undefined) return use(source);
    return use(imageSource(path, platform.codecs.decompress(compression, source.read(0, file.size))));
  });
}
