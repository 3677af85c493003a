import { expect, it } from "vitest";
import { moduleDirectory } from "../../../src/core/module/directory.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

const platform = memoryPlatform({}, { release: "6.1", workingDirectory: "/w" });

it.each([
  [{}, "/lib/modules/6.1"],
  [{ version: "9" }, "/lib/modules/9"],
  [{ base: "/r" }, "/r/lib/modules/6.1"],
  [{ base: "/r/" }, "/r//lib/modules/6.1"],
  [{ base: "rel", version: "9" }, "/w/rel/lib/modules/9"],
  [{ base: "" }, "/lib/modules/6.1"],
])("`moduleDirectory` of %j is %s", (root, expected) => {
  expect(moduleDirectory(platform, root)).toBe(expected);
});
