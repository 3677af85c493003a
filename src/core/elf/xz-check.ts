/** The integrity check of an .xz file, which its stream header names. See "The .xz File Format", section 2.1.1.2. */

import type { ByteSource } from "../platform.ts";

export type XzCheck = "none" | "CRC32" | "CRC64" | "SHA-256" | "a check that is not defined";

const CHECKS: Readonly<Record<number, XzCheck>> = { 0: "none", 1: "CRC32", 4: "CRC64", 10: "SHA-256" };

/** Where the flags' second byte stands; its low half is the check. */
const FLAGS_OFFSET = 7;

/** The check of a file that begins as .xz files do; undefined where it ends before it says. */
export function readXzCheck(file: ByteSource): XzCheck | undefined {
  if (file.size <= FLAGS_OFFSET) return undefined;
  return CHECKS[(file.read(FLAGS_OFFSET, 1)[0] ?? 0) & 0xf] ?? "a check that is not defined";
}
