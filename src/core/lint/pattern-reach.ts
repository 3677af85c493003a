/** Which patterns of modprobe.d(5) cover others, as far as can be told without trying every name there could be. */

import { matchesGlob } from "../glob.ts";

const WILDCARD = /[*?[\\]/;
/** Where only `*` is special: then it is enough to match another pattern as if that were a name. */
const STARS_ONLY = /^[^?[\]\\]*$/;
const WITHOUT_SETS = /^[^[\]\\]*$/;

/** Whether a word is a name and no pattern. */
export function isPlainName(pattern: string): boolean {
  return !WILDCARD.test(pattern);
}

/** Whether `wide` certainly matches every name that `narrow` matches. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (isPlainName(narrow)) return matchesGlob(wide, narrow);
  return STARS_ONLY.test(wide) && WITHOUT_SETS.test(narrow) && matchesGlob(wide, narrow);
}
