/** Help texts on a terminal: their paragraphs flow, and what stands in columns keeps its place. */

import { afterColumns } from "../commands/hanging.ts";
import { widthOfLines } from "../commands/output-width.ts";
import type { Host } from "../core/platform.ts";
import { wrapped } from "./wrap.ts";

/** The help as it is to be written: as it is into a file or a pipe, else in the width of the terminal. */
export function fittedHelp(text: string, host: Host): string {
  const width = widthOfLines(host, "out");
  if (width === undefined || text.split("\n").every((line) => line.length <= width)) return text;
  const [usage = "", ...blocks] = text.split("\n\n");
  const lines = [usage, ...blocks.map(rejoined)].join("\n\n").split("\n");
  return lines.map((line) => wrapped(line, width, afterColumns, isProse(line) ? 0 : undefined)).join("\n");
}

function isProse(line: string): boolean {
  return !line.startsWith(" ") && !line.startsWith("Usage:");
}

/** A block with the lines of each paragraph joined. Indented lines, and those below a heading, are no part of one. */
function rejoined(block: string): string {
  return block.replace(/(?<=[^:\n])\n(?=[^ \n])/g, (newline, at: number) =>
    startsIndented(block, at) ? newline : " ",
  );
}

/** Whether the line that ends there is indented. */
function startsIndented(block: string, end: number): boolean {
  return block[block.lastIndexOf("\n", end - 1) + 1] === " ";
}
