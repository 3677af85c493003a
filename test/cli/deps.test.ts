import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { encodeUtf8 } from "../../src/core/bytes.ts";
import { DEPS_DIRECTORY, DEPS_TREE } from "../support/deps-tree.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function overTree(tree: Tree, ...words: readonly string[]): Printed {
  const platform = memoryPlatform(tree, { release: "1.0", workingDirectory: "/mine" });
  const status = run(["kmod-ts", "deps", ...words], platform);
  return { status, ...platform.written };
}

const deps = (...words: readonly string[]): Printed => overTree(DEPS_TREE, ...words);
const good = (out: string): Printed => ({ status: 0, out: encodeUtf8(out), err: "" });

describe("kmod-ts deps", () => {
  test("prints direct dependencies with their kinds, their first symbols, and the words of soft ones", () => {
    expect(deps("top-one")).toEqual(
      good(`top_one
  middle             hard      middle_start
  base               hard      base_open, base_close, base_read and 1 more
  helper             soft pre  help-me
  inside (built in)  soft pre
`),
    );
  });

  test("leaves out what only a dependency needs, and takes weak symbols for a reason", () => {
    expect(deps("top_two")).toEqual(good("top_two\n  lone    hard  lone_sym\n  middle  hard  middle_start\n"));
  });

  test("prints every symbol with -v", () => {
    expect(deps("-v", "top_one").out).toContain("base_open, base_close, base_read, base_write\n");
  });

  test("prints weak dependencies, and words that lead nowhere", () => {
    expect(deps("middle")).toEqual(
      good(
        "middle\n  base                 hard  base_open\n  lone                 weak\n  nowhere (not found)  weak\n",
      ),
    );
  });

  test("takes names, configured aliases, indexed aliases of several modules, and each module once", () => {
    expect(deps("other", "top-two").out.split("\n")[0]).toBe("top_two");
    expect(deps("pair-x", "lone")).toEqual(good("helper\n  top_one  soft post\nlone\n  no dependencies\n"));
  });

  test("says that a module is built in, or only a command", () => {
    expect(deps("inside", "commanded")).toEqual(
      good("inside (built in)\n  no dependencies\ncommanded (install command)\n  no dependencies\n"),
    );
  });

  test("takes the path of a file that the index does not know, by the symbols it needs", () => {
    const out = "extra\n  middle  hard  middle_start\n  lone    hard  lone_sym\n";
    expect(deps("/mine/extra.ko")).toEqual(good(out));
    expect(deps("./extra.ko")).toEqual(good(out));
  });

  test("takes the path of an indexed file", () => {
    expect(deps(`${DEPS_DIRECTORY}/kernel/top-two.ko`)).toEqual(deps("top_two"));
  });

  test("reads the module of another directory and release", () => {
    const tree = { "/r/lib/modules/2/modules.dep": "a.ko: b.ko\nb.ko:\n" };
    for (const words of [
      ["-d", "/r", "-S", "2"],
      ["--root=/r", "--set-version=2"],
      ["--dirname", "/r", "-S2"],
      ["--root=/", "--dirname", "/r", "-S2"],
    ]) {
      expect(overTree(tree, ...words, "a").out).toBe("a\n  b  hard  symbols unknown\n");
    }
  });

  test("takes with --root the configuration of that system, with -d its own", () => {
    const modules = { "lib/modules/1.0/modules.dep": "a.ko:\nb.ko:\nc.ko:\n", "mine/a.ko": "not asked" };
    const tree = {
      "/etc/modprobe.d/a.conf": "softdep a pre: b\n",
      "/mine/a.ko": buildModule({}),
      "/r": { ...modules, "etc/modprobe.d/a.conf": "softdep a pre: c\n", "proc/cmdline": "quiet\n" },
    };
    expect(overTree(tree, "-d", "/r", "a").out).toBe("a\n  b  soft pre\n");
    expect(overTree(tree, "--root", "/r", "a").out).toBe("a\n  c  soft pre\n");
    expect(overTree(tree, "--root", "/r", "/mine/a.ko")).toEqual({
      status: 0,
      out: "a\n  c  soft pre\n",
      err: "",
    });
    expect(overTree(tree, "--root", "/nowhere", "a")).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: --root '/nowhere': No such file or directory\n",
    });
  });

  test("follows everything with --tree, and spells out a module once", () => {
    expect(deps("--tree", "top_one", "top_two")).toEqual(
      good(`top_one
├── middle
│   ├── base
│   ├── lone [weak]
│   └── nowhere (not found) [weak]
├── base
├── helper [soft pre: help-me]
│   └── top_one [soft post] (*)
└── inside (built in) [soft pre]
top_two
├── lone
└── middle (*)
`),
    );
  });

  test("turns round with --reverse", () => {
    expect(deps("--reverse", "lone", "helper", "inside", "top_two")).toEqual(
      good(`lone
  top_two  hard  lone_sym
  middle   weak
helper
  top_one  soft pre  help-me
inside (built in)
  top_one  soft pre
top_two
  no dependents
`),
    );
    expect(deps("--reverse", "--tree", "lone")).toEqual(
      good(`lone
├── top_two
└── middle [weak]
    ├── top_one
    │   └── helper [soft post]
    │       └── top_one [soft pre: help-me] (*)
    └── top_two
`),
    );
  });

  test("finds with --reverse what lines say of a built-in module, and of many at once", () => {
    const tree = { ...DEPS_TREE, "/etc/modprobe.d/b.conf": "softdep inside post: help-x\nweakdep top* helper\n" };
    expect(overTree(tree, "--reverse", "helper")).toEqual(
      good(`helper
  top_one            soft pre   help-me
  top_one            weak
  top_two            weak
  inside (built in)  soft post  help-x
`),
    );
  });

  test("reads, for --reverse, only the files of the module and of those that may use it", () => {
    const files = Object.keys(DEPS_TREE[`${DEPS_DIRECTORY}/kernel`]);
    const tree = { ...DEPS_TREE, [`${DEPS_DIRECTORY}/kernel`]: {} };
    const { err } = overTree(tree, "--reverse", "lone");
    expect(files.filter((file) => err.includes(file))).toEqual(["top-two.ko"]);
  });

  test("draws a graph with --dot, each arrow once", () => {
    const twice = { ...DEPS_TREE, "/etc/modprobe.d/b.conf": "softdep top_two post: lone lone\n" };
    expect(overTree(twice, "--dot", "top_two").out).toBe(
      [
        "digraph modules {",
        "  rankdir=LR;",
        "  node [shape=box];",
        ...["top_two", "lone", "middle", "base", "nowhere"].map((name, at) => `  n${at} [label="${name}"];`),
        "  n0 -> n1;",
        "  n0 -> n2;",
        '  n0 -> n1 [style=dashed, label="post"];',
        "  n2 -> n3;",
        '  n2 -> n1 [style=dotted, label="weak"];',
        '  n2 -> n4 [style=dotted, label="weak"];',
        "}",
        "",
      ].join("\n"),
    );
  });

  test("prints a table of direct dependencies", () => {
    expect(deps("--table", "top_two").out).toBe(
      "Module | Depends on | Kind | Because of\ntop_two | lone | hard | lone_sym\ntop_two | middle | hard | middle_start\n",
    );
  });

  test("prints the whole graph as JSON", () => {
    const { out, status } = deps("--json", "top-two", "nosuch");
    expect(status).toBe(1);
    const origin = { kind: "file", path: `${DEPS_DIRECTORY}/modules.weakdep`, line: 1 };
    const file = (name: string, base = name) => ({
      name,
      status: "file",
      path: `${DEPS_DIRECTORY}/kernel/${base}.ko`,
    });
    const hard = (from: string, to: string, symbol: string) => ({
      ...{ from, to, kind: "hard", symbols: [symbol], word: null, origin: null },
    });
    const weak = (word: string) => ({ from: "middle", to: word, kind: "weak", symbols: null, word, origin });
    expect(JSON.parse(out)).toEqual({
      schemaVersion: 1,
      directory: DEPS_DIRECTORY,
      direction: "dependencies",
      requests: [
        { request: "top-two", modules: ["top_two"] },
        { request: "nosuch", modules: [] },
      ],
      modules: [
        file("top_two", "top-two"),
        ...["lone", "middle", "base"].map((name) => file(name)),
        { name: "nowhere", status: "missing", path: null },
      ],
      edges: [
        hard("top_two", "lone", "lone_sym"),
        hard("top_two", "middle", "middle_start"),
        hard("middle", "base", "base_open"),
        weak("lone"),
        weak("nowhere"),
      ],
    });
  });

  test.each([
    ["nosuch", `module 'nosuch' not found in directory ${DEPS_DIRECTORY}`],
    ["top-on", `module 'top-on' not found in directory ${DEPS_DIRECTORY}; did you mean 'top_one'?`],
    ["top", `module 'top' not found in directory ${DEPS_DIRECTORY}; did you mean 'top_one' or 'top_two'?`],
    ["gone", `'gone' stands for 'nowhere_at_all', not found in directory ${DEPS_DIRECTORY}`],
    ["a]b", `module 'a]b' not found in directory ${DEPS_DIRECTORY}`],
    ["./none.ko", "could not take module file './none.ko': No such file or directory"],
  ])("says once that there is no module '%s', and goes on", (name, text) => {
    const out = "lone\n  no dependencies\n";
    expect(deps(name, "lone")).toEqual({ status: 1, out, err: `kmod-ts: ERROR: ${text}\n` });
  });

  test("refuses two files for one module", () => {
    expect(deps("base", "/mine/base.ko", "./base.ko").err).toBe(
      [
        `kmod-ts: ERROR: could not take module file '/mine/base.ko': two files for one module: '${DEPS_DIRECTORY}/kernel/base.ko' and '/mine/base.ko'\n`,
        `kmod-ts: ERROR: could not take module file './base.ko': two files for one module: '${DEPS_DIRECTORY}/kernel/base.ko' and '/mine/base.ko'\n`,
      ].join(""),
    );
  });

  test("wants a module, and one form", () => {
    expect(deps()).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: name at least one module. See 'kmod-ts deps --help'.\n",
    });
    expect(deps("--tree", "--json", "lone").err).toBe(
      "kmod-ts: ERROR: --json and --tree cannot be used together. See 'kmod-ts deps --help'.\n",
    );
  });

  test("shows what the index says where files cannot be read, and says so once", () => {
    const tree = { ...DEPS_TREE, [`${DEPS_DIRECTORY}/kernel`]: { "middle.ko": "rubbish!" } };
    expect(overTree(tree, "--tree", "top_two", "top_one")).toEqual({
      status: 1,
      out: encodeUtf8(`top_two
├── lone
└── middle
    ├── base
    ├── lone [weak]
    └── nowhere (not found) [weak]
top_one
├── middle (*)
├── helper [soft pre: help-me]
│   └── top_one [soft post] (*)
└── inside (built in) [soft pre]
`),
      err: [
        `kmod-ts: ERROR: could not read the symbols of '${DEPS_DIRECTORY}/kernel/top-two.ko' and 1 more module file: No such file or directory\n`,
        `kmod-ts: ERROR: could not read the symbols of '${DEPS_DIRECTORY}/kernel/middle.ko': too short for an ELF file\n`,
      ].join(""),
    });
  });

  test("says what is missing for compressed modules", () => {
    const xz = `\xfd7zXZ\0${"x".repeat(40)}`;
    const { err } = overTree(
      { [`${DEPS_DIRECTORY}/modules.dep`]: "a.ko.xz: b.ko\nb.ko:\n", [`${DEPS_DIRECTORY}/a.ko.xz`]: xz },
      "a",
    );
    expect(err).toBe(
      `kmod-ts: ERROR: could not read the symbols of '${DEPS_DIRECTORY}/a.ko.xz': cannot be decompressed (xz): no codecs here\n`,
    );
  });

  test("ends where soft dependencies go in circles", () => {
    const tree = {
      ...DEPS_TREE,
      "/etc/modprobe.d/b.conf": "softdep lone pre: helper\nsoftdep helper pre: lone helper\n",
    };
    expect(overTree(tree, "--tree", "lone").out).toBe(
      encodeUtf8(`lone
└── helper [soft pre]
    ├── lone [soft pre] (*)
    ├── helper [soft pre] (*)
    └── top_one [soft post]
        ├── middle
        │   ├── base
        │   ├── lone [weak] (*)
        │   └── nowhere (not found) [weak]
        ├── base
        ├── helper [soft pre: help-me] (*)
        └── inside (built in) [soft pre]
`),
    );
  });

  test("refuses a configuration without end", () => {
    const many = `softdep * pre: ${"lone ".repeat(1000)}\n`.repeat(101);
    const { status, err } = overTree({ ...DEPS_TREE, "/etc/modprobe.d/b.conf": many }, "lone");
    expect({ status, err }).toEqual({
      status: 1,
      err: "kmod-ts: ERROR: soft and weak dependencies come to more than 100000\n",
    });
  });
});

describe("kmod-ts deps over a failing platform", () => {
  const platform = (): MemoryPlatform => memoryPlatform(DEPS_TREE, { release: "1.0" });

  /** As modprobe: configuration that cannot be read is passed over, an index that is not there finds nothing. */
  const survives = ({ errno, subject }: Fault): boolean =>
    /modprobe\.d|modules\.(?:soft|weak)dep|cmdline/.test(subject) ||
    (errno === "ENOENT" && subject.includes("/modules."));
  const explains = ({ errno, subject }: Fault): string | undefined =>
    subject.includes("modprobe.d") || (errno === "ENOENT" && subject.includes("/modules.")) ? "not found" : undefined;

  test.each([
    [["top_one"]],
    [["--tree", "other"]],
    [["--reverse", "base"]],
    [["--json", "--reverse", "lone"]],
    [["--dot", "/mine/extra.ko"]],
  ])("no failure goes unnoticed (%j)", (words) => {
    const outcomes = faultSweep({
      platform,
      run: (faulty) => run(["kmod-ts", "deps", ...words], faulty),
      survives,
      explains,
    });
    expect(outcomes.length).toBeGreaterThan(20);
  });
});
