import { describe, expect, test } from "vitest";
import {
  parseAliases,
  parseBuiltins,
  parseDependencies,
  parseDependency,
  parseModuleTexts,
  parseOrder,
} from "../../../src/core/index/text-files.ts";

const messages = (file: { readonly problems: readonly Error[] }): readonly string[] =>
  file.problems.map(({ message }) => message);

describe("modules.dep", () => {
  test("`parseDependency` splits a line at its first colon", () => {
    expect(["a.ko:", "k/a.ko: k/b.ko.xz  /x/c.ko", "a.ko:b.ko", "a.ko: x:y"].map(parseDependency)).toEqual([
      { path: "a.ko", dependencies: [] },
      { path: "k/a.ko", dependencies: ["k/b.ko.xz", "/x/c.ko"] },
      { path: "a.ko", dependencies: ["b.ko"] },
      { path: "a.ko", dependencies: ["x:y"] },
    ]);
    expect(["", "a.ko", ": a.ko"].map(parseDependency)).toEqual([undefined, undefined, undefined]);
  });

  test("`parseDependencies` keeps good lines and numbers bad ones", () => {
    const file = parseDependencies("a.ko:\nrubbish\n\nb.ko: a.ko", "modules.dep");
    expect(file.lines).toEqual([
      { path: "a.ko", dependencies: [] },
      { path: "b.ko", dependencies: ["a.ko"] },
    ]);
    expect(messages(file)).toEqual([
      "modules.dep:2: expected 'PATH: DEPENDENCY...'",
      "modules.dep:3: expected 'PATH: DEPENDENCY...'",
    ]);
  });
});

test("of many bad lines the first are named, and all are counted", () => {
  const file = parseAliases("\n".repeat(1000), "a");
  expect([messages(file).length, messages(file).at(-1), file.badLines]).toEqual([
    100,
    "a:100: expected 'alias PATTERN MODULE'",
    1000,
  ]);
});

test("`parseAliases` takes empty patterns and patterns with blanks", () => {
  const file = parseAliases("# c\nalias usb:v1* alpha\nalias  none\nalias a b c\nalias x\nalias y \nx y z\n", "a");
  expect(file.lines).toEqual([
    { alias: "usb:v1*", module: "alpha" },
    { alias: "", module: "none" },
    { alias: "a b", module: "c" },
  ]);
  expect(messages(file)).toEqual([5, 6, 7].map((line) => `a:${line}: expected 'alias PATTERN MODULE'`));
});

test("`parseModuleTexts` leaves the text after the module unchanged", () => {
  const file = parseModuleTexts("# c\nsoftdep a pre: b  post: c\nsoftdep d\nsoftdep \nweakdep a b\n", "s", "softdep");
  expect(file.lines).toEqual([
    { module: "a", text: "pre: b  post: c" },
    { module: "d", text: "" },
  ]);
  expect(messages(file)).toEqual([4, 5].map((line) => `s:${line}: expected 'softdep MODULE TEXT'`));
  expect(parseModuleTexts("weakdep a b\n", "w", "weakdep").lines).toEqual([{ module: "a", text: "b" }]);
});

test("`parseBuiltins` wants a letter first, also where other files have comments", () => {
  const file = parseBuiltins("kernel/fs/a-b.ko\n# c\n\n/x.ko\nKernel/c.ko.xz\n", "b");
  expect(file.lines).toEqual(["a_b", "c"]);
  expect(messages(file)).toEqual([2, 3, 4].map((line) => `b:${line}: expected the path of a built-in module`));
});

test("`parseOrder` keeps the order", () => {
  expect(parseOrder("kernel/b.ko\n\nkernel/a.ko")).toEqual(["kernel/b.ko", "kernel/a.ko"]);
});
