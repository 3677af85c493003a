import { describe, expect, test } from "vitest";
import { answerOn, configured, DIRECTORY, MODULES } from "../support/answers-tree.ts";

const UPGRADED = { "/lib/modules/2.0": {}, "/proc/modules": "" };
const releases =
  "kmod-ts: WARNING: there is no /lib/modules/1.0, only 2.0 (was the kernel upgraded since it was booted?)\n";
const notFound = `kmod-ts: ERROR: module 'low' not found in directory ${DIRECTORY}\n`;

describe("where the running kernel has no directory any more", () => {
  test.each([
    [["which", "low"], notFound],
    [["which", "--all", "low"], notFound],
    [["params", "low"], notFound],
    [["list", "--available"], `kmod-ts: ERROR: no modules: stat '${DIRECTORY}': No such file or directory\n`],
    [["list", "--builtin"], `kmod-ts: ERROR: no modules: stat '${DIRECTORY}': No such file or directory\n`],
  ])("%j says which there are", (words, error) => {
    const { err, ...rest } = answerOn(UPGRADED, ...words);
    expect(rest).toEqual({ status: 1, out: "" });
    expect(err.split("\n").toSorted()).toEqual(`${releases}${error}`.split("\n").toSorted());
  });
});

describe("where depmod was forgotten", () => {
  const file = `${DIRECTORY}/low.ko`;
  const remark = `kmod-ts: WARNING: there is no modules.dep in ${DIRECTORY}, so that its modules are unknown: run depmod\n`;
  const there = (name: string, path: string): string =>
    `kmod-ts: ERROR: module '${name}' not found in modules.dep, but there is ${path}: run depmod\n`;

  test.each([["which"], ["params"]])("%s says that there is no index, and which file is there", (command) => {
    const err = `${remark}${there("low", file)}`;
    expect(answerOn({ [file]: "" }, command, "low")).toEqual({ status: 1, out: "", err });
  });

  test("list has nothing to show", () => {
    expect(answerOn({ [file]: "" }, "list", "--available")).toEqual({ status: 0, out: "", err: remark });
  });

  test.each([["which"], ["params"]])("%s finds what the index does not have", (command) => {
    const fresh = `${DIRECTORY}/updates/fresh-one.ko`;
    const tree = { ...MODULES, [fresh]: "", ...configured("alias new fresh_one\n") };
    expect(answerOn(tree, command, "fresh-one")).toEqual({ status: 1, out: "", err: there("fresh-one", fresh) });
    expect(answerOn(tree, command, "new")).toEqual({ status: 1, out: "", err: there("new", fresh) });
  });
});
