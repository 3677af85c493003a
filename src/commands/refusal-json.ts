/** Failures and what was found out about them, as JSON. The shape is described in docs/json-output.md. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Finding } from "../core/diagnosis/finding.ts";
import type { JsonValue } from "./command.ts";
import { factsJson } from "./facts-json.ts";
import type { ExplainedFailure, Note } from "./refusal.ts";

/** The keys `failures` and `notes` of a document. */
export function refusalsJson(refusals: {
  readonly failures: readonly ExplainedFailure[];
  readonly notes: readonly Note[];
}): { readonly [key: string]: JsonValue } {
  return { failures: failuresJson(refusals.failures), notes: refusals.notes.map(noteJson) };
}

/** The key `failures` alone. */
export function failuresJson(failures: readonly ExplainedFailure[]): JsonValue {
  return failures.map(failureJson);
}

function failureJson({ operation, module, errno, message, findings }: ExplainedFailure): JsonValue {
  return {
    operation,
    module: decodeUtf8(module),
    errno: errno ?? null,
    message: decodeUtf8(message),
    findings: findings.map(findingJson),
  };
}

function noteJson({ module, findings }: Note): JsonValue {
  return { module: decodeUtf8(module), findings: findings.map(findingJson) };
}

/** `kind` and `text` first, then the facts. */
function findingJson({ kind, text, ...facts }: Finding): JsonValue {
  return { kind, text: decodeUtf8(text), ...(factsJson(facts) as { readonly [key: string]: JsonValue }) };
}
