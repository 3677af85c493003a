/** Whether a document is as its schema says. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

/** What the schema of a command finds wrong in a document; nothing in a valid one. */
export function schemaProblems(command: string, document: unknown): readonly unknown[] {
  const text = readFileSync(join(import.meta.dirname, `../../schemas/${command}.schema.json`), "utf8");
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(JSON.parse(text));
  return validate(document) ? [] : (validate.errors ?? []);
}
