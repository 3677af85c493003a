/** How wide output may be: what a terminal says, what the user says, or what everybody takes. */

import type { Host } from "../core/platform.ts";

/** Where nobody says anything. */
const USUAL = 80;

/** `COLUMNS` from 1 to 9999; anything else in it is a mistake that nobody means. */
function toldColumns(host: Host): number | undefined {
  const told = host.environment("COLUMNS");
  return told !== undefined && /^[1-9][0-9]{0,3}$/.test(told) ? Number(told) : undefined;
}

/** The columns for a table that goes into a file or a pipe: `COLUMNS`, else 80. */
export function widthOfFiles(host: Host): number {
  return toldColumns(host) ?? USUAL;
}

/** The columns for a table on standard output: those of the terminal where it is one that says so. */
export function widthOfOutput(host: Host): number {
  return host.terminalWidth("out") ?? widthOfFiles(host);
}

/**
 * The columns into which lines of text are broken; undefined where they stay whole: in files and pipes, for programs to
 * read.
 */
export function widthOfLines(host: Host, stream: "out" | "err"): number | undefined {
  if (!host.isTerminal(stream)) return undefined;
  return host.terminalWidth(stream) ?? toldColumns(host);
}
