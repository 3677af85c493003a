import { describe, expect, it } from "vitest";
import { findModulesLoadFiles, parseModulesLoad, readModulesLoad } from "../../../src/core/config/modules-load.ts";
import type { Errno } from "../../../src/core/errno.ts";
import { faulty } from "../../support/faulty.ts";
import { device, linkTo, memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import type { PlatformCall } from "../../support/recording.ts";

function named(text: string): readonly string[] {
  return parseModulesLoad(text, "a.conf").map(
    ({ module, origin }) => `${module}@${origin.kind === "file" ? origin.line : ""}`,
  );
}

describe("parseModulesLoad", () => {
  it.each([
    ["virtio-net\nloop", ["virtio-net@1", "loop@2"]],
    ["# a\n;b\n  # c\n\t;d\n\n  \nloop\n", ["loop@7"]],
    [" \tloop \t\n", ["loop@1"]],
    ["loop max_loop=8\n", ["loop max_loop=8@1"]],
    ["loop # a comment that is none\n", ["loop # a comment that is none@1"]],
    ["dos\r\nends\r\n", ["dos@1", "ends@2"]],
    ["a\rb\0c\nd", ["a@1", "b@1", "c@1", "d@2"]],
    ["lo\\\nop\n", ["lo\\@1", "op@2"]],
    ["", []],
  ])("`parseModulesLoad` reads %j", (text, expected) => {
    expect(named(text)).toEqual(expected);
  });
});

const TREE: Tree = {
  "/etc/modules-load.d": {
    "b.conf": "second\n",
    "masked.conf": linkTo("/dev/null"),
    "modules.conf": linkTo("../modules"),
    "notes.txt": "no\n",
    ".hidden.conf": "no\n",
  },
  "/etc/modules": "# Debian's own\nlast\n",
  "/run/modules-load.d/a.conf": "first\n",
  "/usr/lib/modules-load.d": { "b.conf": "hidden\n", "masked.conf": "hidden\n" },
  "/dev/null": device,
};

describe("readModulesLoad", () => {
  it("`readModulesLoad` reads the files that no other hides, by base name", () => {
    const problems: string[] = [];
    const loaded = readModulesLoad(memoryFileSystem(TREE), {}, (text) => problems.push(text));
    expect(loaded).toEqual([
      { module: "first", origin: { kind: "file", path: "/run/modules-load.d/a.conf", line: 1 } },
      { module: "second", origin: { kind: "file", path: "/etc/modules-load.d/b.conf", line: 1 } },
      { module: "last", origin: { kind: "file", path: "/etc/modules-load.d/modules.conf", line: 2 } },
    ]);
    expect(problems).toEqual([]);
  });

  it("`findModulesLoadFiles` takes files and directories in place of the usual ones", () => {
    const files = memoryFileSystem({ "/mine": { "x.conf": "x", "d/y.conf": "y" } });
    const found = findModulesLoadFiles(files, { paths: ["x.conf", "d"], workingDirectory: "/mine" }, () => undefined);
    expect(found.map(({ path, location }) => [path, location])).toEqual([
      ["x.conf", "/mine/x.conf"],
      ["d/y.conf", "/mine/d/y.conf"],
    ]);
  });

  it("`readModulesLoad` tells what it cannot use", () => {
    const problems: string[] = [];
    const files = memoryFileSystem({
      "/etc/modules-load.d": { "a.conf": {}, "b.conf": linkTo("gone"), "c.conf": "c" },
    });
    expect(readModulesLoad(files, {}, (text) => problems.push(text)).map(({ module }) => module)).toEqual(["c"]);
    expect(problems).toEqual([
      "Directories inside directories are not supported: /etc/modules-load.d/a.conf",
      "Cannot stat directory entry: /etc/modules-load.d/b.conf",
    ]);
  });

  it("`readModulesLoad` tells of a file that it may not read, and goes on", () => {
    const problems: string[] = [];
    const rule = ({ method, subject }: PlatformCall): Errno | undefined =>
      method === "files.read" && subject === "/etc/modules-load.d/b.conf" ? "EACCES" : undefined;
    const { files } = faulty(memoryPlatform(TREE), rule);
    const loaded = readModulesLoad(files, {}, (text) => problems.push(text));
    expect(loaded.map(({ module }) => module)).toEqual(["first", "last"]);
    expect(problems).toEqual(["could not read /etc/modules-load.d/b.conf: Permission denied"]);
  });
});
