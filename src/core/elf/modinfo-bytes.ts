/**
 * The strings of `.modinfo` where they lie in its bytes, a byte string. A listing of a whole tree passes 85 000 of them through; making objects of
 * each takes longer than reading the files.
 */

import type { ModinfoEntry } from "./modinfo.ts";

const NUL = 0;

/** Where a string lies: its start, the end of its key, its own end. Its value begins after the `=`, if it has one. */
export interface StringPlace {
  start: number;
  keyEnd: number;
  end: number;
}

/** Moves `place` to the first string that begins at `from` or later; false: there is none. Empty ones are passed over. */
export function findString(section: string, from: number, place: StringPlace): boolean {
  let start = from;
  while (start < section.length && section.charCodeAt(start) === NUL) start++;
  if (start >= section.length) return false;
  const nul = section.indexOf("\0", start);
  const equals = section.indexOf("=", start);
  place.start = start;
  place.end = nul < 0 ? section.length : nul;
  place.keyEnd = equals < 0 || equals > place.end ? place.end : equals;
  return true;
}

/** Whether a string's key is `parm` or `parmtype`. */
export function isParameterString(section: string, { start, keyEnd }: StringPlace): boolean {
  const length = keyEnd - start;
  if (length === 4) return section.startsWith("parm", start);
  return length === 8 && section.startsWith("parmtype", start);
}

/** Only the entries with the keys `parm` and `parmtype`, in order. */
export function decodeParameterEntries(section: string): readonly ModinfoEntry[] {
  const entries: ModinfoEntry[] = [];
  const place: StringPlace = { start: 0, keyEnd: 0, end: 0 };
  for (let from = 0; findString(section, from, place); from = place.end) {
    if (!isParameterString(section, place)) continue;
    const key = section.slice(place.start, place.keyEnd);
    entries.push({ key, value: section.slice(place.keyEnd + 1, place.end) });
  }
  return entries;
}
