/** The strings of `.modinfo` as modinfo's lines, made of bytes in one pass. See modinfo(8). */

import { toByteString } from "../core/bytes.ts";
import { findString, isParameterString, type StringPlace } from "../core/elf/modinfo-bytes.ts";

const COLON = 0x3a;
const BLANK = 0x20;
const NEWLINE = 0x0a;
const EQUALS = 0x3d;

/** The value starts in column 17; a longer key is followed by it at once. */
const VALUE_COLUMN = 16;

/** Lines are put together here; what does not fit is written in several parts. */
const scratch = new Uint8Array(65_536);

/**
 * A line for each string but those of parameters, as a byte string: `KEY:` and the value from column 17, or with `nul`
 * `KEY=VALUE` and a NUL byte.
 */
export function modinfoLines(section: string, nul: boolean): string {
  const place: StringPlace = { start: 0, keyEnd: 0, end: 0 };
  const pieces: string[] = [];
  let used = 0;
  for (let from = 0; findString(section, from, place); from = place.end) {
    if (isParameterString(section, place)) continue;
    const room = place.end - place.start + VALUE_COLUMN + 2;
    if (used + room > scratch.length) {
      pieces.push(toByteString(scratch, 0, used));
      used = 0;
    }
    if (room > scratch.length) pieces.push(longLine(section, place, nul));
    else used = nul ? putItem(section, place, used) : putLine(section, place, used);
  }
  const last = toByteString(scratch, 0, used);
  return pieces.length === 0 ? last : [...pieces, last].join("");
}

function putLine(section: string, { start, keyEnd, end }: StringPlace, from: number): number {
  let used = copy(section, start, keyEnd, from);
  scratch[used++] = COLON;
  while (used < from + VALUE_COLUMN) scratch[used++] = BLANK;
  used = copy(section, keyEnd + 1, end, used);
  scratch[used++] = NEWLINE;
  return used;
}

function putItem(section: string, { start, keyEnd, end }: StringPlace, from: number): number {
  let used = copy(section, start, keyEnd, from);
  scratch[used++] = EQUALS;
  used = copy(section, keyEnd + 1, end, used);
  scratch[used++] = 0;
  return used;
}

/** Bytes one by one: for the 20 of a usual value that is faster than making a string of them. */
function copy(section: string, start: number, end: number, to: number): number {
  let used = to;
  for (let at = start; at < end; at++) scratch[used++] = section.charCodeAt(at);
  return used;
}

function longLine(section: string, { start, keyEnd, end }: StringPlace, nul: boolean): string {
  const key = section.slice(start, keyEnd);
  const value = section.slice(keyEnd + 1, end);
  return nul ? `${key}=${value}\0` : `${`${key}:`.padEnd(VALUE_COLUMN)}${value}\n`;
}
