/** Tables, with cli-table3 and chalk. A bundle of its own, loaded only when something is drawn. */

import { Chalk } from "chalk";
import CliTable from "cli-table3";
import { decodeUtf8, encodeUtf8 } from "../core/bytes.ts";
import type { Table } from "../core/platform.ts";

/** Control characters would break the box, or the terminal. */
function cell(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return decodeUtf8(text).replace(/[\x00-\x1f\x7f-\x9f]/g, "\ufffd");
}

/** See `Drawing.table`. */
export function drawTable(table: Table, style: { readonly colour: boolean }): string {
  const chalk = new Chalk({ level: style.colour ? 1 : 0 });
  const right = new Set(table.rightAligned);
  const drawn = new CliTable({
    head: table.head.map((title) => chalk.bold(cell(title))),
    colAligns: table.head.map((_, column) => (right.has(column) ? "right" : "left")),
    style: { head: [], border: style.colour ? ["gray"] : [] },
  });
  drawn.push(...table.rows.map((row) => row.map(cell)));
  return `${encodeUtf8(drawn.toString())}\n`;
}
