import { describe, expect, test } from "vitest";
import { fromByteString } from "../../src/core/bytes.ts";
import { SystemError } from "../../src/core/errors.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import { replaceFile } from "../../src/core/replace-file.ts";
import { device, linkTo, memoryFileSystem, textOf } from "../support/memory-file-system.ts";

const NEW = fromByteString("new");

function names(files: FileSystem, directory: string): readonly string[] {
  return files.list(directory).map((entry) => entry.name);
}

describe("replaceFile", () => {
  test("`replaceFile` makes a file that was not there and leaves nothing else", () => {
    const files = memoryFileSystem({ d: {} });
    replaceFile(files, "/d/out", NEW, 0o640);
    expect(textOf(files, "/d/out")).toBe("new");
    expect(files.status("/d/out").mode).toBe(0o640);
    expect(names(files, "/d")).toEqual(["out"]);
  });

  test("`replaceFile` gives the successor of a file that file's mode", () => {
    const files = memoryFileSystem({ d: {} });
    files.create("/d/out", fromByteString("old"), 0o600);
    replaceFile(files, "/d/out", NEW, 0o644);
    expect(textOf(files, "/d/out")).toBe("new");
    expect(files.status("/d/out").mode).toBe(0o600);
    expect(names(files, "/d")).toEqual(["out"]);
  });

  test("`replaceFile` writes into a device", () => {
    const files = memoryFileSystem({ d: { out: device } });
    replaceFile(files, "/d/out", NEW, 0o644);
    expect(files.status("/d/out").type).toBe("other");
    expect(textOf(files, "/d/out")).toBe("new");
  });

  test("`replaceFile` writes into what a descriptor stands for", () => {
    const files = memoryFileSystem({
      "dev/stdout": linkTo("/proc/self/fd/1"),
      "proc/self/fd/1": linkTo("/d/out"),
      d: { out: "old" },
    });
    const writes: string[] = [];
    const watched: FileSystem = { ...files, overwrite: (path) => writes.push(path) };
    replaceFile(watched, "/dev/stdout", NEW, 0o644);
    expect(writes).toEqual(["/dev/stdout"]);
  });

  test("`replaceFile` follows symbolic links, also to a file that is not there yet", () => {
    const files = memoryFileSystem({ d: { one: linkTo("two"), two: linkTo("/e/out") }, e: {} });
    replaceFile(files, "/d/one", NEW, 0o644);
    expect(files.readLink("/d/one")).toBe("two");
    expect(textOf(files, "/e/out")).toBe("new");
    expect(names(files, "/e")).toEqual(["out"]);
  });

  test("`replaceFile` steps aside for a temporary file that somebody else has there", () => {
    const files = memoryFileSystem({ d: { ".kmod-ts-0.tmp": "theirs" } });
    replaceFile(files, "/d/out", NEW, 0o644);
    expect(textOf(files, "/d/out")).toBe("new");
    expect(textOf(files, "/d/.kmod-ts-0.tmp")).toBe("theirs");
  });

  test.each([
    ["a directory", "/d", "EISDIR"],
    ["a missing directory", "/nosuch/out", "ENOENT"],
    ["an empty path", "", "ENOENT"],
    ["a circle of links", "/circle", "ELOOP"],
  ])("`replaceFile` refuses %s", (_what, path, errno) => {
    const files = memoryFileSystem({ d: {}, circle: linkTo("circle") });
    expect(() => replaceFile(files, path, NEW, 0o644)).toThrow(expect.objectContaining({ errno }));
  });

  test.each(["create", "rename"] as const)(
    "`replaceFile` leaves the old file alone and no other behind when %s fails",
    (call) => {
      const files = memoryFileSystem({ d: { out: "old" } });
      const failing: FileSystem = {
        ...files,
        [call]: (path: string, bytes: Uint8Array, mode: number) => {
          if (call === "create") files.create(path, bytes.subarray(0, 1), mode);
          throw new SystemError(call, path, "ENOSPC");
        },
      };
      expect(() => replaceFile(failing, "/d/out", NEW, 0o644)).toThrow(expect.objectContaining({ errno: "ENOSPC" }));
      expect(textOf(files, "/d/out")).toBe("old");
      expect(names(files, "/d")).toEqual(["out"]);
    },
  );

  test("`replaceFile` gives up when every temporary name is taken", () => {
    const files = memoryFileSystem({ d: {} });
    const full: FileSystem = {
      ...files,
      create: (path) => {
        throw new SystemError("create", path, "EEXIST");
      },
    };
    expect(() => replaceFile(full, "/d/out", NEW, 0o644)).toThrow(expect.objectContaining({ errno: "EEXIST" }));
  });
});
