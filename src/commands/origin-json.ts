/** Where a line of the configuration stands, as JSON. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Origin } from "../core/config/configuration.ts";
import type { JsonValue } from "./command.ts";

/** The `origin` of docs/json-output.md. */
export function originJson(origin: Origin): JsonValue {
  if (origin.kind === "command-line") return { kind: "command-line" };
  return { kind: "file", path: decodeUtf8(origin.path), line: origin.line };
}
