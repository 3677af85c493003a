/**
 * Lines of text in the width of a terminal: what does not fit goes on below the place where the text of its line
 * begins.
 */

import { afterIndentation, type Hang } from "../commands/hanging.ts";
import { decodeUtf8, encodeUtf8 } from "../core/bytes.ts";
import { brokenLines, widthOf } from "../core/line-breaks.ts";

/** So that a line that goes on does not look like another. */
const STEP = 2;

/** With fewer columns than that behind it, a label gets a line of its own. */
const LEAST_ROOM = 16;

/** Where the text of a label begins that has the line above, below an indentation of one step. */
const BELOW_LABEL = 3 * STEP;

/** With fewer columns than that, the branch of a tree is no place to begin a name. */
const LEAST_BRANCH = 8;

/**
 * A piece of output, a byte string of lines, in `width` columns. `step` is how much further in than its text a line
 * goes on. No line is wider, unless not even one character has room.
 */
export function wrapped(piece: string, width: number, hang: Hang, step: number = STEP): string {
  const lines = piece.split("\n");
  // Text has at most as many columns as bytes, but for tabs.
  if (lines.every((line) => line.length <= width && !line.includes("\t"))) return piece;
  return lines.map((line) => wrappedLine(line, width, hang, step)).join("\n");
}

function wrappedLine(whole: string, width: number, hang: Hang, step: number): string {
  if (widthOf(whole) <= width) return whole;
  // Where a tab leads to is not known of a line that goes on.
  const line = whole.replaceAll("\t", " ");
  const indentation = afterIndentation(line);
  const label = Math.max(indentation, hang(line));
  const room = width - widthOf(line.slice(0, label));
  if (label > indentation && room < LEAST_ROOM) {
    const alone = flowing(line.slice(0, label).trimEnd(), indentation, width, step);
    return `${alone}\n${below(line.slice(label), indentation, width)}`;
  }
  // What stands below a label without one.
  if (room < LEAST_ROOM && /^ +$/.test(line.slice(0, indentation)) && indentation > BELOW_LABEL)
    return below(line.trimStart(), BELOW_LABEL - 2 * STEP, width);
  return flowing(line, label, width, step);
}

/** The text of a label that has the line above. */
function below(text: string, indentation: number, width: number): string {
  const start = indentation + 2 * STEP;
  return flowing(" ".repeat(start) + text, start, width, 0);
}

/** The line with its text, which begins at `start`, in lines that begin `step` columns further in. */
function flowing(line: string, start: number, width: number, step: number): string {
  const deepest = deepestIn(width);
  const lead = withinBlanks(line.slice(0, start), deepest);
  const text = line.slice(start);
  const first = width - widthOf(lead);
  // So deep in a tree that its trunks have to be broken too.
  if (first < Math.min(LEAST_BRANCH, width - deepest)) return flowing((lead + text).trimStart(), 0, width, step);
  const next = firstColumns(continuation(lead) + " ".repeat(step), deepest);
  return lead + brokenLines(text, { first, others: width - widthOf(next) }).join(`\n${next}`);
}

/** How far in a line may begin: where that leaves too little room, a third of the width. */
function deepestIn(width: number): number {
  return Math.max(width - LEAST_ROOM, Math.floor(width / 3));
}

/** An indentation of blanks alone, or less of them; anything else as it is. */
function withinBlanks(lead: string, deepest: number): string {
  return /^ *$/.test(lead) ? lead.slice(0, deepest) : lead;
}

/** What stands below the beginning of a line: blanks, and the trunks of a tree. */
function continuation(lead: string): string {
  if (!/[\x80-\xff]/.test(lead)) return " ".repeat(widthOf(lead));
  return encodeUtf8(
    decodeUtf8(lead)
      .replace(/\u251c/g, "\u2502")
      .replace(/[^\u2502]/g, " "),
  );
}

/** The beginning of a continuation, whose characters take one column each. */
function firstColumns(text: string, columns: number): string {
  return encodeUtf8(decodeUtf8(text).slice(0, columns));
}
