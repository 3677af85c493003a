/** Failures and what was found out about them, as JSON. The shape is described in docs/json-output.md. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Finding } from "../core/diagnosis/finding.ts";
import type { JsonValue } from "./command.ts";
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
  return { kind, text: decodeUtf8(text), ...(decoded(facts) as { readonly [key: string]: JsonValue }) };
}

type Fact = string | number | boolean | undefined | readonly Fact[] | { readonly [key: string]: Fact };

/** The same with text in place of byte strings, and null for what is not known. */
function decoded(fact: Fact): JsonValue {
  if (fact === undefined) return null;
  if (typeof fact === "string") return decodeUtf8(fact);
  if (typeof fact !== "object") return fact;
  if (isList(fact)) return fact.map(decoded);
  return Object.fromEntries(Object.entries(fact).map(([key, value]) => [key, decoded(value)]));
}

function isList(fact: readonly Fact[] | { readonly [key: string]: Fact }): fact is readonly Fact[] {
  return Array.isArray(fact);
}
