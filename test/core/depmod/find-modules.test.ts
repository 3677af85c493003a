import { describe, expect, test } from "vitest";
import type { DepmodConfiguration } from "../../../src/core/depmod/configuration.ts";
import { findModules } from "../../../src/core/depmod/find-modules.ts";
import { DepmodError } from "../../../src/core/depmod/say.ts";
import { device, linkTo, memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";

const D = "/lib/modules/1";
const PLAIN: DepmodConfiguration = { search: ["updates"], overrides: [], externals: [], excludes: [] };

function found(tree: Tree, configuration: Partial<DepmodConfiguration> = {}): { paths: string[]; said: string[] } {
  const said: string[] = [];
  const say = (level: string, text: string): number => said.push(`${level}: ${text}`);
  const modules = findModules(memoryFileSystem({ [D]: tree }), D, { ...PLAIN, ...configuration }, say);
  return { paths: modules.map(({ shownPath }) => shownPath), said };
}

describe("findModules", () => {
  test("walks through directories and links, and passes over what is excluded", () => {
    const tree = {
      kernel: {
        "a.ko": "",
        "b.ko.xz": "",
        README: "",
        "link.ko": linkTo("a.ko"),
        build: { "no.ko": "" },
        out: { "x.ko": "" },
      },
      source: linkTo("/usr/src"),
      more: linkTo("kernel/out"),
    };
    expect(found(tree, { excludes: ["b.ko.xz"] })).toEqual({
      paths: ["kernel/a.ko", "kernel/link.ko", "kernel/out/x.ko"],
      said: [],
    });
  });

  test("does not follow a link that leads back to where it comes from", () => {
    const { paths, said } = found({ kernel: { "a.ko": "", up: linkTo(".."), round: { self: linkTo(".") } } });
    expect(paths).toEqual(["kernel/a.ko"]);
    expect(said).toEqual([
      `WARNING: ${D}/kernel/up leads back to ${D}, not followed`,
      `WARNING: ${D}/kernel/round/self leads back to ${D}/kernel/round, not followed`,
    ]);
  });

  test("says what it cannot use, and goes on", () => {
    const { paths, said } = found({ "a.ko": device, "b.ko": linkTo("none"), "c.ko": "" }, { externals: ["/far"] });
    expect(paths).toEqual(["c.ko"]);
    expect(said).toEqual([
      `ERROR: unsupported file type ${D}/a.ko`,
      `ERROR: fstatat(${D}, b.ko): No such file or directory`,
      "ERROR: could not open directory /far: No such file or directory",
    ]);
  });

  test("cannot do without the directory itself", () => {
    const said: string[] = [];
    const act = (): unknown => findModules(memoryFileSystem({}), D, PLAIN, (_, text) => said.push(text));
    expect(act).toThrow(new DepmodError("FATAL", "could not search modules: No such file or directory", "ENOENT"));
    expect(said).toEqual([`could not open directory ${D}: No such file or directory`]);
  });

  test("does not take a directory beside for one inside, as kmod does", () => {
    const tree = { [D]: { "kernel/m.ko": "" }, [`${D}-updates`]: { "m.ko": "" } };
    const configuration = { ...PLAIN, search: ["pdates", "updates"], externals: [`${D}-updates`] };
    const [module] = findModules(memoryFileSystem(tree), D, configuration, () => undefined);
    expect(module?.shownPath).toBe("kernel/m.ko");
  });
});
