/**
 * What ECMAScript 2023 has and the engine, one of 2020, has not: as much as the program uses. The compiler reads the sources
 * with the declarations of 2020 and those below, so that nothing is missed.
 */

declare global {
  interface ObjectConstructor {
    hasOwn(object: object, key: PropertyKey): boolean;
  }
  interface String {
    at(index: number): string | undefined;
  }
  interface Array<T> extends Later<T> {}
  interface ReadonlyArray<T> extends Later<T> {}
  interface Uint8Array {
    at(index: number): number | undefined;
  }
  interface ErrorOptions {
    cause?: unknown;
  }
  interface Error {
    cause?: unknown;
  }
  interface ErrorConstructor {
    new (message?: string, options?: ErrorOptions): Error;
  }
}

interface Later<T> {
  at(index: number): T | undefined;
  findLast<S extends T>(test: (value: T, index: number) => value is S): S | undefined;
  findLast(test: (value: T, index: number) => unknown): T | undefined;
  findLastIndex(test: (value: T, index: number) => unknown): number;
  toReversed(): T[];
  toSorted(compare?: (left: T, right: T) => number): T[];
}

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  return this[index < 0 ? this.length + index : index];
}

function findLastIndex<T>(this: readonly T[], test: (value: T, index: number) => unknown): number {
  let index = this.length - 1;
  while (index >= 0 && !test(this[index] as T, index)) index--;
  return index;
}

function findLast<T>(this: readonly T[], test: (value: T, index: number) => unknown): T | undefined {
  return this[findLastIndex.call(this, test as never)];
}

function toReversed<T>(this: readonly T[]): T[] {
  return this.slice().reverse();
}

function toSorted<T>(this: readonly T[], compare?: (left: T, right: T) => number): T[] {
  return this.slice().sort(compare);
}

const hasOwn = Function.prototype.call.bind(Object.prototype.hasOwnProperty);

/** As built-in functions are: not enumerable. */
function define(object: object, functions: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(object, name, { value, writable: true, configurable: true });
  }
}

define(Array.prototype, { at, findLast, findLastIndex, toReversed, toSorted });
define(String.prototype, { at });
define(Object.getPrototypeOf(Uint8Array.prototype), { at });
define(Object, { hasOwn });

export {};
