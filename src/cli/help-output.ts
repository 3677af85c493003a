/** Help texts on a terminal: their paragraphs flow, and what stands in columns keeps its place. */

import { afterColumns } from "../commands/hanging.ts";
import { widthOfLines } from "../commands/output-width.ts";
import type { Host } from "../core/platform.ts";
import { TEXT_GOES_ON } from "./usage.ts";
import { wrapped } from "./wrap.ts";

/** The help as it is to be written: as it is into a file or a pipe, else in the width of the terminal. */
export function fittedHelp(text: string, host: Host): string {
  const width = widthOfLines(host, "out");
  if (width === undefined || text.split("\n").every((line) => line.length <= width)) return text;
  const [usage = "", ...blocks] = text.split("\n\n");
  return [usage, ...blocks.map(rejoined)].map((block) => fittedBlock(block.split("\n"), width)).join("\n\n");
}

function fittedBlock(lines: readonly string[], width: number): string {
  const columns = new Set(lines.map(afterColumns));
  const hang = (line: string): number => columnAfterWord(line, columns) ?? afterColumns(line);
  return lines.map((line) => wrapped(line, width, hang, isProse(line) ? 0 : undefined)).join("\n");
}

/**
 * Where the text begins behind a single word that fills its column but for one blank; `columns` are those of the lines
 * beside it.
 */
function columnAfterWord(line: string, columns: ReadonlySet<number>): number | undefined {
  const column = /^ +\S+ (?=\S)/.exec(line)?.[0].length;
  return column !== undefined && columns.has(column) ? column : undefined;
}

function isProse(line: string): boolean {
  return !line.startsWith(" ") && !line.startsWith("Usage:");
}

/**
 * A block with the lines of each paragraph joined, and those of the text of an option. Other indented lines, and those
 * below a heading, are no part of one.
 */
function rejoined(block: string): string {
  return block
    .replaceAll(`\n${TEXT_GOES_ON}`, " ")
    .replace(/(?<=[^:\n])\n(?=[^ \n])/g, (newline, at: number) => (startsIndented(block, at) ? newline : " "));
}

/** Whether the line that ends there is indented. */
function startsIndented(block: string, end: number): boolean {
  return block[block.lastIndexOf("\n", end - 1) + 1] === " ";
}
