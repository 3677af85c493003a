/** Writes an Output to standard output. */

import type { Output } from "../commands/command.ts";
import { widthOfLines, widthOfOutput } from "../commands/output-width.ts";
import { renderPieces } from "../commands/render-output.ts";
import { harmless, harmlessJson, harmlessLines } from "../core/harmless-text.ts";
import type { Host, Platform, TableStyle } from "../core/platform.ts";
import { type OutputBuffer, OutputError } from "./output.ts";
import type { Manner } from "./report.ts";
import { wrapped } from "./wrap.ts";

/** Whether standard output may be coloured: a terminal that can, and a user who did not say no (no-color.org). */
export function wantsColour(host: Host): boolean {
  const refused = (host.environment("NO_COLOR") ?? "") !== "";
  return !refused && host.environment("TERM") !== "dumb" && host.isTerminal("out");
}

/**
 * Writes all of `output` into `buffer`, which the caller flushes at the end. On a terminal, text of ours has nothing in
 * it that a file put there to be obeyed; in kmod's `manner` that is only what has a `hang`. Throws what the pieces'
 * generator or the drawing throws.
 */
export function present(
  output: Output,
  { drawing, host }: Platform,
  buffer: OutputBuffer,
  manner: Manner = "kmod",
): void {
  const prompt = output.kind === "text" ? output.prompt : undefined;
  const shown = host.isTerminal("out") ? forTerminals(output, host, manner) : (piece: string) => piece;
  const style = (): TableStyle => ({ colour: wantsColour(host), width: widthOfOutput(host) });
  for (const piece of renderPieces(output, drawing, style)) {
    if (prompt !== undefined) announce(piece, buffer, prompt === "always");
    else buffer.write(shown(piece));
  }
}

/** What a terminal gets of a piece. */
function forTerminals(output: Output, host: Host, manner: Manner): (piece: string) => string {
  if (output.kind === "json") return harmlessJson;
  const hang = output.kind === "text" ? output.hang : undefined;
  if (output.kind !== "text" || (manner === "kmod" && hang === undefined)) return (piece) => piece;
  if (hang === undefined) return harmlessLines;
  const width = widthOfLines(host, "out");
  return width === undefined ? harmlessPiece : (piece) => wrapped(harmlessPiece(piece), width, hang);
}

/** A piece is one line: a newline within it comes from a file. */
function harmlessPiece(piece: string): string {
  return piece.endsWith("\n") ? `${harmless(piece.slice(0, -1))}\n` : harmless(piece);
}

/**
 * Writes what is said of a deed before it is done. A full disk under a log does not keep the rest from being done: the
 * buffer keeps that failure for the end. Who has gone away wants no more.
 */
function announce(piece: string, buffer: OutputBuffer, atOnce: boolean): void {
  try {
    buffer.write(piece);
    if (atOnce) buffer.flush();
    else buffer.settle();
  } catch (error) {
    if (!(error instanceof OutputError) || error.errno === "EPIPE") throw error;
  }
}
