import { expect, test } from "vitest";
import { SystemError } from "../../src/core/errors.ts";
import { makeParents } from "../../src/core/make-parents.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import { memoryFileSystem } from "../support/memory-file-system.ts";

test("`makeParents` makes what is missing above a path and not the path", () => {
  const files = memoryFileSystem({ a: {} });
  makeParents(files, "/a/b//c/out", 0o755);
  expect(files.list("/a/b/c")).toEqual([]);
});

test("`makeParents` makes a directory named with a final slash", () => {
  const files = memoryFileSystem({});
  makeParents(files, "a/b/", 0o755);
  expect(files.status("/a/b").type).toBe("directory");
});

test("`makeParents` has nothing to do for a bare name", () => {
  const files = memoryFileSystem({});
  makeParents(files, "out", 0o755);
  makeParents(files, "/out", 0o755);
  makeParents(files, "", 0o755);
  expect(files.list("/")).toEqual([]);
});

test("`makeParents` refuses a file in the place of a directory", () => {
  const files = memoryFileSystem({ file: "" });
  expect(() => makeParents(files, "/file/out", 0o755)).toThrow(expect.objectContaining({ errno: "ENOTDIR" }));
});

test("`makeParents` accepts a directory that somebody else makes in the meantime", () => {
  const files = memoryFileSystem({});
  const racing: FileSystem = {
    ...files,
    makeDirectory(path, mode) {
      files.makeDirectory(path, mode);
      throw new SystemError("mkdir", path, "EEXIST");
    },
  };
  makeParents(racing, "/a/b/out", 0o755);
  expect(files.list("/a/b")).toEqual([]);
});
