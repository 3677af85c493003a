/** The strings of a module's .modinfo that depmod takes: aliases, soft and weak dependencies. */

import type { ByteStrings } from "../byte-strings.ts";
import { fromByteString } from "../bytes.ts";
import type { ElfFile } from "../elf/file.ts";
import { readStringSection } from "../elf/string-table.ts";
import { NOTHING, type Range } from "./numbers.ts";

/** Values in the order of the file, as ranges of the strings that `readInformation` was given. */
export interface Information {
  readonly aliases: Range;
  readonly softDependencies: Range;
  readonly weakDependencies: Range;
}

export const NO_INFORMATION: Information = {
  aliases: NOTHING,
  softDependencies: NOTHING,
  weakDependencies: NOTHING,
};

const ALIAS: Uint8Array = fromByteString("alias");
const SOFT_DEPENDENCY: Uint8Array = fromByteString("softdep");
const WEAK_DEPENDENCY: Uint8Array = fromByteString("weakdep");

const NUL = 0;
const EQUALS = 0x3d;

/** Appends the values to `strings`. Throws `FormatError` for a section that is too large. */
export function readInformation(elf: ElfFile, strings: ByteStrings): Information {
  const section = elf.section(".modinfo");
  if (section === undefined) return NO_INFORMATION;
  const bytes = readStringSection(elf, section);
  const soft: Place[] = [];
  const weak: Place[] = [];
  const from = strings.count;
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = endOfString(bytes, start);
    const alias = startOfValue(bytes, start, end, ALIAS);
    if (alias >= 0) strings.add(bytes, alias, end);
    else takePlace(bytes, start, end, SOFT_DEPENDENCY, soft) || takePlace(bytes, start, end, WEAK_DEPENDENCY, weak);
  }
  const aliases = { from, to: strings.count };
  return { aliases, softDependencies: take(bytes, soft, strings), weakDependencies: take(bytes, weak, strings) };
}

/** Where a value lies in the section. */
interface Place {
  readonly from: number;
  readonly to: number;
}

function takePlace(bytes: Uint8Array, start: number, end: number, key: Uint8Array, places: Place[]): boolean {
  const from = startOfValue(bytes, start, end, key);
  if (from >= 0) places.push({ from, to: end });
  return from >= 0;
}

function take(bytes: Uint8Array, places: readonly Place[], strings: ByteStrings): Range {
  const from = strings.count;
  for (const place of places) strings.add(bytes, place.from, place.to);
  return { from, to: strings.count };
}

/** Where the value of the string from `start` to `end` begins: after its first `=`, at its end where it has none; -1: it has another key. */
function startOfValue(bytes: Uint8Array, start: number, end: number, key: Uint8Array): number {
  for (let at = 0; at < key.length; at++) if (bytes[start + at] !== key[at]) return -1;
  const keyEnd = start + key.length;
  if (keyEnd === end) return end;
  return bytes[keyEnd] === EQUALS ? keyEnd + 1 : -1;
}

function endOfString(bytes: Uint8Array, start: number): number {
  const nul = bytes.indexOf(NUL, start);
  return nul < 0 ? bytes.length : nul;
}
