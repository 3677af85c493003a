/** What every FileSystem must do. Registers one vitest case each; run over the memory and the Node implementation. */

import { describe, expect, test } from "vitest";
import { fromByteString, toByteString } from "../../src/core/bytes.ts";
import type { Errno } from "../../src/core/errno.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import { IDENTITY_LENGTH, isSameContent, isSameFile } from "../../src/core/file-identity.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { linkTo } from "../support/memory-file-system.ts";

/** A file system holding `tree` below the returned directory, which is an absolute path. */
export type MakeFileSystem = (tree: Tree) => { readonly files: FileSystem; readonly root: string };

/** Latin-1 `é` and a broken UTF-8 sequence: names are bytes. */
const ODD_NAME = "caf\xe9-\xc3\x28.ko";

/** The SystemError that `act` throws; anything else fails the case. */
function failure(act: () => unknown): { readonly errno: Errno; readonly path: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof SystemError) return { errno: error.errno, path: error.path };
    throw error;
  }
  throw new Error("expected a SystemError");
}

function readingCases(make: MakeFileSystem): void {
  test("`read` gives all bytes of a file, also of one with an odd name, and of an empty one", () => {
    const { files, root } = make({ [ODD_NAME]: "\x00\xff\n", empty: "" });
    expect(toByteString(files.read(`${root}/${ODD_NAME}`))).toBe("\x00\xff\n");
    expect(files.read(`${root}/empty`)).toEqual(new Uint8Array(0));
  });

  test("`read` gives bytes that are the caller's own", () => {
    const { files, root } = make({ a: "abc" });
    files.read(`${root}/a`).fill(0);
    expect(toByteString(files.read(`${root}/a`))).toBe("abc");
  });

  test("`read` follows symbolic links, relative and through `..`, and refuses a loop", () => {
    const { files, root } = make({
      "x/y/target": "found",
      "x/beside": "beside",
      "link-to-y": linkTo("x/y"),
      link: linkTo("x/./y/target"),
      round: linkTo("round"),
    });
    expect(toByteString(files.read(`${root}/link`))).toBe("found");
    expect(toByteString(files.read(`${root}/link-to-y/../beside`))).toBe("beside");
    expect(failure(() => files.read(`${root}/round`))).toEqual({ errno: "ELOOP", path: `${root}/round` });
  });

  test("failures name the path and the errno", () => {
    const { files, root } = make({ file: "", "dir/inside": "" });
    expect(failure(() => files.read(`${root}/none`))).toEqual({ errno: "ENOENT", path: `${root}/none` });
    expect(failure(() => files.read(""))).toEqual({ errno: "ENOENT", path: "" });
    expect(failure(() => files.read(`${root}/file/x`)).errno).toBe("ENOTDIR");
    expect(failure(() => files.read(`${root}/file/`)).errno).toBe("ENOTDIR");
    expect(failure(() => files.read(`${root}/dir`)).errno).toBe("EISDIR");
    expect(failure(() => files.withFile(`${root}/dir`, () => 0)).errno).toBe("EISDIR");
    expect(failure(() => files.list(`${root}/file`)).errno).toBe("ENOTDIR");
    expect(failure(() => files.list(`${root}/none`)).errno).toBe("ENOENT");
    expect(failure(() => files.status(`${root}/none`)).errno).toBe("ENOENT");
    expect(failure(() => files.readLink(`${root}/file`)).errno).toBe("EINVAL");
    expect(failure(() => files.read(`${root}/a\0b`)).errno).toBe("EINVAL");
  });

  test("`withFile` reads ranges and refuses what is outside", () => {
    const { files, root } = make({ a: "0123456789" });
    const path = `${root}/a`;
    const parts = files.withFile(path, (file) => {
      expect([file.name, file.size]).toEqual([path, 10]);
      for (const [offset, length] of [
        [8, 3],
        [-1, 1],
        [0, -1],
        [2 ** 53, 1],
        [0, Number.NaN],
      ] as const) {
        expect(() => file.read(offset, length)).toThrow(FormatError);
      }
      // All three are there together, and none of them after `use`.
      return [file.read(7, 3), file.read(0, 2), file.read(10, 0)].map((part) => part.slice());
    });
    expect(parts.map((part) => toByteString(part))).toEqual(["789", "01", ""]);
  });

  test("`withFile` keeps what is read while another file is open, and gives each its own", () => {
    const { files, root } = make({ a: "aaaa", b: "bbbb" });
    files.withFile(`${root}/a`, (a) => {
      const before = a.read(0, 4);
      const inner = files.withFile(`${root}/b`, (b) => toByteString(b.read(1, 3)));
      const after = a.read(2, 2);
      expect([toByteString(before), inner, toByteString(after)]).toEqual(["aaaa", "bbb", "aa"]);
    });
  });

  test("`withFile` lets through what its user throws", () => {
    const { files, root } = make({ a: "" });
    const thrown = new RangeError("mine");
    const act = (): never =>
      files.withFile(`${root}/a`, () => {
        throw thrown;
      });
    expect(act).toThrow(thrown);
  });

  test("`list` gives names as bytes, with types, without `.` and `..`", () => {
    const { files, root } = make({ "d/x": "", [ODD_NAME]: "", l: linkTo("nowhere") });
    const entries = files.list(root).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(entries).toEqual([
      { name: ODD_NAME, type: "file" },
      { name: "d", type: "directory" },
      { name: "l", type: "link" },
    ]);
  });

  test("`status` follows links and gives type and size", () => {
    const { files, root } = make({ a: "12345", l: linkTo("a"), "d/x": "" });
    expect(files.status(`${root}/l`)).toMatchObject({ type: "file", size: 5 });
    expect(files.status(`${root}/d`)).toMatchObject({ type: "directory", size: 0 });
    expect(files.readLink(`${root}/l`)).toBe("a");
  });

  test("`exists` follows links, and tells what is not there from what cannot be seen", () => {
    const { files, root } = make({ a: "", l: linkTo("a"), lost: linkTo("nowhere"), loop: linkTo("loop"), "d/x": "" });
    const there = ["a", "l", "d", "none", "lost", "a/b", "none/b"].map((name) => files.exists(`${root}/${name}`));
    expect(there).toEqual([true, true, true, false, false, false, false]);
    expect(failure(() => files.exists(`${root}/loop`))).toMatchObject({ errno: "ELOOP", path: `${root}/loop` });
  });
}

function writingCases(make: MakeFileSystem): void {
  test("`create` writes a new file with its mode, and nothing over an old one", () => {
    const { files, root } = make({ old: "old", dangling: linkTo("nowhere") });
    files.create(`${root}/new`, fromByteString("\x80new"), 0o600);
    expect(toByteString(files.read(`${root}/new`))).toBe("\x80new");
    expect(files.status(`${root}/new`).mode).toBe(0o600);
    expect(failure(() => files.create(`${root}/old`, fromByteString("x"), 0o600)).errno).toBe("EEXIST");
    expect(failure(() => files.create(`${root}/dangling`, fromByteString("x"), 0o600)).errno).toBe("EEXIST");
    expect(failure(() => files.create(`${root}/no/file`, fromByteString("x"), 0o600)).errno).toBe("ENOENT");
    expect(toByteString(files.read(`${root}/old`))).toBe("old");
  });

  test("`overwrite` replaces the content of what is there, and makes nothing", () => {
    const { files, root } = make({ a: "long content" });
    files.overwrite(`${root}/a`, fromByteString("short"));
    expect(toByteString(files.read(`${root}/a`))).toBe("short");
    expect(failure(() => files.overwrite(`${root}/none`, fromByteString("x"))).errno).toBe("ENOENT");
  });

  test("`link` makes a symbolic link whose text is kept byte for byte", () => {
    const { files, root } = make({});
    files.link("../\xe9", `${root}/l`);
    expect(files.readLink(`${root}/l`)).toBe("../\xe9");
    expect(failure(() => files.link("x", `${root}/l`)).errno).toBe("EEXIST");
  });

  test("`makeDirectory` makes one directory", () => {
    const { files, root } = make({});
    files.makeDirectory(`${root}/d`, 0o755);
    expect(files.status(`${root}/d`).type).toBe("directory");
    expect(files.list(`${root}/d`)).toEqual([]);
    expect(failure(() => files.makeDirectory(`${root}/d`, 0o755)).errno).toBe("EEXIST");
    expect(failure(() => files.makeDirectory(`${root}/x/y`, 0o755)).errno).toBe("ENOENT");
  });

  test("`status` says when a file was last changed, to the nanosecond", () => {
    const { files, root } = make({ a: "a" });
    const before = files.status(`${root}/a`).modified;
    expect(typeof before).toBe("bigint");
    files.create(`${root}/b`, fromByteString("b"), 0o600);
    expect(files.status(`${root}/b`).modified).toBeGreaterThanOrEqual(before);
    files.rename(`${root}/b`, `${root}/a`);
    files.setMode(`${root}/a`, 0o644);
    expect(files.status(`${root}/a`).modified).toBeGreaterThanOrEqual(before);
  });

  test("`setMode` sets the permission bits, also those that the umask takes away", () => {
    const { files, root } = make({ a: "a" });
    files.setMode(`${root}/a`, 0o666);
    expect(files.status(`${root}/a`).mode).toBe(0o666);
    expect(failure(() => files.setMode(`${root}/none`, 0o644)).errno).toBe("ENOENT");
  });

  test("`rename` replaces its target", () => {
    const { files, root } = make({ a: "a", b: "b" });
    files.rename(`${root}/a`, `${root}/b`);
    expect(files.list(root)).toEqual([{ name: "b", type: "file" }]);
    expect(toByteString(files.read(`${root}/b`))).toBe("a");
    expect(failure(() => files.rename(`${root}/a`, `${root}/b`)).errno).toBe("ENOENT");
  });

  test("`remove` removes a file or a link, and no directory", () => {
    const { files, root } = make({ a: "a", l: linkTo("a"), "d/x": "" });
    files.remove(`${root}/l`);
    expect(toByteString(files.read(`${root}/a`))).toBe("a");
    files.remove(`${root}/a`);
    expect(failure(() => files.remove(`${root}/a`)).errno).toBe("ENOENT");
    expect(failure(() => files.remove(`${root}/d`)).errno).toBe("EISDIR");
  });
}

/** For file systems that can tell one state of a file from another. */
function identityCases(make: MakeFileSystem): void {
  /** The identities of some of the files below `root`. */
  function identify({ files, root }: ReturnType<MakeFileSystem>, ...names: readonly string[]): Float64Array {
    return files.identify?.(names.map((name) => `${root}/${name}`)) ?? new Float64Array();
  }

  test("`identify` gives one file one identity by any name, and none to what is no file", ({ skip }) => {
    const made = make({ a: "a", b: "b", l: linkTo("a"), d: {}, dangling: linkTo("none") });
    const alone = made.files.identify?.(["a\0b"]);
    if (alone === undefined) return skip();
    const [a, b, link, ...others] = [0, 1, 2, 3, 4, 5].map((at) => at * IDENTITY_LENGTH) as [number, number, number];
    const found = identify(made, "a", "b", "l", "d", "none", "dangling");
    expect(found).toHaveLength(6 * IDENTITY_LENGTH);
    expect(isSameFile(found, a, found, link)).toBe(true);
    expect(isSameFile(found, a, found, b)).toBe(false);
    for (const other of others) expect(isSameFile(found, other, found, other)).toBe(false);
    expect(isSameFile(alone, 0, alone, 0)).toBe(false);
  });

  test("`identify` tells a file from what it was before it was written or replaced", ({ skip }) => {
    const made = make({ a: "a", b: "b" });
    const { files, root } = made;
    if (files.identify === undefined) return skip();
    const before = identify(made, "a");
    expect(isSameFile(identify(made, "a"), 0, before, 0)).toBe(true);
    files.overwrite(`${root}/a`, fromByteString("longer"));
    const written = identify(made, "a");
    expect(isSameFile(written, 0, before, 0)).toBe(false);
    files.rename(`${root}/a`, `${root}/c`);
    expect(isSameContent(identify(made, "c"), 0, written, 0)).toBe(true);
    files.rename(`${root}/b`, `${root}/c`);
    expect(isSameContent(identify(made, "c"), 0, written, 0)).toBe(false);
  });
}

/** Registers what a file system says of device nodes, which nobody can make in a tree without root's rights: `files` is to have /dev/null. */
export function describeDeviceNodes(name: string, files: FileSystem): void {
  test(`${name}: \`status\` has the numbers of a device node, and of nothing else`, () => {
    expect(files.status("/dev/null")).toMatchObject({ type: "other", device: { kind: "char", major: 1, minor: 3 } });
    expect(files.status("/dev").device).toBe(undefined);
  });
}

/** Registers the suite for one implementation. */
export function describeFileSystem(name: string, make: MakeFileSystem): void {
  describe(name, () => {
    readingCases(make);
    writingCases(make);
    identityCases(make);
  });
}
