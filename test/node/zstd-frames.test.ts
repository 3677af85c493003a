import { describe, expect, test } from "vitest";
import { areWholeFrames, statedContentSize } from "../../src/node/zstd-frames.ts";

/** "hello module\n" by zstd(1): one segment, a checksum. */
const FRAME = Uint8Array.from(Buffer.from("KLUv/SQNaQAAaGVsbG8gbW9kdWxlCrt3D3o=", "base64"));
const SKIPPABLE = [0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7];
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

describe("areWholeFrames", () => {
  test("knows one frame, several, and skippable ones", () => {
    expect(areWholeFrames(FRAME)).toBe(true);
    expect(areWholeFrames(joined(FRAME, SKIPPABLE, FRAME))).toBe(true);
    // A raw block, then a run of 500 bytes: neither checksum nor content size.
    expect(areWholeFrames(Uint8Array.from([...MAGIC, 0, 0, 8, 0, 0, 7, 0xa3, 0xf, 0, 1]))).toBe(true);
  });

  test("knows that one is cut short anywhere, or followed by something else", () => {
    const whole = joined(FRAME, SKIPPABLE);
    const lengths = Array.from({ length: whole.length + 1 }, (_, at) => at);
    expect(lengths.filter((length) => areWholeFrames(whole.subarray(0, length)))).toEqual([FRAME.length, whole.length]);
    for (const junk of [[0], [0, 0, 0, 0, 0, 0, 0, 0], MAGIC]) expect(areWholeFrames(joined(FRAME, junk))).toBe(false);
    expect(areWholeFrames(new Uint8Array())).toBe(false);
    // A block of the reserved type.
    expect(areWholeFrames(Uint8Array.from([...MAGIC, 0, 0, 7, 0, 0]))).toBe(false);
  });
});

describe("statedContentSize", () => {
  test.each([
    [[0x20, 13], 13],
    [[0x24, 0], 0],
    [[0x60, 1, 0], 257],
    [[0xa0, 1, 0, 1, 0], 65_537],
    [[0xe0, 1, 0, 0, 0, 1, 0, 0, 0], 2 ** 32 + 1],
    [[0x40, 0, 1, 0], 257],
    [[0x23, 9, 9, 9, 9, 5], 5],
    [[0x00, 0], undefined],
    [[0x60, 1], undefined],
  ])("of a header %j is %s", (header, size) => {
    expect(statedContentSize(joined(MAGIC, header))).toBe(size);
  });
  test("is unknown of too few bytes", () => expect(statedContentSize(Uint8Array.from(MAGIC))).toBeUndefined());
});
