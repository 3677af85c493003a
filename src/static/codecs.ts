/** The `Codecs` of the static edition: the libraries are in the executable. */

import { FormatError } from "../core/errors.ts";
import type { Codecs } from "../core/platform.ts";
import { LARGEST_IMAGE, nativeError, unxz, unzstd } from "../native/codecs.ts";
import { native } from "./native.ts";

function gunzip(bytes: Uint8Array): Uint8Array {
  const result = native.decompressGzip(bytes, LARGEST_IMAGE);
  if (typeof result === "number") throw nativeError("gzip", result);
  if (typeof result === "string") throw new FormatError("gzip", result);
  return result;
}

/** The codecs of this executable. */
export function staticCodecs(): Codecs {
  return {
    decompress(format, bytes) {
      if (format === "gzip") return gunzip(bytes);
      return format === "zstd" ? unzstd(native, bytes) : unxz(native, bytes);
    },
  };
}
