/** In place of support/json-schema.ts, which compiles schemas to functions: vitest is to ask that one when it judges. */

import { LeftToVitest } from "./values.ts";

export function schemaProblems(command: string, document: unknown): LeftToVitest {
  return new LeftToVitest("schemaProblems", [command, document]);
}
