/** The lists of a `softdep` line: `pre: NAMES post: NAMES`, in any order and number. See modprobe.d(5). */

import type { Origin, SoftDependency } from "./configuration.ts";
import { splitAtSpace } from "./lexer.ts";

type Lists = Pick<SoftDependency, "pre" | "post" | "shown">;

interface Item {
  readonly list: "pre" | "post";
  readonly name: string;
}

/**
 * A `softdep` line, whose lists are read when they are first asked for: a request wants those of a few modules, and a
 * tree has hundreds.
 */
export class SoftDependencyLine implements SoftDependency {
  readonly pattern: string;
  readonly origin: Origin;
  readonly #text: string;
  #lists: Lists | undefined;

  /** `pattern` is normalised; `text` is what stands behind it. */
  constructor(pattern: string, text: string, origin: Origin) {
    this.pattern = pattern;
    this.#text = text;
    this.origin = origin;
  }

  get pre(): readonly string[] {
    return this.#read().pre;
  }

  get post(): readonly string[] {
    return this.#read().post;
  }

  get shown(): SoftDependency["shown"] {
    return this.#read().shown;
  }

  #read(): Lists {
    this.#lists ??= parseSoftDependencies(this.#text);
    return this.#lists;
  }
}

/** kmod 30 takes a single white-space character before the first word as part of that word. */
const BLANK_IN_FIRST_WORD = /^[ \t\v\f\r][^ \t\v\f\r]/;

/** The names of both lists. Names before the first `pre:` or `post:` count for nothing. */
export function parseSoftDependencies(text: string): Lists {
  const words = BLANK_IN_FIRST_WORD.test(text) ? splitAtSpace(text).slice(1) : splitAtSpace(text);
  const pre: string[] = [];
  const post: string[] = [];
  let list: string[] | undefined;
  for (const word of words) {
    if (word === "pre:") list = pre;
    else if (word === "post:") list = post;
    else list?.push(word);
  }
  return pre.length === 0 || post.length === 0 ? { pre, post } : withShown(words, pre, post);
}

/** Adds what is shown of lists that are mixed. */
function withShown(words: readonly string[], pre: readonly string[], post: readonly string[]): Lists {
  const items = toItems(words);
  const shown = { pre: shownNames(items, "pre"), post: shownNames(items, "post") };
  const mixed = shown.pre.length > pre.length || shown.post.length > post.length;
  return mixed ? { pre, post, shown } : { pre, post };
}

function toItems(words: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  let list: Item["list"] | undefined;
  for (const word of words) {
    if (word === "pre:") list = "pre";
    else if (word === "post:") list = "post";
    else if (list !== undefined) items.push({ list, name: word });
  }
  return items;
}

/** kmod shows a list as everything from its first name to its last, the other list's names between them included. */
function shownNames(items: readonly Item[], list: Item["list"]): readonly string[] {
  const first = items.findIndex((item) => item.list === list);
  const last = items.findLastIndex((item) => item.list === list);
  return items.slice(first, last + 1).map(({ name }) => name);
}
