import { describe, expect, it } from "vitest";
import { toConfiguration } from "../../../src/core/config/configuration.ts";
import { parseDirectives } from "../../../src/core/config/directives.ts";
import {
  aliasTargets,
  commandNamed,
  installCommandFor,
  isBlacklisted,
  optionsFor,
  removeCommandFor,
  softDependenciesFor,
  weakDependenciesFor,
} from "../../../src/core/config/matching.ts";

function configuration(text: string) {
  return toConfiguration(parseDirectives(text, "a.conf").directives);
}

describe("matching", () => {
  it("`aliasTargets` gives every line whose pattern matches, in order", () => {
    const config = configuration("alias al-x c-c\nalias no z\nalias al-x aa\nalias al-* lonely\nalias al_[a-x] y\n");
    expect(aliasTargets(config, "al_x").map(({ module }) => module)).toEqual(["c_c", "aa", "lonely", "y"]);
    expect(aliasTargets(config, "al_y").map(({ module }) => module)).toEqual(["lonely"]);
    expect(aliasTargets(config, "al")).toEqual([]);
  });

  it("`isBlacklisted` compares whole names and knows no patterns", () => {
    const config = configuration("blacklist foo-bar\nblacklist x*\n");
    expect(["foo_bar", "foo", "xa", "x*"].map((name) => isBlacklisted(config, name))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("`optionsFor` takes the lines of the module and of the alias, in order", () => {
    const config = configuration("options m a=1\noptions al_* b=2\noptions x c=3\noptions m d=4\n");
    expect(optionsFor(config, "m", undefined).map(({ options }) => options)).toEqual(["a=1", "d=4"]);
    expect(optionsFor(config, "m", "al_*").map(({ options }) => options)).toEqual(["a=1", "b=2", "d=4"]);
    expect(optionsFor(config, "al_q", "al_q")).toEqual([]);
  });

  it("`installCommandFor` and its kin take the first line whose pattern matches", () => {
    const config = configuration(
      ["install other 0\ninstall v-* 1\ninstall v-1 2", "remove other 3\nremove v-? 4\nremove v-1 5"].join("\n"),
    );
    expect(installCommandFor(config, "v_1")?.command).toBe("1");
    expect(removeCommandFor(config, "v_1")?.command).toBe("4");
    expect(installCommandFor(config, "w")).toBeUndefined();
  });

  it("`softDependenciesFor` and `weakDependenciesFor` take every line whose pattern matches", () => {
    const lines = [
      "softdep other pre: x",
      "softdep v* pre: a",
      "softdep v-1 pre: b post: c",
      "weakdep v* a",
      "weakdep v-1 b",
    ];
    const config = configuration(`${lines.join("\n")}\n`);
    expect(softDependenciesFor(config, "v_1").map(({ pre, post }) => [pre, post])).toEqual([
      [["a"], []],
      [["b"], ["c"]],
    ]);
    expect(weakDependenciesFor(config, "v_1").map(({ modules }) => modules)).toEqual([["a"], ["b"]]);
    expect(softDependenciesFor(config, "w")).toEqual([]);
  });

  it("`commandNamed` compares the pattern's text, install lines first", () => {
    const config = configuration("remove virt-* 1\nremove r 2\ninstall virt-* 3\n");
    expect(commandNamed(config, "virt_*")).toMatchObject({ keyword: "install", entry: { command: "3" } });
    expect(commandNamed(config, "r")).toMatchObject({ keyword: "remove", entry: { command: "2" } });
    expect(commandNamed(config, "virt_1")).toBeUndefined();
  });
});
