/**
 * Shell patterns as fnmatch(3) matches them with flags 0 in the C locale, on byte strings: `*` and `?` also match `/`
 * and a leading `.`. Aliases, symbols and modprobe.d names are matched by it.
 */

import { BRACKET_NO_MATCH, BRACKET_UNCLOSED, matchBracket } from "./bracket.ts";

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b; // [
const BACKSLASH = 0x5c;

/**
 * Whether `text` as a whole matches `pattern` (both byte strings).
 *
 * Only the last `*` is ever tried again: what an earlier one could take more of, the later one can take as well. So
 * the time grows with the product of the lengths at most.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return !beginsOtherwise(pattern, text) && matchesFrom(pattern, text, pattern.includes("[") ? new Set() : NONE);
}

/** Whether the first byte alone tells that there is no match, as it does of most patterns of a configuration. */
function beginsOtherwise(pattern: string, text: string): boolean {
  const part = pattern.charCodeAt(0);
  return (
    pattern !== "" &&
    part !== text.charCodeAt(0) &&
    part !== STAR &&
    part !== QUESTION &&
    part !== OPEN &&
    part !== BACKSLASH
  );
}

/** For patterns that have no bracket, and so nothing to remember. */
const NONE: Set<number> = new Set();

function matchesFrom(pattern: string, text: string, unclosed: Set<number>): boolean {
  let at = 0;
  let position = 0;
  let afterStar = -1;
  let starPosition = 0;
  for (;;) {
    if (at === pattern.length && position === text.length) return true;
    if (pattern.charCodeAt(at) === STAR) {
      afterStar = ++at;
      starPosition = position;
      continue;
    }
    const next = position < text.length ? matchOne(pattern, at, text.charCodeAt(position), unclosed) : NO_MATCH;
    if (next !== NO_MATCH) {
      at = next;
      position++;
    } else {
      if (afterStar < 0 || starPosition >= text.length) return false;
      at = afterStar;
      position = ++starPosition;
    }
  }
}

const NO_MATCH = BRACKET_NO_MATCH;

/**
 * Compares one byte with the part of the pattern at `at` (not a star): the offset after that part, or NO_MATCH.
 * `unclosed` remembers which `[` start no bracket expression for which byte: each look runs to the end of the pattern,
 * and what glibc takes for the end depends on whether the byte is in the set.
 */
function matchOne(pattern: string, at: number, byte: number, unclosed: Set<number>): number {
  const part = pattern.charCodeAt(at);
  if (part === QUESTION) return at + 1;
  if (part === BACKSLASH) return pattern.charCodeAt(at + 1) === byte ? at + 2 : NO_MATCH;
  if (part === OPEN && !unclosed.has(at * 256 + byte)) {
    const end = matchBracket(pattern, at, byte);
    if (end !== BRACKET_UNCLOSED) return end;
    unclosed.add(at * 256 + byte);
  }
  return part === byte ? at + 1 : NO_MATCH;
}
