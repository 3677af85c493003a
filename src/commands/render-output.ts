/** An Output as the bytes that are written: to standard output piece by piece, or into a file as one. */

import { encodeUtf8 } from "../core/bytes.ts";
import type { Drawing, Platform, TableStyle } from "../core/platform.ts";
import type { Output } from "./command.ts";
import { widthOfFiles } from "./output-width.ts";

/**
 * Byte strings, to be written one after the other. `style` is asked only where there is a table. Throws what the
 * drawing throws; taking the pieces throws what their generator throws.
 */
export function renderPieces(output: Output, drawing: Drawing, style: () => TableStyle): Iterable<string> {
  switch (output.kind) {
    case "text":
      return output.pieces;
    case "json":
      return [encodeUtf8(`${JSON.stringify(output.value, null, 2)}\n`)];
    case "table":
      return [drawing.table(output.table, style())];
    case "picture": {
      const svg = encodeUtf8(drawing.svg(output.dot));
      return [svg.endsWith("\n") ? svg : `${svg}\n`];
    }
  }
}

/**
 * All of it as one byte string for a file: without colour, in the width of files. Throws what `renderPieces` and its
 * pieces throw.
 */
export function renderOutput(output: Output, { drawing, host }: Pick<Platform, "drawing" | "host">): string {
  const style = (): TableStyle => ({ colour: false, width: widthOfFiles(host) });
  return Array.from(renderPieces(output, drawing, style)).join("");
}
