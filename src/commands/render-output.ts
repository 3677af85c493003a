/** An Output as the bytes of a file, for commands that write one instead of standard output. */

import { encodeUtf8 } from "../core/bytes.ts";
import type { Drawing } from "../core/platform.ts";
import type { Output } from "./command.ts";

/** A byte string; never coloured. Throws what the drawing throws. */
export function renderOutput(output: Output, drawing: Drawing): string {
  switch (output.kind) {
    case "text":
      return Array.from(output.pieces).join("");
    case "json":
      return encodeUtf8(`${JSON.stringify(output.value, null, 2)}\n`);
    case "table":
      return drawing.table(output.table, { colour: false });
    case "picture":
      return encodeUtf8(drawing.svg(output.dot));
  }
}
