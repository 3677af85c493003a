/** Writes an Output in the form its kind asks for. */

import type { Output } from "../commands/command.ts";
import { encodeUtf8 } from "../core/bytes.ts";
import type { Host, Platform } from "../core/platform.ts";
import type { OutputBuffer } from "./output.ts";

/** Whether standard output may be coloured: a terminal that can, and a user who did not say no (no-color.org). */
export function wantsColour(host: Host): boolean {
  const refused = (host.environment("NO_COLOR") ?? "") !== "";
  return !refused && host.environment("TERM") !== "dumb" && host.isTerminal("out");
}

/** Writes all of `output` into `buffer`, which the caller flushes. Throws what the pieces' generator or the drawing throws. */
export function present(output: Output, platform: Platform, buffer: OutputBuffer): void {
  switch (output.kind) {
    case "text":
      for (const piece of output.pieces) buffer.write(piece);
      return;
    case "json":
      buffer.write(encodeUtf8(`${JSON.stringify(output.value, null, 2)}\n`));
      return;
    case "table":
      buffer.write(platform.drawing.table(output.table, { colour: wantsColour(platform.host) }));
      return;
    case "picture": {
      const svg = encodeUtf8(platform.drawing.svg(output.dot));
      buffer.write(svg.endsWith("\n") ? svg : `${svg}\n`);
    }
  }
}
