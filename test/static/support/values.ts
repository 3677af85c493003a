/** Values as they come from the engine: see engine/values.ts. */

import { expect } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { schemaProblems } from "../../support/json-schema.ts";
import type { Encoded } from "../engine/values.ts";

type Tagged = Exclude<Encoded, string | number | boolean | null | readonly Encoded[]>;

/** What the engine only named is equal to nothing else. */
class Opaque {
  readonly description: string;
  constructor(description: string) {
    this.description = description;
  }
}

/** What the engine leaves to us. */
const CALLS: Readonly<Record<string, (...args: readonly never[]) => unknown>> = {
  schemaProblems,
  arrayContaining: (wanted: readonly unknown[]) => expect.arrayContaining([...wanted]),
  objectContaining: (wanted: object) => expect.objectContaining(wanted),
};

function call(name: string, args: readonly Encoded[]): unknown {
  const action = CALLS[name];
  if (action === undefined) throw new Error(`Nobody here can do ${name}`);
  return action(...(args.map(decode) as never[]));
}

function decodeTagged(value: Tagged): unknown {
  if ("fields" in value) {
    return Object.fromEntries(Object.entries(value.fields).map(([name, each]) => [name, decode(each)]));
  }
  if ("call" in value) return call(value.call, value.args);
  if ("bytes" in value) return fromByteString(value.bytes);
  if ("bigint" in value) return BigInt(value.bigint);
  if ("number" in value) return Number(value.number);
  if ("pattern" in value) return new RegExp(...value.pattern);
  if ("map" in value) return new Map(value.map.map(decode) as [unknown, unknown][]);
  if ("error" in value) return Object.assign(new Error(value.error[1]), { name: value.error[0] });
  if ("set" in value) return new Set(value.set.map(decode));
  return "opaque" in value ? new Opaque(value.opaque) : undefined;
}

/** The value that the engine had. */
export function decode(value: Encoded): unknown {
  if (Array.isArray(value)) return value.map(decode);
  return typeof value === "object" && value !== null ? decodeTagged(value as Tagged) : value;
}
