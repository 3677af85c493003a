/** Damaged copies of real bytes, for the property "a parser returns a value or throws FormatError". */

import fc from "fast-check";
import { FormatError } from "../../src/core/errors.ts";

/** Numbers that parsers trip over: zero, one, and what is next to the limits of 8, 16, 32 and 64 bits. */
const AWKWARD_BYTES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff] as const;

type Mutation = (bytes: Uint8Array) => Uint8Array;

/** How many mutations of each parser a run tries: KMOD_TS_PROPERTY_RUNS, or 2000. */
export const PROPERTY_RUNS: number = Number(process.env["KMOD_TS_PROPERTY_RUNS"] ?? 2000);

/** Seeded, so that a failure is found again; the shrunk counterexample goes into an ordinary test. */
export const PROPERTY_PARAMETERS = { numRuns: PROPERTY_RUNS, seed: 20_261_123 } as const;

function mutation(from: number, to: number): fc.Arbitrary<Mutation> {
  // Without fast-check's bias, which would put nearly every change into the first bytes.
  const place = fc.noBias(fc.nat(0xffff_ffff));
  const value = fc.oneof(fc.constantFrom(...AWKWARD_BYTES), fc.integer({ min: 0, max: 255 }));
  const at = (bytes: Uint8Array, number: number): number => {
    const start = Math.min(from, bytes.length);
    return start + (number % Math.max(1, Math.min(to, bytes.length) - start));
  };
  const overwrite = fc.tuple(place, value, fc.constantFrom(1, 1, 2, 4, 8)).map(
    ([number, byte, length]): Mutation =>
      (bytes) =>
        bytes.slice().fill(byte, at(bytes, number), at(bytes, number) + length),
  );
  const flip = fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(
    ([number, bit]): Mutation =>
      (bytes) => {
        const copy = bytes.slice();
        const offset = at(copy, number);
        copy[offset] = (copy[offset] ?? 0) ^ (1 << bit);
        return copy;
      },
  );
  const swap = fc.tuple(place, place).map(
    ([left, right]): Mutation =>
      (bytes) =>
        bytes.slice().copyWithin(at(bytes, left), at(bytes, right), at(bytes, right) + 8),
  );
  const cut = place.map(
    (number): Mutation =>
      (bytes) =>
        bytes.slice(0, at(bytes, number)),
  );
  return fc.oneof(
    { arbitrary: overwrite, weight: 6 },
    { arbitrary: flip, weight: 3 },
    { arbitrary: swap, weight: 2 },
    { arbitrary: cut, weight: 1 },
  );
}

/**
 * One of `originals` with one to four places between the offsets `from` and `to` overwritten, flipped, copied from
 * elsewhere or cut off.
 */
export function mutated(
  originals: readonly Uint8Array[],
  from = 0,
  to: number = Number.POSITIVE_INFINITY,
): fc.Arbitrary<Uint8Array> {
  const mutations = fc.array(mutation(from, to), { minLength: 1, maxLength: 4 });
  return fc
    .tuple(fc.constantFrom(...originals), mutations)
    .map(([original, steps]) => steps.reduce((bytes, step) => step(bytes), original));
}

/** What `parse` returns, or the FormatError it throws; everything else is thrown on and fails the test. */
export function valueOrFormatError<Value>(parse: () => Value): Value | FormatError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}
