import { describe, expect, test } from "vitest";
import { treeLines } from "../../src/commands/lsmod-tree.ts";
import { decodeUtf8 } from "../../src/core/bytes.ts";
import { type LoadedModule, modulesOf, parseProcModules } from "../../src/core/state/proc-modules.ts";

/** Modules from lines `name: users`. */
function modules(...lines: readonly string[]): readonly LoadedModule[] {
  const text = lines.map((line) => {
    const [name, users = ""] = line.split(":");
    return `${name} 1 0 ${users.trim().replaceAll(" ", ",") || "-"} Live 0x0\n`;
  });
  return modulesOf(parseProcModules(text.join("")));
}

function tree(...lines: readonly string[]): string {
  return decodeUtf8([...treeLines(modules(...lines))].join(""));
}

describe("treeLines", () => {
  test("`treeLines` puts below each unused module what it uses, a shared module once", () => {
    expect(tree("loop", "nfsv4", "nfs: nfsv4", "lockd: nfs", "grace: lockd", "sunrpc: nfsv4 nfs lockd")).toBe(
      [
        "loop",
        "nfsv4",
        "├── nfs",
        "│   ├── lockd",
        "│   │   ├── grace",
        "│   │   └── sunrpc",
        "│   └── sunrpc",
        "└── sunrpc",
        "",
      ].join("\n"),
    );
  });

  test("`treeLines` marks a module whose branches stand elsewhere", () => {
    expect(tree("one", "two", "shared: one two", "deep: shared")).toBe(
      ["one", "└── shared", "    └── deep", "two", "└── shared (*)", ""].join("\n"),
    );
  });

  test("`treeLines` prints nothing for no modules", () => {
    expect(tree()).toBe("");
  });

  test("`treeLines` takes a module whose users are not loaded for a root", () => {
    expect(tree("alone: ghost")).toBe("alone\n");
  });

  test("`treeLines` shows every module of a circle and ends", () => {
    expect(tree("a: c", "b: a", "c: b", "self: self")).toBe(
      ["a", "└── b", "    └── c", "        └── a (*)", "self", "└── self (*)", ""].join("\n"),
    );
  });

  test("`treeLines` starts again where a branch grows too deep", () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => (at === 0 ? "m0" : `m${at}: m${at - 1}`));
    const lines = decodeUtf8([...treeLines(modules(...chain))].join("")).split("\n");
    expect(lines.slice(38, 43).map((line) => line.trimStart())).toEqual([
      "└── m38",
      "└── m39",
      "└── m40 (*)",
      "m40",
      "└── m41",
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
  });

  test("`treeLines` shows a name that stands twice once more", () => {
    expect(tree("twice", "twice", "below: twice")).toBe(["twice", "└── below", "twice (*)", ""].join("\n"));
  });
});
