/** What a message about a bad command line ends with: what may have been meant, and where it is written how it goes. */

import { nearNames } from "../core/near-names.ts";

/** More would be a list. */
const MOST_NAMES = 3;

/** `text; did you mean 'one' or 'two'? See 'where'.`, without what was meant where no name is near to `typed`. */
export function withHint(text: string, where: string, typed = "", names: readonly string[] = []): string {
  const near = nearNames(typed, names).slice(0, MOST_NAMES);
  const meant = near.length === 0 ? "" : `; did you mean ${near.map((name) => `'${name}'`).join(" or ")}?`;
  const sentence = `${text}${meant}`;
  return `${sentence}${/[.?!]$/.test(sentence) ? "" : "."} See '${where}'.`;
}
