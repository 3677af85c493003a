import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toByteString } from "../../src/core/bytes.ts";
import { withModuleImage } from "../../src/core/elf/module-file.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import type { ByteSource, Images, Platform } from "../../src/core/platform.ts";
import { type Addon, type Batch, findAddon } from "../../src/node/addon.ts";
import { type BatchOptions, nodeImages } from "../../src/node/batch.ts";
import { nodePlatform } from "../../src/node/platform.ts";
import { describeUnless, lackOfAddon } from "../support/lack.ts";

const XZ = Buffer.from(
  "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMaGVsbG8gbW9kdWxlCgAAAAClDnp/zJQ2CwABJQ1xGcS2H7bzfQEAAAAABFla",
  "base64",
);
const ZSTD = Buffer.from("KLUv/SQNaQAAaGVsbG8gbW9kdWxlCrt3D3o=", "base64");

const found = findAddon();
const platform = nodePlatform();
let directory = "";

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

function whole(image: ByteSource): string {
  return `${image.name}: ${toByteString(image.read(0, image.size))}`;
}

/** What comes of one file: its text, or the message of its failure. */
function outcome(act: () => string): string {
  try {
    return act();
  } catch (error) {
    if (error instanceof FormatError || error instanceof SystemError) return `failed: ${error.message}`;
    throw error;
  }
}

function outcomes(paths: readonly string[], options: BatchOptions): readonly string[] {
  const images = expecting(paths, options);
  try {
    return paths.map((path) => outcome(() => withModuleImage(withImages(images), path, whole)));
  } finally {
    images.expect([]);
  }
}

function expecting(paths: readonly string[], options: BatchOptions = {}): Images {
  const images = nodeImages({ fewest: 0, ...options });
  images.expect(paths);
  return images;
}

function withImages(images: Images): Platform {
  return { ...platform, images };
}

/** One file after the other, by the way that every tool uses. */
function oneByOne(paths: readonly string[]): readonly string[] {
  return paths.map((path) => outcome(() => withModuleImage(platform, path, whole)));
}

function goodFiles(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const text = `number ${at} `.repeat(1 + ((at * 7919) % 5000));
    if (at % 4 === 0) return file(`${at}.ko`, text);
    if (at % 4 === 1) return file(`${at}.ko.gz`, gzipSync(text));
    if (at % 4 === 2) return file(`${at}.ko.xz`, Buffer.concat(new Array(1 + (at % 50)).fill(XZ)));
    return file(`${at}.ko.zst`, ZSTD);
  });
}

function badFiles(): readonly string[] {
  const gzip = gzipSync("a module ".repeat(1000));
  mkdirSync(join(directory, "directory"), { recursive: true });
  return [
    join(directory, "missing"),
    file("bad.xz", XZ.subarray(0, 40)),
    file("damaged.xz", Uint8Array.from(XZ).fill(0, 30, 34)),
    join(directory, "directory"),
    file("bad.zst", ZSTD.subarray(0, 20)),
    file("empty", ""),
    file("short", "12345"),
    file("magic.gz", "\x1f\x8b"),
    file("cut.gz", gzip.subarray(0, gzip.length - 9)),
    file("two.gz", Buffer.concat([gzip, gzip])),
    file("tail.gz", Buffer.concat([gzip, Buffer.from("garbage")])),
    file("nothing.gz", gzipSync("")),
    "/proc/version",
    "/dev/null",
    join(directory, "a\0b"),
    `${directory}/${"x".repeat(300)}`,
  ];
}

function threadCount(): number {
  return readdirSync("/proc/self/task").length;
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kmod-ts-batch-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("a batch without the addon", () => {
  test("gives the same images and failures as one file after the other", () => {
    const paths = [...goodFiles(9).filter((path) => !path.endsWith("z")), join(directory, "missing"), "a\0b"];
    const none = { batchOpen: () => -11 } as unknown as Addon;
    expect(outcomes(paths, { addon: none })).toEqual(oneByOne(paths));
  });
});

describeUnless(lackOfAddon(), "a batch of module files", () => {
  const addon = found as Addon;

  test.for([
    [1, 1],
    [1, 2 ** 26],
    [2, 1],
    [2, 100_000],
    [8, 1],
    [8, 50_000],
    [64, 2 ** 26],
    [1000, 2 ** 26],
  ])("gives every image in order: %i threads, %i bytes ahead", ([threads = 1, limit = 1]) => {
    const paths = goodFiles(200);
    expect(outcomes(paths, { threads, limit })).toEqual(oneByOne(paths));
  });

  test("gives failures in their places, with the messages of one file after the other", () => {
    const good = goodFiles(40);
    const bad = badFiles().filter((path) => !path.includes("\0"));
    const paths = good.flatMap((path, at) => [path, bad[at % bad.length] ?? path]);
    for (const threads of [1, 3]) expect(outcomes(paths, { threads, limit: 10_000 })).toEqual(oneByOne(paths));
    expect(outcomes(badFiles(), {})).toEqual(oneByOne(badFiles()));
  });

  test("of no files is possible", () => {
    expect(outcomes([], {})).toEqual([]);
  });

  test("has no image of a file that was not said to come next, and none twice", () => {
    const [first = "", second = ""] = goodFiles(2);
    const images = expecting([first, second]);
    expect(images.withImage(second, whole)).toBeUndefined();
    expect(images.withImage(first, whole)).toEqual(oneByOne([first]));
    expect(images.withImage(first, whole)).toBeUndefined();
    expect(images.withImage(second, () => 1)).toEqual([1]);
    expect(images.withImage(second, () => 1)).toBeUndefined();
    images.expect([]);
  });

  test("of a few files starts no threads", () => {
    const before = threadCount();
    const images = nodeImages();
    images.expect(goodFiles(7));
    expect(threadCount()).toBe(before);
  });

  test("may be closed early, and repeatedly: its threads have ended then", () => {
    const paths = goodFiles(200);
    for (const taken of [0, 1, 7, 200]) {
      const before = threadCount();
      const images = expecting(paths, { threads: 4, limit: 10_000 });
      for (const path of paths.slice(0, taken)) expect(images.withImage(path, () => 1)).toEqual([1]);
      images.expect([]);
      expect(threadCount()).toBe(before);
      images.expect([]);
      expect(images.withImage(paths[taken] ?? "", () => 1)).toBeUndefined();
    }
  });

  test("does not read further ahead than its limit", () => {
    const large = gzipSync(Buffer.alloc(2 ** 22));
    const paths = Array.from({ length: 60 }, (_, at) => file(`large-${at}.gz`, large));
    const before = process.memoryUsage.rss();
    const images = expecting(paths, { threads: 4, limit: 2 ** 23 });
    let most = 0;
    for (const path of paths) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      expect(images.withImage(path, (image) => image.size)).toEqual([2 ** 22]);
      most = Math.max(most, process.memoryUsage.rss() - before);
    }
    images.expect([]);
    expect(most).toBeLessThan(2 ** 26);
  });

  test("lends bytes from anywhere in an image, and refuses what is outside", () => {
    const path = file("text.gz", gzipSync("a small module"));
    const images = expecting([path]);
    images.withImage(path, (image) => {
      expect(toByteString(image.read(2, 5))).toBe("small");
      expect(toByteString(image.read(14, 0))).toBe("");
      for (const [offset, length] of [
        [14, 1],
        [0, 15],
        [-1, 2],
        [1, -1],
        [15, 0],
        [2 ** 40, 1],
      ] as const) {
        expect(() => image.read(offset, length)).toThrow(FormatError);
      }
    });
    images.expect([]);
  });

  test("ends the program no later when it was left open", () => {
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: readonly string[] };
    const path = sharedObjects.find((object) => object.endsWith("/kmod-ts.node"));
    const names = goodFiles(50)
      .map((name) => `${name}\0`)
      .join("");
    const program = `
      const addon = require(${JSON.stringify(path)});
      const batch = addon.batchOpen(Buffer.from(${JSON.stringify(names)}), 4, 1, 1e9);
      console.log(addon.batchNext(batch));`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", program], { encoding: "latin1" });
    expect({ stdout, stderr, status }).toEqual({ stdout: `${"number 0 ".length}\n`, stderr: "", status: 0 });
  });

  test("the addon refuses arguments of the wrong type", () => {
    const untyped = addon as unknown as Record<keyof Addon, (...args: unknown[]) => unknown>;
    const none = new Uint8Array(0);
    for (const args of [
      [],
      ["x", 1, 1, 1],
      [none, "1", 1, 1],
      [none, 1, -1, 1],
      [none, 1, 1, undefined],
      [none, 1, 1],
    ]) {
      expect(() => untyped.batchOpen(...args)).toThrow(TypeError);
    }
    for (const method of ["batchNext", "batchClose"] as const) {
      for (const args of [[], [1], [{}], [none]]) expect(() => untyped[method](...args)).toThrow(TypeError);
    }
    const batch = addon.batchOpen(Buffer.from(`${file("plain", "0123456789")}\0`), 1, 1, 100) as Batch;
    expect(() => addon.batchRead(batch, 0, new Uint8Array(1))).toThrow(RangeError);
    expect(addon.batchNext(batch)).toBe(10);
    for (const args of [[], [batch], [batch, 0], [batch, -1, none], [batch, 0, "x"], [{}, 0, none]]) {
      expect(() => untyped.batchRead(...args)).toThrow(TypeError);
    }
    expect(() => addon.batchRead(batch, 10, new Uint8Array(1))).toThrow(RangeError);
    expect(addon.batchNext(batch)).toBe(-61);
    expect(addon.batchNext(batch)).toBe(-61);
    expect(() => addon.batchRead(batch, 0, new Uint8Array(1))).toThrow(RangeError);
    addon.batchClose(batch);
    expect(() => addon.batchNext(batch)).toThrow("the batch is closed");
    expect(() => addon.batchRead(batch, 0, new Uint8Array(1))).toThrow(RangeError);
  });

  test("an image larger than allowed gives EFBIG", () => {
    const names = [file("100", "x".repeat(100)), file("100.gz", gzipSync("x".repeat(100)))];
    for (const [largest, expected] of [
      [99, -27],
      [100, 100],
    ] as const) {
      const batch = addon.batchOpen(Buffer.from(names.map((name) => `${name}\0`).join("")), 2, 1e6, largest) as Batch;
      expect([addon.batchNext(batch), addon.batchNext(batch)]).toEqual([expected, expected]);
      addon.batchClose(batch);
    }
  });
});
