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
export function parseLogicalLines(text: string): Iterable<LogicalLine> {
  return text.includes("\\") ? joinedLines(text) : plainLines(text);
}

/** The lines of a text without backslashes, as nearly every file is. */
function plainLines(text: string): readonly LogicalLine[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const hasNul = text.includes("\0");
  return lines.map((each, at) => ({ text: hasNul ? untilNul(each) : each, line: at + 1 }));
}

function* joinedLines(text: string): Generator<LogicalLine> {
  // Joined once a line: an engine may copy a text each time that something is put behind it.
  let pending: string[] = [];
  let start = 0;
  let line = 1;
  for (const { index } of text.matchAll(NEWLINE_OR_BACKSLASH)) {
    if (index < start) continue; // The second of two backslashes, or a newline that one of them has joined.
    pending.push(text.slice(start, index));
    start = index + 1;
    if (text[index] === "\n") {
      yield { text: untilNul(pending.join("")), line };
      pending = [];
      line++;
      continue;
    }
    const escaped = text[start];
    if (escaped === undefined) break;
    start++;
    if (escaped === "\n") line++;
    else pending.push(escaped);
  }
  pending.push(text.slice(start));
  const rest = pending.join("");
  if (rest !== "") yield { text: untilNul(rest), line };
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
  const space = text.indexOf(" ", start);
  const tab = text.indexOf("\t", start);
  const end = tab >= 0 && (space < 0 || tab < space) ? tab : space;
  return end < 0 ? { word: text.slice(start), next: text.length } : { word: text.slice(start, end), next: end + 1 };
}

function skipBlanks(text: string, from: number): number {
  for (let at = from; ; at++) {
    const character = text[at];
    if (character !== " " && character !== "\t") return at;
  }
}

/** A text as C sees it. */
export function untilNul(text: string): string {
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}

const OTHER_SPACE = /[\t\n\v\f\r]/;
const EVERY_OTHER_SPACE = /[\t\n\v\f\r]/g;

/** The words between white space as isspace(3) of the C locale has it, which knows more than space and tab. */
export function splitAtSpace(text: string): readonly string[] {
  const spaced = OTHER_SPACE.test(text) ? text.replace(EVERY_OTHER_SPACE, " ") : text;
  return spaced.split(" ").filter((word) => word !== "");
}
