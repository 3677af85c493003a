/** Tables, with cli-table3 and chalk. A bundle of its own, loaded only when something is drawn. */

import { Chalk } from "chalk";
import CliTable from "cli-table3";
import { decodeUtf8, encodeUtf8 } from "../core/bytes.ts";
import { harmless } from "../core/harmless-text.ts";
import { brokenLines, cutToWidth, widthOf } from "../core/line-breaks.ts";
import type { Cell, Table, TableStyle } from "../core/platform.ts";
import { type FittedColumn, fitColumns } from "./fit-table.ts";

/** A narrower table would have no room for a character of two columns. */
const NARROWEST = 6;

/** What a tab is shown as. */
const TAB = encodeUtf8("\ufffd");
const EMOJI = encodeUtf8("\ufe0f");

/**
 * Text as it can be drawn in a box, without tabs. The wish for an emoji is dropped, because terminals differ in how
 * wide that is.
 */
function drawable(text: string): string {
  return harmless(text).replaceAll("\t", TAB).replaceAll(EMOJI, "");
}

interface DrawnCell {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

function drawnCell(cell: Cell): DrawnCell {
  if (typeof cell === "string") return { lines: [drawable(cell)], isCut: false };
  if ("cut" in cell) return { lines: [drawable(cell.cut)], isCut: true };
  return { lines: cell.map(drawable), isCut: false };
}

function widest({ lines }: DrawnCell): number {
  return lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);
}

/** The text of a cell in its column, as cli-table3 takes it. */
function fitted({ lines, isCut }: DrawnCell, width: number): string {
  const room = { first: width, others: width };
  const shown = lines.flatMap((line) => (isCut ? [cutToWidth(line, width)] : brokenLines(line, room)));
  return decodeUtf8(shown.join("\n"));
}

/** What the reader has to know of the columns that had no room. */
function remark(table: Table, columns: readonly FittedColumn[], width: number): string {
  const drawn = new Set(columns.map(({ position }) => position));
  const missing = table.columns.filter((_, position) => !drawn.has(position)).map(({ title }) => title);
  if (missing.length === 0) return "";
  const text = `No room for: ${missing.join(", ")}. --json has everything.`;
  return `${brokenLines(text, { first: width, others: width }).join("\n")}\n`;
}

/** See `Drawing.table`. No line is wider than `style.width`, from the narrowest possible table on. */
export function drawTable(table: Table, style: TableStyle): string {
  const width = Math.max(NARROWEST, style.width);
  const chalk = new Chalk({ level: style.colour ? 1 : 0 });
  const titles = table.columns.map(({ title }) => drawnCell(title));
  const rows = table.rows.map((row) => row.map(drawnCell));
  const naturals = titles.map(widest);
  for (const row of rows) {
    for (const [position, cell] of row.entries()) {
      naturals[position] = Math.max(naturals[position] ?? 0, widest(cell));
    }
  }
  const columns = fitColumns(table.columns, naturals, titles.map(widest), width);
  const textOf = (row: readonly DrawnCell[]): string[] =>
    columns.map((column) => fitted(row[column.position] ?? drawnCell(""), column.width));
  const drawn = new CliTable({
    head: textOf(titles).map((title) => chalk.bold(title)),
    colAligns: columns.map(({ position }) => (table.columns[position]?.number === true ? "right" : "left")),
    colWidths: columns.map((column) => column.width + 2),
    style: { head: [], border: style.colour ? ["gray"] : [], compact: true },
  });
  drawn.push(...rows.map(textOf));
  return `${encodeUtf8(drawn.toString())}\n${remark(table, columns, width)}`;
}
