/** Values on their way from the engine to vitest, as JSON: see support/values.ts for the way back. */

/** JSON as it is, but for objects: those have one key, `fields` or the kind of what JSON has not. */
export type Encoded =
  | string
  | number
  | boolean
  | null
  | readonly Encoded[]
  | { readonly fields: Readonly<Record<string, Encoded>> }
  | { readonly bytes: string }
  | { readonly bigint: string }
  | { readonly number: string }
  | { readonly pattern: readonly [source: string, flags: string] }
  | { readonly map: readonly Encoded[] }
  | { readonly set: readonly Encoded[] }
  | { readonly nothing: "undefined" }
  | { readonly error: readonly [name: string, message: string] }
  | { readonly call: string; readonly args: readonly Encoded[] }
  | { readonly opaque: string };

/** What the engine cannot find out: the result of a function that support/values.ts knows. */
export class LeftToVitest {
  readonly name: string;
  readonly args: readonly unknown[];
  constructor(name: string, args: readonly unknown[]) {
    this.name = name;
    this.args = args;
  }
}

/** What is deeper is no value that a test compares. */
const DEEPEST = 40;

function byteText(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (const byte of bytes) pieces.push(String.fromCharCode(byte));
  return pieces.join("");
}

function encodeObject(value: object, depth: number): Encoded {
  const inside = (each: unknown): Encoded => encode(each, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof LeftToVitest) return { call: value.name, args: value.args.map(inside) };
  if (value instanceof Uint8Array) return { bytes: byteText(value) };
  if (value instanceof RegExp) return { pattern: [value.source, value.flags] };
  if (value instanceof Map) return { map: [...value].map(inside) };
  if (value instanceof Set) return { set: [...value].map(inside) };
  if (value instanceof Error) return { error: [value.name, value.message] };
  const entries = Object.entries(value).map(([name, each]) => [name, inside(each)] as const);
  return { fields: Object.fromEntries(entries) };
}

/** A value as JSON has it. Functions are only named. */
export function encode(value: unknown, depth = 0): Encoded {
  if (depth > DEEPEST) return { opaque: "deeper" };
  if (value === undefined) return { nothing: "undefined" };
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return { bigint: String(value) };
  if (typeof value === "number") {
    const isPlain = Number.isFinite(value) && !Object.is(value, -0);
    return isPlain ? value : { number: Object.is(value, -0) ? "-0" : String(value) };
  }
  return typeof value === "object" ? encodeObject(value, depth) : { opaque: typeof value };
}
