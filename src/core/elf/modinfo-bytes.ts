/**
 * The strings of `.modinfo` where they lie. A listing of a whole tree passes 85 000 of them through; making objects of
 * each takes longer than reading the files.
 */

import { toByteString } from "../bytes.ts";
import type { ModinfoEntry } from "./modinfo.ts";

const EQUALS = 0x3d;
/** `parm`, with which the keys parm and parmtype begin. */
const PARM = [0x70, 0x61, 0x72, 0x6d] as const;

/** Where a string lies: its start, the end of its key, its own end. Its value begins after the `=`, if it has one. */
export interface StringPlace {
  start: number;
  keyEnd: number;
  end: number;
}

/** Moves `place` to the first string that begins at `from` or later; false: there is none. Empty ones are passed over. */
export function findString(section: Uint8Array, from: number, place: StringPlace): boolean {
  let at = from;
  while (at < section.length && section[at] === 0) at++;
  if (at >= section.length) return false;
  place.start = at;
  place.keyEnd = -1;
  for (; at < section.length; at++) {
    const byte = section[at];
    if (byte === 0) break;
    if (byte === EQUALS && place.keyEnd < 0) place.keyEnd = at;
  }
  place.end = at;
  if (place.keyEnd < 0) place.keyEnd = at;
  return true;
}

/** Whether a string's key is `parm` or `parmtype`. */
export function isParameterString(section: Uint8Array, { start, keyEnd }: StringPlace): boolean {
  const length = keyEnd - start;
  if (length !== 4 && length !== 8) return false;
  for (let at = 0; at < PARM.length; at++) if (section[start + at] !== PARM[at]) return false;
  return length === 4 || toByteString(section, start + 4, keyEnd) === "type";
}

/** Only the entries with the keys `parm` and `parmtype`, in order. */
export function decodeParameterEntries(section: Uint8Array): readonly ModinfoEntry[] {
  const entries: ModinfoEntry[] = [];
  const place: StringPlace = { start: 0, keyEnd: 0, end: 0 };
  for (let from = 0; findString(section, from, place); from = place.end) {
    if (!isParameterString(section, place)) continue;
    const key = toByteString(section, place.start, place.keyEnd);
    entries.push({ key, value: toByteString(section, place.keyEnd + 1, place.end) });
  }
  return entries;
}
