import { expect, test } from "vitest";
import { toByteString } from "../../src/core/bytes.ts";
import { encodeBytes } from "../../src/node/byte-encoder.ts";

test.each(["", "a", "\0\xff\x80", "\u0141 keeps its low byte", "x".repeat(10_000)])(
  "`encodeBytes` puts each code unit's low byte where it was asked to: %j",
  (text) => {
    const memory = new Uint8Array(text.length + 12).fill(7);
    encodeBytes(text, memory.subarray(3), 2);
    const expected = [...text].map((character) => String.fromCharCode(character.charCodeAt(0) & 0xff)).join("");
    expect(toByteString(memory)).toBe(`${"\x07".repeat(5)}${expected}${"\x07".repeat(7)}`);
  },
);
