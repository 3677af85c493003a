/**
 * Lines and words of modprobe.d(5).
 *
 * A backslash joins two lines where it stands before a newline; before any other character it is dropped and the
 * character kept. CR is a character like any other. As kmod keeps lines in C strings, a NUL byte ends the line's text.
 */

export interface LogicalLine {
  /** The line with continuations joined and backslashes resolved: a byte string without newline or NUL. */
  readonly text: string;
  /** Number of its last physical line, from 1. */
  readonly line: number;
}

const NEWLINE_OR_BACKSLASH = /[\n\\]/g;

/** The logical lines of a file's text, blank ones and comments included. Any byte string has lines. */
export function* parseLogicalLines(text: string): Generator<LogicalLine> {
  let pending = "";
  let start = 0;
  let line = 1;
  for (const { index } of text.matchAll(NEWLINE_OR_BACKSLASH)) {
    if (index < start) continue; // The second of two backslashes, or a newline that one of them has joined.
    pending += text.slice(start, index);
    start = index + 1;
    if (text[index] === "\n") {
      yield { text: untilNul(pending), line };
      pending = "";
      line++;
      continue;
    }
    const escaped = text[start];
    if (escaped === undefined) break;
    start++;
    if (escaped === "\n") line++;
    else pending += escaped;
  }
  pending += text.slice(start);
  if (pending !== "") yield { text: untilNul(pending), line };
}

/** Whether a logical line says nothing: empty, blanks only, or a `#` as its first character (not after blanks). */
export function isIgnoredLine(text: string): boolean {
  return text.startsWith("#") || skipBlanks(text, 0) === text.length;
}

export interface Word {
  /** Empty where the text holds no further word. */
  readonly word: string;
  /** Offset after the word and the one blank that ends it. */
  readonly next: number;
}

/** The next word of a line from an offset on; words are separated by runs of space and tab. */
export function nextWord(text: string, from: number): Word {
  const start = skipBlanks(text, from);
  let end = start;
  while (end < text.length && !isBlank(text, end)) end++;
  return { word: text.slice(start, end), next: Math.min(end + 1, text.length) };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text, at)) at++;
  return at;
}

function isBlank(text: string, at: number): boolean {
  const character = text[at];
  return character === " " || character === "\t";
}

/** A text as C sees it. */
export function untilNul(text: string): string {
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}

/** The words between white space as isspace(3) of the C locale has it, which knows more than space and tab. */
export function splitAtSpace(text: string): readonly string[] {
  return text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== "");
}
