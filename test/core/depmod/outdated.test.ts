import { describe, expect, test } from "vitest";
import { isOutdated } from "../../../src/core/depmod/outdated.ts";
import { changedAt, device, linkTo, memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";

const D = "/lib/modules/1";
const DEP = changedAt(5_000_000n, "");

function asked(tree: Tree): { readonly outdated: boolean; readonly said: readonly string[] } {
  const said: string[] = [];
  const outdated = isOutdated(memoryFileSystem({ [D]: tree }), D, (_, text) => said.push(text));
  return { outdated, said };
}

describe("isOutdated", () => {
  test.each([
    ["the same time", { "modules.dep": DEP, "kernel/a.ko": changedAt(5_000_000n, "") }, false],
    ["less than a microsecond later", { "modules.dep": DEP, "kernel/a.ko": changedAt(5_000_999n, "") }, false],
    ["a microsecond later", { "modules.dep": DEP, "kernel/a.ko": changedAt(5_001_000n, "") }, true],
    ["something else that is newer", { "modules.dep": DEP, "modules.order": changedAt(9_000_000n, "") }, false],
    [
      "a newer module that is not looked at",
      { "modules.dep": DEP, "kernel/build/a.ko": changedAt(9_000_000n, "") },
      false,
    ],
    [
      "a newer module behind a link",
      { "modules.dep": DEP, k: { "a.ko": linkTo("../t") }, t: changedAt(9_000_000n, "") },
      true,
    ],
    ["a link that leads back", { "modules.dep": DEP, k: { up: linkTo("..") } }, false],
  ] satisfies readonly (readonly [string, Tree, boolean])[])("%s", (_, tree, outdated) => {
    expect(asked(tree)).toEqual({ outdated, said: [] });
  });

  test("says what it cannot compare, and that indexes are missing", () => {
    expect(asked({ "modules.dep": DEP, d: device, l: linkTo("none") })).toEqual({
      outdated: false,
      said: [`unsupported file type ${D}/d`, `fstatat(${D}, l): No such file or directory`],
    });
    expect(asked({ "kernel/a.ko": "" })).toEqual({
      outdated: true,
      said: [`could not fstatat(${D}, modules.dep): No such file or directory`],
    });
    expect(isOutdated(memoryFileSystem({}), D, () => undefined)).toBe(true);
  });
});
