import { describe, expect, test } from "vitest";
import { fromByteString } from "../../../src/core/bytes.ts";
import { DepmodError } from "../../../src/core/depmod/say.ts";
import { writeIndexes } from "../../../src/core/depmod/write-indexes.ts";
import { SystemError } from "../../../src/core/errors.ts";
import type { FileSystem } from "../../../src/core/platform.ts";
import { linkTo, memoryFileSystem, type Tree, textOf } from "../../support/memory-file-system.ts";

const D = "/lib/modules/1";
const INDEXES = [
  { name: "modules.dep", bytes: fromByteString("new dep") },
  { name: "modules.alias", bytes: fromByteString("new alias") },
];
const NAMES = INDEXES.map(({ name }) => name);
const OLD: Tree = { [D]: { "modules.dep": "old dep", "modules.alias": "old alias" } };

/** What is in the directory, name to text. */
function contents(files: FileSystem): Readonly<Record<string, string>> {
  return Object.fromEntries(files.list(D).map(({ name }) => [name, textOf(files, `${D}/${name}`)]));
}

/** The message of the refusal. */
function refusalOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DepmodError) return `${error.level}: ${error.message}`;
    throw error;
  }
  throw new Error("expected a DepmodError");
}

/** `files`, but one kind of call fails for paths that contain a text. */
function failing(files: FileSystem, method: "create" | "rename" | "setMode", text: string): FileSystem {
  const act = files[method] as (...args: readonly unknown[]) => void;
  return {
    ...files,
    [method](...args: readonly unknown[]) {
      if (args.some((each) => typeof each === "string" && each.includes(text))) {
        throw new SystemError(method, String(args[0]), "ENOSPC");
      }
      act(...args);
    },
  };
}

describe("writeIndexes", () => {
  test("makes the directory and those above it, and files that all may read", () => {
    const files = memoryFileSystem({ lib: {} });
    writeIndexes(files, D, NAMES, INDEXES);
    expect(contents(files)).toEqual({ "modules.dep": "new dep", "modules.alias": "new alias" });
    expect(files.status(`${D}/modules.dep`).mode).toBe(0o644);
  });

  test("replaces a link, not what it leads to", () => {
    const files = memoryFileSystem({ [D]: { "modules.dep": linkTo("/kept") }, "/kept": "kept" });
    writeIndexes(files, D, NAMES, INDEXES);
    expect(contents(files)["modules.dep"]).toBe("new dep");
    expect(textOf(files, "/kept")).toBe("kept");
  });

  test("leaves the temporary files of others alone", () => {
    const others = { [`${D}/.modules.dep.kmod-ts-0.tmp`]: "theirs" };
    const files = memoryFileSystem(others);
    writeIndexes(files, D, NAMES, INDEXES);
    expect(contents(files)).toMatchObject({ "modules.dep": "new dep", ".modules.dep.kmod-ts-0.tmp": "theirs" });
  });

  test.each([
    ["create", ".modules.alias.", `ERROR: could not write ${D}/modules.alias, the indexes are as they were`],
    ["setMode", ".modules.alias.", `ERROR: could not write ${D}/modules.alias, the indexes are as they were`],
    [
      "rename",
      "modules.alias",
      `FATAL: could not rename ${D}/.modules.alias.kmod-ts-0.tmp to modules.alias (nothing has changed)`,
    ],
  ] as const)("leaves the old set as it was where %s of a file fails", (method, text, message) => {
    const files = memoryFileSystem(OLD);
    expect(refusalOf(() => writeIndexes(failing(files, method, text), D, NAMES, INDEXES))).toBe(
      `${message}: No space left on device`,
    );
    expect(contents(files)).toEqual({ "modules.dep": "old dep", "modules.alias": "old alias" });
  });

  test("says where only some of the files could be renamed; modules.dep is the last", () => {
    const files = memoryFileSystem(OLD);
    expect(refusalOf(() => writeIndexes(failing(files, "rename", "modules.dep"), D, NAMES, INDEXES))).toBe(
      `FATAL: could not rename ${D}/.modules.dep.kmod-ts-0.tmp to modules.dep (some of the indexes are new, run depmod again): No space left on device`,
    );
    expect(contents(files)).toEqual({ "modules.dep": "old dep", "modules.alias": "new alias" });
  });

  test("touches nothing where a directory or a file is in the way", () => {
    const taken = memoryFileSystem({ [D]: { "modules.alias": {}, "modules.dep": "old" } });
    expect(refusalOf(() => writeIndexes(taken, D, NAMES, INDEXES))).toBe(
      `FATAL: could not write ${D}/modules.alias: Is a directory`,
    );
    expect(textOf(taken, `${D}/modules.dep`)).toBe("old");
    expect(refusalOf(() => writeIndexes(memoryFileSystem({ lib: "" }), D, NAMES, INDEXES))).toBe(
      `FATAL: could not create directory ${D}: Not a directory`,
    );
  });
});
