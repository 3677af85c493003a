import { describe, expect, test } from "vitest";
import { parseDepmodDirectives, toDepmodConfiguration } from "../../../src/core/depmod/configuration.ts";
import { findCopies } from "../../../src/core/depmod/copies.ts";
import { findModules } from "../../../src/core/depmod/find-modules.ts";
import { memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";

const D = "/lib/modules/1";
const ignore = (): void => undefined;

/** The file that counts, then each other one with the rule and the lines behind it. */
function copiesOf(tree: Tree, text = ""): readonly string[] {
  const files = memoryFileSystem({ [D]: tree, "/opt/m/sub": { "m.ko": "" } });
  const directives = parseDepmodDirectives(text, "/a", "1", ignore);
  const copies = findCopies(files, D, directives, new Set(["m"]), ignore).get("m");
  const [counted] = findModules(files, D, toDepmodConfiguration(directives), ignore).filter(({ name }) => name === "m");
  expect(copies?.winner.path, "depmod takes the same file").toBe(counted?.path);
  if (copies === undefined) return [];
  const losers = copies.losers.map(({ file, rule, origins }) => {
    const lines = origins.map((origin) => (origin.kind === "file" ? origin.line : ""));
    return `${file.shownPath} ${JSON.stringify(rule)} ${lines.join()}`;
  });
  return [copies.winner.shownPath, ...losers];
}

const between = (winner: object, loser: object): string => JSON.stringify({ kind: "search", winner, loser });
const search = (directory: string): object => ({ kind: "search", directory });
const unlisted = { kind: "unlisted" };
const builtIn = { kind: "built-in" };

describe("findCopies", () => {
  test("has nothing for a name without a file, and nothing but the winner for a single one", () => {
    expect(copiesOf({ kernel: { "other.ko": "" } })).toEqual([]);
    expect(copiesOf({ kernel: { "m.ko": "" } })).toEqual(["kernel/m.ko"]);
  });

  test.each([
    { name: "kernel first", tree: { kernel: { "m.ko": "" }, updates: { "m.ko": "" } } },
    { name: "updates first", tree: { updates: { "m.ko": "" }, kernel: { "m.ko": "" } } },
  ])("gives depmod's default for its rule, without a line ($name)", ({ tree }) => {
    expect(copiesOf(tree)).toEqual(["updates/m.ko", `kernel/m.ko ${between(search("updates"), unlisted)} `]);
  });

  test("names the lines of both words, the first of a word, and the same line once", () => {
    const tree = { kernel: { "m.ko": "" }, extra: { "m.ko": "" }, updates: { "m.ko": "" } };
    expect(copiesOf(tree, "search extra\nsearch updates built-in\nsearch extra\n")).toEqual([
      "extra/m.ko",
      `kernel/m.ko ${between(search("extra"), builtIn)} 1,2`,
      `updates/m.ko ${between(search("extra"), search("updates"))} 1,2`,
    ]);
    expect(copiesOf(tree, "search updates extra built-in\n")[1]).toBe(
      `kernel/m.ko ${between(search("updates"), builtIn)} 1`,
    );
  });

  test("gives the last override that names either", () => {
    const tree = { kernel: { "m.ko": "" }, extra: { "m.ko.xz": "" }, updates: { "m.ko": "" } };
    const rule = JSON.stringify({ kind: "override", path: "extra/m" });
    expect(copiesOf(tree, "override m * extra\noverride m * extra\n")).toEqual([
      "extra/m.ko.xz",
      `kernel/m.ko ${rule} 2`,
      `updates/m.ko ${rule} 2`,
    ]);
  });

  test("finds external directories", () => {
    const text = "search external built-in\nexternal * /opt/m\n";
    const external = { kind: "external", directory: "/opt/m" };
    expect(copiesOf({ kernel: { "m.ko": "" } }, text)).toEqual([
      "/opt/m/sub/m.ko",
      `kernel/m.ko ${between(external, builtIn)} 2,1`,
    ]);
  });

  test("says that nothing but the order decides between files of one rank", () => {
    const order = (place: object): string => JSON.stringify({ kind: "order", place });
    expect(copiesOf({ kernel: { "m.ko": "", net: { "m.ko": "" } } })).toEqual([
      "kernel/m.ko",
      `kernel/net/m.ko ${order(unlisted)} `,
    ]);
    // The one found later, as kmod has it.
    expect(copiesOf({ updates: { "m.ko": "", dkms: { "m.ko": "" } } })).toEqual([
      "updates/dkms/m.ko",
      `updates/m.ko ${order(search("updates"))} `,
    ]);
  });

  test("keeps the rule by which a file gave way on the way, where it would not to the one that counts", () => {
    const tree = { a: { "m.ko": "" }, b: { "m.ko": "" }, c: { "m.ko": "" } };
    const [winner, ...losers] = copiesOf(tree, "search c b a\noverride m * b\n");
    expect(winner).toBe("b/m.ko");
    expect(losers.every((text) => text.includes('"override"'))).toBe(true);
  });
});
