/** An Output as the bytes that are written: to standard output piece by piece, or into a file as one. */

import { encodeUtf8 } from "../core/bytes.ts";
import type { Drawing } from "../core/platform.ts";
import type { Output } from "./command.ts";

/**
 * Byte strings, to be written one after the other. `colour` is asked only where something can be coloured. Throws what
 * the drawing throws; taking the pieces throws what their generator throws.
 */
export function renderPieces(output: Output, drawing: Drawing, colour: () => boolean): Iterable<string> {
  switch (output.kind) {
    case "text":
      return output.pieces;
    case "json":
      return [encodeUtf8(`${JSON.stringify(output.value, null, 2)}\n`)];
    case "table":
      return [drawing.table(output.table, { colour: colour() })];
    case "picture": {
      const svg = encodeUtf8(drawing.svg(output.dot));
      return [svg.endsWith("\n") ? svg : `${svg}\n`];
    }
  }
}

/** All of it as one byte string without colour. Throws what `renderPieces` and its pieces throw. */
export function renderOutput(output: Output, drawing: Drawing): string {
  return Array.from(renderPieces(output, drawing, () => false)).join("");
}
