import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IDENTITY_LENGTH, isSameFile, lastChange } from "../../src/core/file-identity.ts";
import { findAddon } from "../../src/node/addon.ts";
import { nodeFileSystem } from "../../src/node/file-system.ts";
import { lackOfAddon, testUnless } from "../support/lack.ts";

const files = nodeFileSystem();
let directory = "";

/** Long enough that a listing of them needs more than one piece of memory. */
const nameOf = (at: number): string => `${at}${"x".repeat(at % 200)}`;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kmod-ts-many-"));
  for (let at = 0; at < 300; at++) writeFileSync(join(directory, nameOf(at)), "a".repeat(at));
  writeFileSync(Buffer.from(`${directory}/caf\xe9`, "latin1"), "");
  mkdirSync(join(directory, "folder"));
  symlinkSync("folder", join(directory, "link"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What Node says of a file, in the order of an identity. */
function numbersOf(path: string): readonly number[] {
  const { size, ino, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  const second = 1_000_000_000n;
  return [
    size,
    ino >> 32n,
    ino & 0xffff_ffffn,
    mtimeNs / second,
    mtimeNs % second,
    ctimeNs / second,
    ctimeNs % second,
  ].map(Number);
}

describe("`list`", () => {
  test("says the same of a directory however often it is asked, by the addon and without", () => {
    const first = files.list(directory);
    expect(first.length).toBe(readdirSync(directory).length);
    expect(first.find(({ name }) => name === "link")?.type).toBe("link");
    expect(first.find(({ name }) => name === "folder")?.type).toBe("directory");
    expect(first.some(({ name }) => name === "caf\xe9")).toBe(true);
    for (let again = 0; again < 40; again++) expect(files.list(directory)).toEqual(first);
    expect(files.list(join(directory, "folder"))).toEqual([]);
    expect(() => files.list(join(directory, "none"))).toThrow("No such file or directory");
    expect(() => files.list(join(directory, nameOf(1)))).toThrow("Not a directory");
    expect(() => files.list("a\0b")).toThrow("Invalid argument");
  });
});

describe("`identify`", () => {
  test("gives seven numbers a file, and what is no file away", () => {
    const paths = [nameOf(1), nameOf(299), "none", "folder", "link", "caf\xe9"].map((name) => `${directory}/${name}`);
    const numbers = files.identify?.(paths) ?? new Float64Array();
    const of = (at: number): readonly number[] => [
      ...numbers.subarray(at * IDENTITY_LENGTH, (at + 1) * IDENTITY_LENGTH),
    ];
    expect(of(0)).toEqual(numbersOf(paths[0] as string));
    expect(numbers.length).toBe(6 * IDENTITY_LENGTH);
    for (const at of [2, 3, 4]) expect(of(at)).toEqual([-1, 0, 0, 0, 0, 0, 0]);
    expect(of(5)[0]).toBe(0);
    expect(files.identify?.([])).toEqual(new Float64Array());
    // A path that is nobody's keeps the others from the addon: they are the same without.
    const withoutAddon = files.identify?.([...paths, "a\0b"]) ?? new Float64Array();
    expect(withoutAddon.subarray(0, numbers.length)).toEqual(numbers);
    expect(withoutAddon.at(-IDENTITY_LENGTH)).toBe(-1);
  });

  test("tells a changed file, also one whose time was set back", () => {
    const path = join(directory, nameOf(5));
    const before = files.identify?.([path]) ?? new Float64Array();
    const { atime, mtime } = statSync(path);
    expect(isSameFile(before, 0, files.identify?.([path]) ?? before, 0)).toBe(true);
    writeFileSync(path, "other");
    utimesSync(path, atime, mtime);
    const after = files.identify?.([path]) ?? before;
    expect(isSameFile(before, 0, after, 0)).toBe(false);
    expect(lastChange(after)).toBeGreaterThan(lastChange(before));
    expect(isSameFile(files.identify?.(["/none"]) ?? before, 0, files.identify?.(["/none"]) ?? before, 0)).toBe(false);
  });

  testUnless(lackOfAddon(), "times before 1970 have their nanoseconds above the second before", () => {
    const path = join(directory, nameOf(7));
    const time = new Date(-1500);
    utimesSync(path, time, time);
    const byAddon = files.identify?.([path]) ?? new Float64Array();
    const byNode = files.identify?.([path, "\0"]) ?? new Float64Array();
    expect([...byAddon]).toEqual([...byNode.subarray(0, IDENTITY_LENGTH)]);
    expect([...byAddon.subarray(3, 5)]).toEqual([-2, 500_000_000]);
  });

  testUnless(lackOfAddon(), "the addon refuses arguments of the wrong type", () => {
    const untyped = findAddon() as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const args of [[], ["x"], [1, 2]]) {
      expect(() => untyped["listDirectory"]?.(...args)).toThrow(TypeError);
      expect(() => untyped["identify"]?.(...args)).toThrow(TypeError);
    }
    expect(() => untyped["identify"]?.(Buffer.from("no end"))).toThrow(TypeError);
    expect(() => untyped["listDirectory"]?.(Buffer.from("a\0b"))).toThrow(TypeError);
    expect(untyped["listDirectory"]?.(Buffer.from("/none"))).toBe(-2);
  });
});
