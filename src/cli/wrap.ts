/** Lines of text in the width of a terminal: what does not fit goes on below the place where the text of its line begins. */

import { afterIndentation, type Hang } from "../commands/hanging.ts";
import { decodeUtf8, encodeUtf8 } from "../core/bytes.ts";
import { brokenLines, widthOf } from "../core/line-breaks.ts";

/** So that a line that goes on does not look like another. */
const STEP = 2;

/** With fewer columns than that behind it, a label gets a line of its own. */
const LEAST_ROOM = 16;

/**
 * A piece of output, a byte string of lines, in `width` columns. `step` is how much further in than its text a line goes on. No line is
 * wider, unless it is indented deeper than that.
 */
export function wrapped(piece: string, width: number, hang: Hang, step: number = STEP): string {
  const lines = piece.split("\n");
  // Text has at most as many columns as bytes, but for tabs.
  if (lines.every((line) => line.length <= width && !line.includes("\t"))) return piece;
  return lines.map((line) => wrappedLine(line, width, hang, step)).join("\n");
}

function wrappedLine(line: string, width: number, hang: Hang, step: number): string {
  if (widthOf(line) <= width) return line;
  const indentation = afterIndentation(line);
  const label = Math.max(indentation, hang(line));
  const room = width - widthOf(line.slice(0, label));
  if (label > indentation && room < LEAST_ROOM) {
    const alone = flowing(line.slice(0, label).trimEnd(), indentation, width, step);
    return `${alone}\n${below(line.slice(label), indentation, width)}`;
  }
  // What stands below a label without one.
  if (room < LEAST_ROOM && line.trimStart().length + indentation === line.length)
    return below(line.trimStart(), 2, width);
  return flowing(line, label, width, step);
}

/** The text of a label that has the line above. */
function below(text: string, indentation: number, width: number): string {
  const start = indentation + 2 * STEP;
  return flowing(" ".repeat(start) + text, start, width, 0);
}

/** The line with its text, which begins at `start`, in lines that begin `step` columns further in. */
function flowing(line: string, start: number, width: number, step: number): string {
  const lead = line.slice(0, start);
  const next = continuation(lead) + " ".repeat(step);
  const room = { first: width - widthOf(lead), others: width - widthOf(next) };
  // Deeper than the terminal is wide: nothing that we could do would make it better.
  if (room.others < 2) return line;
  return lead + brokenLines(line.slice(start), room).join(`\n${next}`);
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
