/** Sections that are lists of NUL-terminated strings: .modinfo, __ksymtab_strings, __version_ext_names. */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import type { ElfFile, Section } from "./file.ts";
import type { SymbolPlaces } from "./symbol-places.ts";

/** Bytes. Debian's largest list has 76 kB; beyond this, millions of two-byte strings could exhaust memory. */
const LARGEST_LIST = 16 * 1024 * 1024;

/** The non-empty strings of a list, in order, as byte strings. The last one may lack its NUL. */
export function decodeStrings(list: Uint8Array): readonly string[] {
  return splitStrings(toByteString(list));
}

/** The same of a list that is a byte string already. */
export function splitStrings(text: string): readonly string[] {
  const strings: string[] = [];
  for (let start = 0; start < text.length; ) {
    const nul = text.indexOf("\0", start);
    const end = nul < 0 ? text.length : nul;
    if (end > start) strings.push(text.slice(start, end));
    start = end + 1;
  }
  return strings;
}

/** Puts the places of the same strings into `places`. */
export function findStrings(list: Uint8Array, places: SymbolPlaces): void {
  places.count = 0;
  for (let start = 0, end = 0; start < list.length; start = end + 1) {
    end = start;
    while (end < list.length && list[end] !== 0) end++;
    if (end > start) places.add(start, 0);
  }
}

/** The bytes of a section that is such a list. Throws `FormatError` for one of more than 16 MiB. */
export function readStringSection(elf: ElfFile, section: Section): Uint8Array {
  if (section.size > LARGEST_LIST) {
    throw new FormatError(elf.source.name, `section ${section.name} is too large: ${section.size} bytes`);
  }
  return elf.bytes(section);
}
