/** A module on standard input, in the place of a file. */

import type { ByteSource, Platform } from "../platform.ts";
import { imageSource } from "./byte-source.ts";

/** How it is named among files. A file of that name is `./-`. */
export const STANDARD_INPUT = "-";

/**
 * The platform with standard input as the file `-`, which is read to its end when it is first opened, and kept: what is
 * said of it may need several looks. Reading throws SystemError, EFBIG where it is longer than any module (64 MiB).
 */
export function withStandardInput(platform: Platform): Platform {
  const { files, host } = platform;
  let input: ByteSource | undefined;
  function withFile<Result>(path: string, use: (file: ByteSource) => Result): Result {
    if (path !== STANDARD_INPUT) return files.withFile(path, use);
    input ??= imageSource(STANDARD_INPUT, host.readInput());
    return use(input);
  }
  return { ...platform, files: { ...files, withFile } };
}
