import { expect, test } from "vitest";
import { writeIndexes } from "../../../src/core/depmod/write-indexes.ts";
import { changedAt, memoryFileSystem } from "../../support/memory-file-system.ts";

const D = "/m";
const SECOND = 1_000_000_000n;

test("what killed runs left is removed once it is an hour old, and is in nobody's way", () => {
  const old = Object.fromEntries(
    Array.from({ length: 150 }, (_, at) => [`.modules.dep.kmod-ts-${at}.tmp`, changedAt(0n, "half")]),
  );
  const files = memoryFileSystem({
    [D]: {
      ...old,
      ".modules.alias.kmod-ts-0.tmp": changedAt(1000n * SECOND, "of a run at work"),
      "modules.dep.kmod-ts-0.tmp": changedAt(0n, "somebody's"),
      ".modules.dep": changedAt(0n, "somebody's"),
    },
  });
  // The clock of the memory file system begins at 0 and goes on by a second for each change.
  for (let second = 0; second < 3600; second++) files.overwrite(`${D}/.modules.dep`, new Uint8Array());
  writeIndexes(files, D, ["modules.dep"], [{ name: "modules.dep", bytes: new Uint8Array() }]);
  expect(files.list(D).map(({ name }) => name)).toEqual([
    ".modules.alias.kmod-ts-0.tmp",
    "modules.dep.kmod-ts-0.tmp",
    ".modules.dep",
    "modules.dep",
  ]);
});
