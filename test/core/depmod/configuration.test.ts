import { describe, expect, test } from "vitest";
import {
  type DepmodConfiguration,
  parseDepmodDirectives,
  readDepmodConfiguration,
  toDepmodConfiguration,
} from "../../../src/core/depmod/configuration.ts";
import { memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";

function parsed(text: string): { readonly configuration: DepmodConfiguration; readonly said: readonly string[] } {
  const said: string[] = [];
  const say = (level: string, message: string): number => said.push(`${level}: ${message}`);
  const directives = parseDepmodDirectives(text, "/a.conf", "6.1.0-amd64", say);
  return { configuration: toDepmodConfiguration(directives), said };
}

describe("parseDepmodDirectives", () => {
  test("takes every directive, joined lines and several words", () => {
    const { configuration, said } = parsed(
      "search updates \\\nextra\nsearch built-in\noverride m * extra more words\nexternal * /opt/m\nexclude a b\n# no\n\n",
    );
    expect(configuration).toEqual({
      search: ["updates", "extra", "built-in"],
      overrides: ["extra/m"],
      externals: ["/opt/m"],
      excludes: ["a", "b"],
    });
    expect(said).toEqual([]);
  });

  test("passes over what is for another kernel, and says so only where details are wanted", () => {
    const { configuration, said } = parsed(
      "override m ^5 extra\noverride m ^6\\\\.1 extra\nexternal 7$ /x\nexternal amd /y\n",
    );
    expect(configuration).toMatchObject({ overrides: ["extra/m"], externals: ["/y"] });
    expect(said).toEqual([
      "INFO: /a.conf:1: override kernel did not match ^5",
      "INFO: /a.conf:3: external directory did not match 7$",
    ]);
  });

  test("names bad lines by the number of their last line, and what kmod does not do either", () => {
    const { said } = parsed("nonsense\noverride a\\\n b\nexternal *\n  # x\ninclude f\nmake_map_files y\n");
    expect(said).toEqual([
      "ERROR: /a.conf:1: ignoring bad line starting with 'nonsense'",
      "ERROR: /a.conf:3: ignoring bad line starting with 'override'",
      "ERROR: /a.conf:4: ignoring bad line starting with 'external'",
      "ERROR: /a.conf:5: ignoring bad line starting with '#'",
      "INFO: /a.conf:6: command include not implemented yet",
      "INFO: /a.conf:7: command make_map_files not implemented yet",
    ]);
  });
});

test("parseDepmodDirectives keeps the line of each directive, and of a joined one the last", () => {
  const directives = parseDepmodDirectives(
    "# no\nsearch a \\\nb\noverride m * extra\n",
    "/a.conf",
    "6.1",
    () => undefined,
  );
  expect(directives).toEqual([
    { keyword: "search", words: ["a", "b"], origin: { kind: "file", path: "/a.conf", line: 3 } },
    { keyword: "override", path: "extra/m", origin: { kind: "file", path: "/a.conf", line: 4 } },
  ]);
});

describe("readDepmodConfiguration", () => {
  const read = (tree: Tree, paths?: readonly string[]): DepmodConfiguration =>
    readDepmodConfiguration(memoryFileSystem(tree), { paths, workingDirectory: "/w" }, "6.1", () => undefined);

  test("searches updates where no file says otherwise", () => {
    expect(read({})).toEqual({ search: ["updates"], overrides: [], externals: [], excludes: [] });
  });

  test("reads the directories of depmod.d by base name, the first of a name only", () => {
    const tree = {
      "/etc/depmod.d/b.conf": "search etc-b\n",
      "/usr/lib/depmod.d/b.conf": "search hidden\n",
      "/lib/depmod.d/a.conf": "search lib-a\n",
      "/etc/depmod.d/c.txt": "search none\n",
    };
    expect(read(tree).search).toEqual(["lib-a", "etc-b"]);
    expect(read({ ...tree, "/w/own": "exclude x\n" }, ["own"])).toMatchObject({ search: ["updates"], excludes: ["x"] });
  });
});
