/** Which compressed module files the running kernel takes by itself: /sys/module/compression. */

import { toByteString } from "../bytes.ts";
import { SystemError } from "../errors.ts";
import type { Compression, FileSystem } from "../platform.ts";

const KNOWN: readonly string[] = ["gzip", "xz", "zstd"] satisfies Compression[];

/** The compression, or undefined where the kernel knows none. A word that nobody knows is told to `onProblem`. */
export function readKernelCompression(files: FileSystem, onProblem: (text: string) => void): Compression | undefined {
  let text: string;
  try {
    text = toByteString(files.read("/sys/module/compression")).replace(/\n$/, "");
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
  if (KNOWN.includes(text)) return text as Compression;
  onProblem(`unknown kernel compression ${text}`);
  return undefined;
}
