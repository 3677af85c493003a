/** The lists of a `softdep` line: `pre: NAMES post: NAMES`, in any order and number. See modprobe.d(5). */

import type { SoftDependency } from "./configuration.ts";
import { splitAtSpace } from "./lexer.ts";

type Lists = Pick<SoftDependency, "pre" | "post" | "shown">;

interface Item {
  readonly list: "pre" | "post";
  readonly name: string;
}

/** kmod 30 takes a single white-space character before the first word as part of that word. */
const BLANK_IN_FIRST_WORD = /^[ \t\v\f\r][^ \t\v\f\r]/;

/** The names of both lists. Names before the first `pre:` or `post:` count for nothing. */
export function parseSoftDependencies(text: string): Lists {
  const items = parseItems(text);
  const pre = namesOf(items, "pre");
  const post = namesOf(items, "post");
  if (pre.length === 0 || post.length === 0) return { pre, post };
  const shown = { pre: shownNames(items, "pre"), post: shownNames(items, "post") };
  const mixed = shown.pre.length > pre.length || shown.post.length > post.length;
  return mixed ? { pre, post, shown } : { pre, post };
}

function parseItems(text: string): readonly Item[] {
  const words = splitAtSpace(text);
  const items: Item[] = [];
  let list: Item["list"] | undefined;
  for (const word of BLANK_IN_FIRST_WORD.test(text) ? words.slice(1) : words) {
    if (word === "pre:") list = "pre";
    else if (word === "post:") list = "post";
    else if (list !== undefined) items.push({ list, name: word });
  }
  return items;
}

function namesOf(items: readonly Item[], list: Item["list"]): readonly string[] {
  return items.filter((item) => item.list === list).map(({ name }) => name);
}

/** kmod shows a list as everything from its first name to its last, the other list's names between them included. */
function shownNames(items: readonly Item[], list: Item["list"]): readonly string[] {
  const first = items.findIndex((item) => item.list === list);
  const last = items.findLastIndex((item) => item.list === list);
  return first < 0 ? [] : items.slice(first, last + 1).map(({ name }) => name);
}
