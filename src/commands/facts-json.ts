/** Facts about findings as JSON: whatever they are made of. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { JsonValue } from "./command.ts";

export type Fact = string | number | boolean | undefined | readonly Fact[] | { readonly [key: string]: Fact };

/** The same with text in place of byte strings, and null for what is not known. */
export function factsJson(fact: Fact): JsonValue {
  if (fact === undefined) return null;
  if (typeof fact === "string") return decodeUtf8(fact);
  if (typeof fact !== "object") return fact;
  if (isList(fact)) return fact.map(factsJson);
  return Object.fromEntries(Object.entries(fact).map(([key, value]) => [key, factsJson(value)]));
}

function isList(fact: readonly Fact[] | { readonly [key: string]: Fact }): fact is readonly Fact[] {
  return Array.isArray(fact);
}
