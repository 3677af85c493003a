import { expect, test } from "vitest";
import { edgeBuffered, imageSource } from "../../../src/core/elf/byte-source.ts";
import { FormatError } from "../../../src/core/errors.ts";
import type { ByteSource } from "../../../src/core/platform.ts";

const BYTES = Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7) % 251);

/** A source that notes what is read from it. */
function recorded(bytes: Uint8Array): { readonly source: ByteSource; readonly reads: string[] } {
  const reads: string[] = [];
  const image = imageSource("m.ko", bytes);
  return {
    reads,
    source: {
      ...image,
      read(offset, length) {
        reads.push(`${offset}+${length}`);
        return image.read(offset, length);
      },
    },
  };
}

test("`edgeBuffered` reads each end once and the middle directly", () => {
  const { source, reads } = recorded(BYTES);
  const buffered = edgeBuffered(source);
  const ranges = [
    [0, 64],
    [64, 192],
    [19_960, 40],
    [12_000, 500],
    [256, 1000],
    [200, 100],
    [20_000, 0],
  ] as const;
  for (const [offset, length] of ranges) {
    expect(buffered.read(offset, length)).toEqual(BYTES.subarray(offset, offset + length));
  }
  expect(reads).toEqual(["0+256", "11808+8192", "256+1000", "200+100"]);
});

test("`edgeBuffered` reads a short file in one piece", () => {
  const { source, reads } = recorded(BYTES.subarray(0, 300));
  const buffered = edgeBuffered(source);
  expect(buffered.read(0, 64)).toEqual(BYTES.subarray(0, 64));
  expect(buffered.read(290, 10)).toEqual(BYTES.subarray(290, 300));
  expect(reads).toEqual(["0+300"]);
});

test.each([
  [-1, 1],
  [0, -1],
  [0, 301],
  [300, 1],
  [301, 0],
  [2 ** 53, 2 ** 53],
  [Number.NaN, 1],
])("both sources refuse the range %d+%d of 300 bytes", (offset, length) => {
  const image = imageSource("m.ko", BYTES.subarray(0, 300));
  for (const source of [image, edgeBuffered(image)]) {
    expect(() => source.read(offset, length)).toThrow(FormatError);
  }
});
