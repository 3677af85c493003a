import { describe, expect, test } from "vitest";
import { toByteString } from "../../../src/core/bytes.ts";
import { SystemError } from "../../../src/core/errors.ts";
import { type ModuleIndex, openModuleIndex } from "../../../src/core/index/module-index.ts";
import type { FileSystem } from "../../../src/core/platform.ts";
import { indexFile } from "../../support/index-files.ts";
import { memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";
import { buildTrie } from "../../support/trie-builder.ts";

const TEXTS = ["dep", "alias", "symbols", "builtin", "builtin.modinfo"].map((name) => `modules.${name}`);
const BINARIES = ["dep", "alias", "symbols", "builtin", "builtin.alias"].map((name) => `modules.${name}.bin`);

function real(names: readonly string[]): Tree {
  return Object.fromEntries(names.map((name) => [`/d/${name}`, indexFile(name)]));
}

interface Opened {
  readonly index: ModuleIndex;
  readonly problems: readonly string[];
  /** The files that were read, in order. */
  readonly read: readonly string[];
}

function open(tree: Tree): Opened {
  const problems: string[] = [];
  const read: string[] = [];
  const memory = memoryFileSystem({ ...tree, "/d/other": "" });
  const files: FileSystem = {
    ...memory,
    read(path) {
      read.push(path);
      return memory.read(path);
    },
  };
  return { index: openModuleIndex(files, "/d", (error) => problems.push(error.message)), problems, read };
}

/** Everything that an index says, asked for by what is in it. */
function everything(index: ModuleIndex): unknown {
  const names = [...index.moduleNames()];
  const aliases = [...index.aliasEntries()];
  const symbols = [...index.symbolEntries()];
  const builtins = toByteString(indexFile("modules.builtin.modinfo"))
    .split("\0")
    .map((string) => string.split(".", 1)[0] ?? "");
  return {
    names,
    paths: [...index.paths()],
    dependencies: names.map((name) => index.dependency(name)),
    aliases,
    found: aliases.map(({ key }) => index.aliases(key.replaceAll("*", "1"))),
    symbols,
    owners: symbols.map(({ key }) => index.symbols(key)),
    builtins: builtins.map((name) => [index.isBuiltin(name), index.builtinModinfo(name)]),
    builtinAliases: ["fs_ext4", "crypto_aes", ...builtins].map((name) => index.builtinAliases(name)),
  };
}

describe("openModuleIndex", () => {
  test("`openModuleIndex` says the same from text files as from binary indexes", () => {
    const binary = open(real([...BINARIES, "modules.builtin.modinfo"]));
    const text = open(real(TEXTS));
    expect(everything(text.index)).toEqual(everything(binary.index));
    expect([...binary.index.moduleNames()].length).toBeGreaterThan(3);
    expect([binary.problems, text.problems]).toEqual([[], []]);
  });

  test.each([
    ["binary", BINARIES],
    ["text", TEXTS],
  ] as const)("`openModuleIndex` lists the names that begin in some way, from %s files", (_kind, files) => {
    const { index } = open(real(files));
    const all = [...index.moduleNames()];
    const prefixes = all.flatMap((name) =>
      Array.from({ length: name.length + 1 }, (_, length) => name.slice(0, length)),
    );
    for (const prefix of [
      ...prefixes,
      "~",
      ...all.map((name) => `${name}x`),
      ...all.map((name) => `${name.slice(0, -1)}~`),
    ]) {
      expect([...index.moduleNames(prefix)]).toEqual(all.filter((name) => name.startsWith(prefix)));
    }
  });

  test("`openModuleIndex` reads nothing before it is asked, and each file once", () => {
    const { index, read } = open(real([...TEXTS, ...BINARIES]));
    expect(read).toEqual([]);
    for (const name of ["a", "b"]) {
      index.aliases(name);
      index.isBuiltin(name);
      index.builtinModinfo("none");
    }
    expect(read).toEqual(["/d/modules.alias.bin", "/d/modules.builtin.bin", "/d/modules.builtin.modinfo"]);
  });

  test("`openModuleIndex` takes an empty binary index for a missing one", () => {
    const { index, problems } = open({ "/d/modules.dep.bin": "", "/d/modules.dep": "a.ko: b.ko\n" });
    expect(index.dependency("a")).toEqual({ path: "a.ko", dependencies: ["b.ko"] });
    expect(problems).toEqual([]);
  });

  test("`openModuleIndex` knows nothing where there is nothing", () => {
    const { index, problems } = open({});
    expect([
      index.dependency("a"),
      index.aliases("a"),
      index.symbols("symbol:a"),
      index.isBuiltin("a"),
      index.builtinAliases("a"),
      index.builtinModinfo("a"),
      [...index.paths(), ...index.aliasEntries(), ...index.symbolEntries()],
      problems,
    ]).toEqual([undefined, [], [], false, [], undefined, [], []]);
  });

  test("`openModuleIndex` reports a damaged index once, and the others still work", () => {
    const alias = buildTrie([{ key: "a*", value: "m", priority: 0 }]);
    const { index, problems } = open({ "/d/modules.dep.bin": "XXXXXXXXXXXX", "/d/modules.alias.bin": alias });
    expect([index.dependency("a"), index.dependency("b"), [...index.paths()]]).toEqual([undefined, undefined, []]);
    expect(index.aliases("ab")).toEqual(["m"]);
    expect(problems).toEqual(["/d/modules.dep.bin: magic check fail: 58585858 instead of b007f457"]);
  });

  test("`openModuleIndex` gives no part of an answer from an index that turns out to be damaged", () => {
    const whole = buildTrie([
      { key: "a*", value: "m", priority: 0 },
      { key: "ab", value: "n", priority: 1 },
    ]);
    const { index, problems } = open({ "/d/modules.alias.bin": whole.slice(0, -1) });
    expect([index.aliases("ab"), index.aliases("ac"), [...index.aliasEntries()]]).toEqual([[], [], []]);
    expect(problems.length).toBe(1);
  });

  test("`openModuleIndex` reports the first bad line of a text file and counts the others", () => {
    const { index, problems } = open({ "/d/modules.dep": "a.ko:\nx\ny\nb.ko:\n", "/d/modules.builtin": "k/a.ko\n\n" });
    expect([[...index.moduleNames()], index.isBuiltin("a")]).toEqual([["a", "b"], true]);
    expect(problems).toEqual([
      "/d/modules.dep:2: expected 'PATH: DEPENDENCY...' (and 1 more bad line)",
      "/d/modules.builtin:2: expected the path of a built-in module",
    ]);
  });

  test("`openModuleIndex` reports once that values in modules.dep.bin name no file", () => {
    const { index, problems } = open({ "/d/modules.dep.bin": buildTrie([{ key: "a", value: "x", priority: 0 }]) });
    expect([index.dependency("a"), index.dependency("a"), [...index.paths()]]).toEqual([undefined, undefined, []]);
    expect(problems).toEqual(["/d/modules.dep.bin: value of 'a' is no 'PATH: DEPENDENCY...'"]);
  });

  test("`openModuleIndex` reports once what it cannot read, and the others still work", () => {
    const alias = buildTrie([{ key: "a*", value: "m", priority: 0 }]);
    const { index, problems } = open({ "/d/modules.dep.bin": { x: "" }, "/d/modules.alias.bin": alias });
    expect([index.dependency("a"), [...index.moduleNames()], [...index.paths()]]).toEqual([undefined, [], []]);
    expect(index.aliases("ab")).toEqual(["m"]);
    expect(problems).toEqual(["read '/d/modules.dep.bin': Is a directory"]);
  });

  test("`openModuleIndex` throws only where it cannot read what built-in modules say", () => {
    const { index, problems } = open({ "/d/modules.builtin.modinfo": { x: "" } });
    expect(() => index.builtinModinfo("a")).toThrow(SystemError);
    expect([index.builtinAliases("a"), problems]).toEqual([[], ["read '/d/modules.builtin.modinfo': Is a directory"]]);
  });
});
