/**
 * One bracket expression of a glob pattern, `[...]`, as glibc's fnmatch(3) reads it in the C locale with flags 0.
 *
 * Besides bytes and ranges there are classes `[:alpha:]`, equivalences `[=a=]` and collating elements `[.a.]`; the
 * last two name one byte each. What glibc makes of malformed ones is odd and kept (found by comparing with the
 * library, see glob.test.ts): patterns come from module files that nobody checks.
 */

/** The text does not match here. */
export const BRACKET_NO_MATCH = -1;
/** There is no bracket expression here: the `[` is an ordinary byte. */
export const BRACKET_UNCLOSED = -2;

const OPEN = 0x5b; // [
const CLOSE = 0x5d; // ]
const BACKSLASH = 0x5c;
const DASH = 0x2d;
const COLON = 0x3a;
const EQUALS = 0x3d;
const DOT = 0x2e;

/** Ranges of each class, first and last byte by turns. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: "09AZaz",
  alpha: "AZaz",
  blank: "\t\t  ",
  cntrl: "\0\x1f\x7f\x7f",
  digit: "09",
  graph: "!~",
  lower: "az",
  print: " ~",
  punct: "!/:@[`{~",
  space: "\t\r  ",
  upper: "AZ",
  xdigit: "09AFaf",
};

/** A class from its `[`. glibc takes no `z` in the name. */
const CLASS = /\[:([a-y]*):\]/y;

/**
 * Compares `byte` with the bracket expression whose `[` is at `open`. Returns the offset after it if the byte is
 * in the set, else BRACKET_NO_MATCH or BRACKET_UNCLOSED.
 */
export function matchBracket(pattern: string, open: number, byte: number): number {
  const negated = pattern[open + 1] === "!" || pattern[open + 1] === "^";
  const start = negated ? open + 2 : open + 1;
  const { end, matches } = matchMembers(pattern, start, byte);
  return end < 0 || matches !== negated ? end : BRACKET_NO_MATCH;
}

/** Compares with one member after the other up to the `]`; a `]` at `start` is a member. */
function matchMembers(pattern: string, start: number, byte: number): Member {
  for (let at = start; at < pattern.length; ) {
    if (pattern.charCodeAt(at) === CLOSE && at > start) return { end: at + 1, matches: false };
    const member = matchMember(pattern, at, byte);
    if (member.end < 0) return member;
    if (member.matches) return { end: skipMembers(pattern, member.end), matches: true };
    at = member.end;
  }
  return UNCLOSED;
}

interface Member {
  /** Offset after the member, or one of the negative results. */
  readonly end: number;
  readonly matches: boolean;
}

const NO_MATCH: Member = { end: BRACKET_NO_MATCH, matches: false };
const UNCLOSED: Member = { end: BRACKET_UNCLOSED, matches: false };

/** The member at `at`: a class, a byte in one of its spellings, or a range of two such bytes. */
function matchMember(pattern: string, at: number, byte: number): Member {
  const name = classAt(pattern, at);
  if (name !== undefined) {
    const ranges = CLASSES[name];
    return ranges === undefined ? NO_MATCH : { end: at + name.length + 4, matches: inRanges(ranges, byte) };
  }
  if (isEquivalence(pattern, at)) return { end: at + 5, matches: pattern.charCodeAt(at + 2) === byte };
  return matchRange(pattern, at, byte);
}

function matchRange(pattern: string, at: number, byte: number): Member {
  const low = element(pattern, at);
  if (low.end < 0) return { end: low.end, matches: false };
  const ranged = pattern.charCodeAt(low.end) === DASH && pattern.charCodeAt(low.end + 1) !== CLOSE;
  if (!ranged) return { end: low.end, matches: low.byte === byte && !spoilt(pattern, at, low.end) };
  if (low.end + 1 >= pattern.length) return pattern.charCodeAt(at) === OPEN ? UNCLOSED : NO_MATCH;
  const high = element(pattern, low.end + 1);
  return { end: high.end, matches: high.end >= 0 && low.byte <= byte && byte <= high.byte };
}

/** glibc leaves a collating element out of the set when `-]` follows it. */
function spoilt(pattern: string, at: number, end: number): boolean {
  return end === at + 5 && pattern.charCodeAt(end) === DASH;
}

/** One end of a range: a byte, an escaped byte or a collating element. */
function element(pattern: string, at: number): { readonly byte: number; readonly end: number } {
  const byte = pattern.charCodeAt(at);
  if (byte === BACKSLASH) {
    if (at + 1 >= pattern.length) return { byte, end: BRACKET_NO_MATCH };
    return { byte: pattern.charCodeAt(at + 1), end: at + 2 };
  }
  if (byte !== OPEN || pattern.charCodeAt(at + 1) !== DOT) return { byte, end: at + 1 };
  const named = pattern.indexOf(".]", at + 2) === at + 3;
  return { byte: pattern.charCodeAt(at + 2), end: named ? at + 5 : BRACKET_NO_MATCH };
}

/** After a member that matched: the offset after the closing `]`. */
function skipMembers(pattern: string, from: number): number {
  for (let at = from; at < pattern.length; ) {
    const byte = pattern.charCodeAt(at);
    if (byte === CLOSE) return at + 1;
    if (byte === BACKSLASH) {
      if (at + 1 >= pattern.length) return BRACKET_NO_MATCH;
      at += 2;
    } else {
      const end = byte === OPEN ? skipNested(pattern, at) : at + 1;
      if (end < 0) return end;
      at = end;
    }
  }
  return BRACKET_UNCLOSED;
}

function skipNested(pattern: string, at: number): number {
  const kind = pattern.charCodeAt(at + 1);
  if (kind === COLON) return at + (classAt(pattern, at)?.length ?? -3) + 4;
  if (kind === EQUALS) return isEquivalence(pattern, at) ? at + 5 : BRACKET_NO_MATCH;
  if (kind !== DOT) return at + 1;
  const end = pattern.indexOf(".]", at + 2);
  return end < 0 ? BRACKET_NO_MATCH : end + 2;
}

/** The name in `[:name:]` at `at`. */
function classAt(pattern: string, at: number): string | undefined {
  if (pattern.charCodeAt(at) !== OPEN || pattern.charCodeAt(at + 1) !== COLON) return undefined;
  CLASS.lastIndex = at;
  return CLASS.exec(pattern)?.[1];
}

/** Whether `[=x=]` stands at `at`. */
function isEquivalence(pattern: string, at: number): boolean {
  return pattern.startsWith("[=", at) && at + 2 < pattern.length && pattern.startsWith("=]", at + 3);
}

function inRanges(ranges: string, byte: number): boolean {
  for (let at = 0; at < ranges.length; at += 2) {
    if (ranges.charCodeAt(at) <= byte && byte <= ranges.charCodeAt(at + 1)) return true;
  }
  return false;
}
