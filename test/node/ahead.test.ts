import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toByteString } from "../../src/core/bytes.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import type { ByteSource } from "../../src/core/platform.ts";
import { type Addon, findAddon, type OpenedAhead } from "../../src/node/addon.ts";
import { nodeFileSystem } from "../../src/node/file-system.ts";
import { describeUnless, lackOfAddon } from "../support/lack.ts";

const ENDS = { head: 20, tail: 50, whole: 0 };
/** Some files whole, others not; the slot is longer than the ends, and shorter. */
const WHOLES = [ENDS, { ...ENDS, whole: 60 }, { ...ENDS, whole: 9000 }, { head: 0, tail: 0, whole: 0 }];

const found = findAddon();
const files = nodeFileSystem();
let directory = "";
let paths: readonly string[] = [];

/** Files of every size around those of the ends, and some that cannot be opened or read. */
function makePaths(): readonly string[] {
  const sound = Array.from({ length: 400 }, (_, at) => {
    const path = join(directory, `${at}.ko`);
    const size = at < 150 ? at : at * 97;
    writeFileSync(path, Buffer.from(Array.from({ length: size }, (_byte, index) => (at + index * 7) & 255)));
    return path;
  });
  const fifo = join(directory, "fifo");
  spawnSync("mkfifo", [fifo]);
  mkdirSync(join(directory, "directory"));
  const odd = [join(directory, "none"), directory, fifo, "/proc/version", "/dev/null", `${sound[0]}/x`, ""];
  return sound.flatMap((path, at) => (at % 20 === 0 ? [odd[(at / 20) % odd.length] ?? path, path] : [path]));
}

/** Several ranges of a file, also outside of it, and what reading them gives. */
function ranges(file: ByteSource): readonly unknown[] {
  const { size } = file;
  const places = [
    [0, 20],
    [0, 21],
    [5, 5],
    [19, 2],
    [size - 50, 50],
    [size - 51, 50],
    [size - 1, 1],
    [0, size],
    [size, 0],
  ];
  return [...places, [size, 1], [0, size + 1], [-1, 1], [size >> 1, 3], [0, Number.NaN]].map(
    ([offset = 0, length = 0]) => outcome(() => toByteString(file.read(offset, length))),
  );
}

function outcome(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof FormatError || error instanceof SystemError) return `failed: ${error.message}`;
    throw error;
  }
}

function readAll(which: readonly string[]): readonly unknown[] {
  return which.map((path) => outcome(() => files.withFile(path, (file) => [file.name, file.size, ranges(file)])));
}

function threadCount(): number {
  return readdirSync("/proc/self/task").length;
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kmod-ts-ahead-"));
  paths = makePaths();
});

afterEach(() => files.expect?.([], ENDS));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeUnless(lackOfAddon(), "files that were said to come next", () => {
  test("give what they give without a word", () => {
    const plain = readAll(paths);
    for (const ends of WHOLES) {
      files.expect?.(paths, ends);
      expect(readAll(paths)).toEqual(plain);
    }
  });

  test("may be left out, come in another order, or come again", () => {
    const others = [...paths.slice(0, 30), ...paths.slice(40, 60).toReversed(), ...paths.slice(20, 90)];
    const plain = readAll(others);
    files.expect?.(paths, ENDS);
    expect(readAll(others)).toEqual(plain);
  });

  test("keep what is read while others are open, expected or not", () => {
    const [first = "", second = "", third = ""] = paths.filter((path) => path.endsWith(".ko")).slice(200);
    const expectedPaths = [first, second, ...paths];
    const readNested = (): unknown =>
      files.withFile(first, (file) => {
        const head = file.read(0, 20);
        const middle = file.read(30, 40);
        const inner = [second, third].map((path) => files.withFile(path, (other) => ranges(other)));
        files.expect?.(paths, ENDS);
        return [toByteString(head), toByteString(middle), inner, ranges(file)];
      });
    const plain = [readNested(), readAll([second])];
    files.expect?.([], ENDS);
    files.expect?.(expectedPaths, ENDS);
    expect([readNested(), readAll([second])]).toEqual(plain);
  });

  test("let through what their user throws, and the next one is right", () => {
    files.expect?.(paths, ENDS);
    const [first = "", second = ""] = paths.slice(1);
    outcome(() => files.withFile(paths[0] ?? "", () => 0));
    const thrown = new RangeError("mine");
    const act = (): never =>
      files.withFile(first, () => {
        throw thrown;
      });
    expect(act).toThrow(thrown);
    expect(files.withFile(second, (file) => file.name)).toBe(second);
  });

  test("are opened in a thread, which ends when it is said that no more come; a few are not", () => {
    const before = threadCount();
    files.expect?.(paths.slice(0, 100), ENDS);
    expect(threadCount()).toBe(before);
    files.expect?.(paths, ENDS);
    readAll(paths.slice(0, 50));
    files.expect?.([], ENDS);
    expect(threadCount()).toBe(before);
  });

  test("a path with a NUL byte among them is nobody's", () => {
    const odd = ["a\0b", ...paths];
    files.expect?.(odd, ENDS);
    expect(readAll(odd.slice(0, 3))).toEqual([`failed: open 'a\0b': Invalid argument`, ...readAll(odd.slice(1, 3))]);
  });

  test("the addon refuses arguments of the wrong type", () => {
    const addon = found as Addon;
    const untyped = addon as unknown as Record<keyof Addon, (...args: unknown[]) => unknown>;
    const none = new Uint8Array(0);
    const memory = new Uint8Array(8);
    for (const args of [[], ["x", 1, 1, 1, memory], [none, 1, -1, 1, memory], [none, 1, 1, 1, "x"], [none, 1, 1, 1]]) {
      expect(() => untyped.aheadOpen(...args)).toThrow(TypeError);
    }
    expect(addon.aheadOpen(none, 2, 2, 5, memory)).toBe(-22);
    const opened = addon.aheadOpen(Buffer.from(`${paths[30]}\0`), 2, 2, 0, memory) as OpenedAhead;
    const batch = addon.batchOpen(none, 1, 1, 1);
    for (const args of [[], [opened, 1], ["x"], [batch], [{}]]) {
      expect(() => untyped.aheadNext(...args)).toThrow(TypeError);
    }
    for (const args of [[], [opened, 0], [opened, -1, none], [opened, 0, "x"], [batch, 0, none]]) {
      expect(() => untyped.aheadRead(...args)).toThrow(TypeError);
    }
    expect(() => untyped.batchNext(opened)).toThrow(TypeError);
    expect(addon.aheadRead(opened, 0, new Uint8Array(1))).toBe(-9);
    expect(addon.aheadNext(opened)).toBeGreaterThan(0);
    expect(addon.aheadRead(opened, 0, new Uint8Array(1))).toBe(1);
    expect(addon.aheadRead(opened, 2 ** 40, new Uint8Array(1))).toBe(0);
    expect(addon.aheadNext(opened)).toBe(-61);
    addon.aheadClose(opened);
    addon.aheadClose(opened);
    expect(() => addon.aheadNext(opened)).toThrow("closed already");
    expect(() => addon.aheadRead(opened, 0, new Uint8Array(4))).toThrow("closed already");
  });
});
