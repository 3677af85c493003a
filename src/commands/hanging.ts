/**
 * Where the text of a line begins, for views whose lines go on below that place when a terminal is too narrow for them.
 */

/** Position (in bytes) in a line, a byte string without its newline, at which its text begins. */
export type Hang = (line: string) => number;

/** Behind the indentation, be it blanks or the lines of a tree (U+2500 to U+251F). */
export function afterIndentation(line: string): number {
  return /^(?: |\xe2\x94[\x80-\x9f])*/.exec(line)?.[0].length ?? 0;
}

/** For indented lines whose text begins in that column, behind a label; other lines have none. */
export function afterLabel(column: number): Hang {
  return (line) => (line.startsWith(" ") ? Math.min(column, line.length) : 0);
}

/** For indented lines of several columns: behind the last gap of two blanks and more. */
export function afterColumns(line: string): number {
  return /^ +\S(?:.*\S)? {2,}(?=\S)/.exec(line)?.[0].length ?? afterIndentation(line);
}
