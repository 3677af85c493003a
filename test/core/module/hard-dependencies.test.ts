import { describe, expect, test } from "vitest";
import { openModuleIndex } from "../../../src/core/index/module-index.ts";
import { HardDependencies } from "../../../src/core/module/hard-dependencies.ts";
import { SymbolReader } from "../../../src/core/module/module-symbols.ts";
import type { Tree } from "../../support/memory-file-system.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { buildModule, type ModuleDescription } from "../../support/module-builder.ts";

interface World {
  /** Lines of modules.dep. */
  readonly dep: readonly string[];
  /** By name; the others have no file. */
  readonly files?: Readonly<Record<string, ModuleDescription>>;
  /** `SYMBOL MODULE`. */
  readonly symbols?: readonly string[];
  /** Modules read from another file than the indexed one. */
  readonly foreign?: readonly string[];
}

function open({ dep, files = {}, symbols = [], foreign = [] }: World): {
  readonly hard: HardDependencies;
  readonly reader: SymbolReader;
} {
  const modules = Object.entries(files).map(([name, description]) => [`/m/${name}.ko`, buildModule(description)]);
  const tree: Tree = {
    ...Object.fromEntries(modules),
    "/m/modules.dep": dep.map((line) => `${line}\n`).join(""),
    "/m/modules.symbols": symbols.map((line) => `alias symbol:${line}\n`).join(""),
  };
  const platform = memoryPlatform(tree);
  const index = openModuleIndex(platform.files, "/m", (problem) => {
    throw problem;
  });
  const reader = new SymbolReader((name) => ({ path: `/m/${name}.ko`, holder: platform }));
  return { hard: new HardDependencies(index, reader, new Set(foreign)), reader };
}

/** The edges as `NAME: SYMBOL...`; `?` for unknown symbols. */
function of(world: World, name: string): readonly string[] {
  return open(world)
    .hard.of(name)
    .map(({ to, symbols }) => `${to}: ${symbols?.join(" ") ?? "?"}`);
}

const CHAIN = ["top.ko: middle.ko base.ko", "middle.ko: base.ko", "base.ko:"];
const BASE: ModuleDescription = { exports: ["b"] };
const MIDDLE: ModuleDescription = { exports: ["m"], needs: ["b"] };

describe("HardDependencies", () => {
  test("takes for direct what exports a symbol that the module needs", () => {
    expect(of({ dep: CHAIN, files: { base: BASE, middle: MIDDLE, top: { needs: ["m"] } } }, "top")).toEqual([
      "middle: m",
    ]);
    const both = { base: BASE, middle: MIDDLE, top: { needs: ["b", "m"] } };
    expect(of({ dep: CHAIN, files: both }, "top")).toEqual(["middle: m", "base: b"]);
  });

  test("finds the symbols of functions that ppc64 names with a dot", () => {
    expect(of({ dep: CHAIN, files: { base: BASE, middle: MIDDLE, top: { needs: [".m", "m"] } } }, "top")).toEqual([
      "middle: m",
    ]);
  });

  test("reads the names of a kernel without symbol versions", () => {
    const files = { base: { plainExports: ["b"] }, middle: { needs: ["b"] } };
    expect(of({ dep: CHAIN, files }, "middle")).toEqual(["base: b"]);
  });

  test("shows what the index alone can tell where the file of the module cannot be read", () => {
    expect(of({ dep: CHAIN, files: { base: BASE, middle: MIDDLE } }, "top")).toEqual(["middle: ?"]);
  });

  test("asks modules.symbols where the file of a dependency cannot be read", () => {
    const files = { top: { needs: ["b", "m", "x"] } };
    expect(of({ dep: CHAIN, files }, "top")).toEqual(["middle: ?"]);
    expect(of({ dep: CHAIN, files, symbols: ["b base", "m middle"] }, "top")).toEqual(["middle: m", "base: b"]);
  });

  test("keeps a dependency that the index states and no symbol explains", () => {
    expect(of({ dep: CHAIN, files: { base: BASE, middle: MIDDLE, top: {} } }, "top")).toEqual(["middle: "]);
  });

  test("leaves a symbol that two modules export to the one that the index names", () => {
    const world = {
      dep: ["top.ko: one.ko two.ko", "one.ko: two.ko", "two.ko:"],
      files: { top: { needs: ["s"] }, one: { exports: ["s"], needs: ["t"] }, two: { exports: ["s", "t"] } },
    };
    expect(of(world, "top")).toEqual(["one: s", "two: s"]);
    expect(of({ ...world, symbols: ["s one"] }, "top")).toEqual(["one: s"]);
    expect(of({ ...world, symbols: ["s stranger"] }, "top")).toEqual(["one: s", "two: s"]);
  });

  test("finds the dependencies of a file that was not indexed by modules.symbols", () => {
    const files = { base: BASE, middle: MIDDLE, top: { needs: ["b", "nobodys"] } };
    const world = { dep: CHAIN, files, symbols: ["b base", "m middle"], foreign: ["top"] };
    expect(of(world, "top")).toEqual(["base: b"]);
  });

  test("gets over an index that goes in circles, or names a module twice or its own", () => {
    const dep = ["a.ko: b.ko c.ko a.ko b.ko", "b.ko: c.ko b.ko", "c.ko: b.ko"];
    expect(of({ dep }, "a")).toEqual(["b: ?"]);
    expect(of({ dep }, "b")).toEqual(["c: ?"]);
    expect(of({ dep }, "nobody")).toEqual([]);
  });

  test("`usersOf` has the modules that use one directly", () => {
    const files = { base: BASE, middle: MIDDLE, top: { needs: ["m"] } };
    const users = (name: string): readonly string[] =>
      open({ dep: CHAIN, files })
        .hard.usersOf(name)
        .map(({ from }) => from);
    expect(users("base")).toEqual(["middle"]);
    expect(users("middle")).toEqual(["top"]);
    expect(users("top")).toEqual([]);
  });

  test("names each file that cannot be read once", () => {
    const { hard, reader } = open({ dep: CHAIN });
    hard.of("top");
    hard.usersOf("base");
    expect(reader.unread.map(({ name, error }) => `${name} ${error.errno}`)).toEqual(["top ENOENT", "middle ENOENT"]);
  });
});
