/**
 * What the contract suites use of vitest, for an engine that cannot run it: cases are kept, and run when they are asked
 * for. It knows fewer matchers, and shows less.
 */

/** What a case is given. */
export interface Context {
  /** There is nothing that the static edition may leave out. */
  skip(): never;
}

/** A case and what it does. */
export interface Case {
  readonly name: string;
  readonly body: (context: Context) => void;
}

/** All cases, in order. */
export const cases: Case[] = [];

export function describe(_name: string, body: () => void): void {
  body();
}

export function test(name: string, body: (context: Context) => void): void {
  cases.push({ name, body });
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function haveEqual(names: readonly string[], left: Fields, right: Fields): boolean {
  return names.every((name) => isEqual(left[name], right[name]));
}

function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right) || Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && haveEqual(names, left, right);
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_key, each) => (typeof each === "bigint" ? `${each}n` : each));
}

function require(holds: boolean, value: unknown, relation: string, wanted: unknown): void {
  if (!holds) throw new Error(`${shown(value)} ${relation} ${shown(wanted)}`);
}

/** Whether what `act` throws is `wanted`, or an instance of it. */
function throws(act: () => unknown, wanted: unknown): boolean {
  try {
    act();
  } catch (error) {
    return error === wanted || (typeof wanted === "function" && error instanceof wanted);
  }
  return false;
}

interface Matchers {
  toBe(wanted: unknown): void;
  toEqual(wanted: unknown): void;
  toHaveLength(wanted: number): void;
  toMatchObject(wanted: Fields): void;
  toBeGreaterThanOrEqual(least: bigint): void;
  toThrow(wanted: unknown): void;
}

export function expect(value: unknown): Matchers {
  return {
    toBe: (wanted) => require(Object.is(value, wanted), value, "is not", wanted),
    toEqual: (wanted) => require(isEqual(value, wanted), value, "is not equal to", wanted),
    toHaveLength: (wanted) =>
      require((value as ArrayLike<unknown>).length === wanted, value, "has not the length", wanted),
    toMatchObject: (wanted) =>
      require(haveEqual(Object.keys(wanted), value as Fields, wanted), value, "does not match", wanted),
    toBeGreaterThanOrEqual: (least) => require((value as bigint) >= least, value, "is less than", least),
    toThrow: (wanted) => require(throws(value as () => unknown, wanted), "a call", "did not throw", String(wanted)),
  };
}
