/** What a module says of itself: section .modinfo, NUL-separated strings `key=value`. See modinfo(8). */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ElfFile } from "./file.ts";
import { readStringSection, splitStrings } from "./string-table.ts";

/** Byte strings. Keys repeat (alias, parm, author); a string without `=` is a key with an empty value. */
export interface ModinfoEntry {
  readonly key: string;
  readonly value: string;
}

/** The entries of the section's bytes, in order; empty strings between NULs are skipped. */
export function decodeModinfo(section: Uint8Array): readonly ModinfoEntry[] {
  return splitModinfo(toByteString(section));
}

/** The entries of a section that is a byte string already. */
export function splitModinfo(section: string): readonly ModinfoEntry[] {
  return splitStrings(section).map(splitEntry);
}

/** Entries as such a section, a byte string: what modules.builtin.modinfo says is shown by the same code. */
export function joinModinfo(entries: readonly ModinfoEntry[]): string {
  return entries.map(({ key, value }) => `${key}=${value}\0`).join("");
}

/** The bytes of .modinfo. Throws `FormatError`: ENODATA without such a section, EINVAL for one of more than 16 MiB. */
export function readModinfoSection(elf: ElfFile): Uint8Array {
  const section = elf.section(".modinfo");
  if (section === undefined) throw new FormatError(elf.source.name, "has no section .modinfo", "ENODATA");
  return readStringSection(elf, section);
}

/** The entries of a module. Throws what `readModinfoSection` throws. */
export function readModinfo(elf: ElfFile): readonly ModinfoEntry[] {
  return decodeModinfo(readModinfoSection(elf));
}

function splitEntry(text: string): ModinfoEntry {
  const equals = text.indexOf("=");
  if (equals < 0) return { key: text, value: "" };
  return { key: text.slice(0, equals), value: text.slice(equals + 1) };
}
