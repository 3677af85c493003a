/** How many columns of a terminal text takes. */

/**
 * Characters that take two columns: East_Asian_Width W and F of Unicode 15, as terminals have it. Gaps between such
 * blocks that have no character count as they do.
 */
const WIDE =
  "\\u1100-\\u115f\\u231a\\u231b\\u2329\\u232a\\u23e9-\\u23ec\\u23f0\\u23f3\\u25fd\\u25fe\\u2614\\u2615\\u2648-\\u2653\\u267f\\u2693" +
  "\\u26a1\\u26aa\\u26ab\\u26bd\\u26be\\u26c4\\u26c5\\u26ce\\u26d4\\u26ea\\u26f2\\u26f3\\u26f5\\u26fa\\u26fd\\u2705\\u270a\\u270b" +
  "\\u2728\\u274c\\u274e\\u2753-\\u2755\\u2757\\u2795-\\u2797\\u27b0\\u27bf\\u2b1b\\u2b1c\\u2b50\\u2b55\\u2e80-\\u303e" +
  "\\u3041-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6" +
  "\\u{16fe0}-\\u{18d08}\\u{1aff0}-\\u{1b2fb}\\u{1f004}\\u{1f0cf}\\u{1f18e}\\u{1f191}-\\u{1f19a}\\u{1f200}-\\u{1f320}" +
  "\\u{1f32d}-\\u{1f335}\\u{1f337}-\\u{1f37c}\\u{1f37e}-\\u{1f393}\\u{1f3a0}-\\u{1f3ca}\\u{1f3cf}-\\u{1f3d3}" +
  "\\u{1f3e0}-\\u{1f3f0}\\u{1f3f4}\\u{1f3f8}-\\u{1f43e}\\u{1f440}\\u{1f442}-\\u{1f4fc}\\u{1f4ff}-\\u{1f53d}" +
  "\\u{1f54b}-\\u{1f54e}\\u{1f550}-\\u{1f567}\\u{1f57a}\\u{1f595}\\u{1f596}\\u{1f5a4}\\u{1f5fb}-\\u{1f64f}" +
  "\\u{1f680}-\\u{1f6c5}\\u{1f6cc}\\u{1f6d0}-\\u{1f6d2}\\u{1f6d5}-\\u{1f6df}\\u{1f6eb}\\u{1f6ec}\\u{1f6f4}-\\u{1f6fc}" +
  "\\u{1f7e0}-\\u{1f7f0}\\u{1f90c}-\\u{1f93a}\\u{1f93c}-\\u{1f945}\\u{1f947}-\\u{1f9ff}\\u{1fa70}-\\u{1faff}\\u{20000}-\\u{3fffd}";

/** Accents and vowels on the character before them, joiners, marks of direction; a soft hyphen is seen. */
const NOTHING = "(?!\\u00ad)[\\p{Mn}\\p{Me}\\p{Cf}\\u1160-\\u11ff]";

interface Classes {
  readonly wide: RegExp;
  readonly nothing: RegExp;
}

let classes: Classes | undefined;

/** Made when the first such character comes: hardly any run meets one. */
function classesOf(): Classes {
  classes ??= { wide: new RegExp(`^[${WIDE}]`, "u"), nothing: new RegExp(`^${NOTHING}`, "u") };
  return classes;
}

/** Below this code point every character but controls takes one column. */
const FIRST_UNUSUAL = 0x300;

/** The columns of one character: 0, 1 or 2. Control characters take none. */
export function characterWidth(point: number): 0 | 1 | 2 {
  if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return 0;
  if (point < FIRST_UNUSUAL) return 1;
  const { wide, nothing } = classesOf();
  const character = String.fromCodePoint(point);
  if (wide.test(character)) return 2;
  return nothing.test(character) ? 0 : 1;
}

/** The columns of `text`, which is text and no byte string, on one line. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character.codePointAt(0) as number);
  return width;
}
