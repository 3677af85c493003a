import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { toByteString } from "../../src/core/bytes.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import type { Compression } from "../../src/core/platform.ts";
import { type Addon, findAddon } from "../../src/node/addon.ts";
import { nodeCodecs } from "../../src/node/codecs.ts";
import { needsAddon } from "../../src/node/missing-addon.ts";
import { describeUnless, lackOfAddon } from "../support/lack.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const TEXT = "hello module\n";
const XZ = Buffer.from(
  "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMaGVsbG8gbW9kdWxlCgAAAAClDnp/zJQ2CwABJQ1xGcS2H7bzfQEAAAAABFla",
  "base64",
);
/** One with and one without its content size, as `zstd FILE` and `zstd <FILE` make them. */
const ZSTD = Buffer.from("KLUv/SQNaQAAaGVsbG8gbW9kdWxlCrt3D3o=", "base64");
const ZSTD_WITHOUT_SIZE = Buffer.from("KLUv/QRYaQAAaGVsbG8gbW9kdWxlCrt3D3o=", "base64");

const { decompress } = nodeCodecs();
const withoutAddon = nodeCodecs(() => undefined);
const addon = findAddon();

function text(format: Compression, bytes: Uint8Array): string {
  return toByteString(decompress(format, bytes));
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

function problem(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof FormatError || error instanceof SystemError) return error.message;
    throw error;
  }
  throw new Error("expected an error of ours");
}

describe("gzip", () => {
  const gzip = gzipSync(TEXT);

  test("all members are read, and what follows them is ignored", () => {
    expect(text("gzip", gzip)).toBe(TEXT);
    expect(text("gzip", Buffer.concat([gzip, gzip]))).toBe(TEXT + TEXT);
    expect(text("gzip", Buffer.concat([gzip, Buffer.from("garbage")]))).toBe(TEXT);
  });

  test("a truncated file gives what is there", () => {
    expect(text("gzip", gzip.subarray(0, gzip.length - 9))).toBe(TEXT);
  });

  test("bad data is a FormatError with zlib's text", () => {
    expect(problem(() => decompress("gzip", changed(gzip, gzip.length - 6)))).toBe("gzip: incorrect data check");
    expect(problem(() => decompress("gzip", changed(gzip, 2)))).toBe("gzip: unknown compression method");
  });

  test("the result's `slice` is a copy", () => {
    const bytes = decompress("gzip", gzip);
    bytes.slice(0, 5).fill(0);
    expect(toByteString(bytes)).toBe(TEXT);
  });
});

describeUnless(lackOfAddon(), "with the addon", () => {
  test("xz: all streams are read", () => {
    expect(text("xz", XZ)).toBe(TEXT);
    expect(text("xz", Buffer.concat([XZ, XZ]))).toBe(TEXT + TEXT);
  });

  test("xz: bad data is a FormatError with kmod's text", () => {
    expect(problem(() => decompress("xz", XZ.subarray(0, 40)))).toBe("xz: Unexpected end of input");
    expect(problem(() => decompress("xz", changed(XZ, 30)))).toBe("xz: File is corrupt");
    expect(problem(() => decompress("xz", Buffer.from("no xz at all")))).toBe("xz: File format not recognized");
  });

  test("xz: every truncation and every changed byte is an error or the text, never anything else", () => {
    for (let at = 0; at < XZ.length; at++) {
      const cut = problem(() => decompress("xz", XZ.subarray(0, at)));
      expect(cut).toMatch(/^xz: (?:Unexpected end of input|File format not recognized)$/);
      expect(problem(() => decompress("xz", changed(XZ, at)))).toMatch(/^xz: \w|^decompress 'xz': Cannot allocate/);
    }
  });

  test("zstd: a frame that states its size is read, one that does not is refused as kmod refuses it", () => {
    expect(text("zstd", ZSTD)).toBe(TEXT);
    const refusal = "zstd: Failed to determine decompression size";
    expect(problem(() => decompress("zstd", ZSTD_WITHOUT_SIZE))).toBe(refusal);
    expect(problem(() => decompress("zstd", ZSTD.subarray(0, 3)))).toBe(refusal);
  });

  test("zstd: bad data is a FormatError with the library's text", () => {
    expect(problem(() => decompress("zstd", ZSTD.subarray(0, 20)))).toBe("zstd: Src size is incorrect");
    expect(problem(() => decompress("zstd", changed(ZSTD, ZSTD.length - 1)))).toMatch(/^zstd: .*checksum/);
  });

  test("zstd: a stated size beyond the limit is refused before anything is allocated", () => {
    const huge = Buffer.from("28b52ffde0ffffffffffffff0f0100", "hex");
    expect(problem(() => decompress("zstd", huge))).toBe(
      "decompress 'zstd': more than 1073741824 bytes when decompressed",
    );
  });

  test("the limit counts bytes of output", () => {
    expect(addon?.decompressXz(XZ, TEXT.length)).toEqual(Uint8Array.from(Buffer.from(TEXT)));
    expect(addon?.decompressXz(XZ, TEXT.length - 1)).toBe(-27);
    expect(addon?.decompressXz(XZ, 0)).toBe(-27);
    expect(addon?.decompressZstd(ZSTD, TEXT.length - 1)).toBe(-27);
  });

  test("the addon refuses arguments of the wrong type", () => {
    const untyped = addon as unknown as Record<keyof Addon, (...args: unknown[]) => unknown>;
    for (const args of [[], ["text", 1], [XZ], [XZ, "1"], [XZ, -1], [new Float64Array(1), 1]]) {
      expect(() => untyped.decompressXz(...args)).toThrow(TypeError);
      expect(() => untyped.decompressZstd(...args)).toThrow(TypeError);
    }
    expect(() => untyped.syslog(Buffer.from("a\0b"), 3, Buffer.from(""))).toThrow("unexpected NUL byte");
  });
});

describe("without the addon", () => {
  test("xz says what is missing and how to get it", () => {
    expect(problem(() => withoutAddon.decompress("xz", XZ))).toBe(`decompress 'xz': ${needsAddon()}`);
  });

  test("the tools say so before the errno", () => {
    const platform = { ...memoryPlatform({ "x.ko.xz": toByteString(XZ) }), codecs: withoutAddon };
    const reason = `decompress 'xz': ${needsAddon()}`;
    expect(run(["modinfo", "-l", "/x.ko.xz"], platform)).toBe(1);
    expect(run(["modprobe", "--show-exports", "/x.ko.xz"], platform)).toBe(1);
    expect(platform.written).toEqual({
      out: "",
      err: [
        `libkmod: ERROR: xz_uncompress_belch: ${reason}`,
        "modinfo: ERROR: could not get modinfo from 'x': Function not implemented",
        `modprobe: ERROR: ${reason}`,
        "modprobe: FATAL: could not get symbols of x: Function not implemented",
        "",
      ].join("\n"),
    });
  });

  test("zstd is Node's own where that has it, and says what is missing where not", () => {
    const hasZstd = "zstdDecompressSync" in process.getBuiltinModule("node:zlib");
    const act = (bytes: Uint8Array): string => toByteString(withoutAddon.decompress("zstd", bytes));
    if (!hasZstd) {
      expect(problem(() => act(ZSTD))).toMatch(/needs the native addon.*; Node 22\.15 and later need none$/);
      return;
    }
    expect(act(ZSTD)).toBe(TEXT);
    expect(problem(() => act(ZSTD_WITHOUT_SIZE))).toBe("zstd: Failed to determine decompression size");
    for (let at = 5; at < ZSTD.length; at++) expect(problem(() => act(ZSTD.subarray(0, at)))).toMatch(/^zstd: /);
    expect(problem(() => act(changed(ZSTD, ZSTD.length - 1)))).toMatch(/^zstd: /);
  });

  test("gzip works", () => {
    expect(toByteString(withoutAddon.decompress("gzip", gzipSync(TEXT)))).toBe(TEXT);
  });
});
