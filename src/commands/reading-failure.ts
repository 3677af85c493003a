/** Why a module file could not be read, where kmod's own message shows only an errno. */

import { errnoText } from "../core/errno.ts";
import { FormatError, type KmodError, SystemError } from "../core/errors.ts";

/** Functions of kmod's library that a message on compressed data names. */
const DECOMPRESSORS: Readonly<Record<string, string>> = {
  xz: "xz_uncompress_belch",
  zstd: "load_zstd",
  gzip: "load_zlib",
};

/** A line that goes before the one with the errno. */
export interface ReadingFailure {
  /** The function of kmod's library that says it. */
  readonly origin: string;
  /** `xz: File is corrupt`, or what is missing for decompressing and how to get it. */
  readonly text: string;
}

/** What is wrong with compressed data, or missing for decompressing it; undefined where the codecs did not fail. */
export function decompressionFailure(error: KmodError): ReadingFailure | undefined {
  const origin = DECOMPRESSORS[formatOf(error) ?? ""];
  return origin === undefined ? undefined : { origin, text: error.message };
}

/** In a few words why a module file could not be read, for a message of ours that names the file itself. */
export function unreadableReason(error: KmodError): string {
  const format = formatOf(error) ?? "";
  const reason = detailOf(error) ?? errnoText(error.errno);
  return Object.hasOwn(DECOMPRESSORS, format) ? `cannot be decompressed (${format}): ${reason}` : reason;
}

function detailOf(error: KmodError): string | undefined {
  return error instanceof FormatError || error instanceof SystemError ? error.detail : undefined;
}

/** What the codecs name as the source of a FormatError and as the path of a SystemError. */
function formatOf(error: KmodError): string | undefined {
  if (error instanceof FormatError) return error.source;
  return error instanceof SystemError && error.operation === "decompress" ? error.path : undefined;
}
