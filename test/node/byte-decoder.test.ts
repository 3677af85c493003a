import { expect, test } from "vitest";
import { toByteString } from "../../src/core/bytes.ts";
import { SystemError } from "../../src/core/errors.ts";
import { decodeBytes } from "../../src/node/byte-decoder.ts";

/** Every byte, many times over, so that the portable decoder works in several pieces. */
const BYTES = Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

test.each([
  [0, 20_000],
  [1, 1],
  [5, 300],
  [8_191, 8_193],
  [19_996, 19_997],
])("`decodeBytes` gives what the portable decoder gives, from %i to %i", (start, end) => {
  expect(decodeBytes(BYTES.subarray(3), start, Math.min(end, 19_997))).toBe(
    toByteString(BYTES.subarray(3), start, Math.min(end, 19_997)),
  );
});

test("`decodeBytes` refuses what no string can hold", () => {
  expect(() => decodeBytes(BYTES, 0, 2 ** 29)).toThrow(SystemError);
});
