import { describe, expect, it } from "vitest";
import type { SoftDependency } from "../../../src/core/config/configuration.ts";
import { parseDirectives } from "../../../src/core/config/directives.ts";

const origin = (line: number) => ({ kind: "file", path: "/c/a.conf", line });

function directives(text: string): unknown {
  const { directives, problems } = parseDirectives(text, "/c/a.conf");
  expect(problems).toEqual([]);
  return directives.map((directive) =>
    directive.keyword === "softdep" ? { ...directive, entry: softDependency(directive.entry) } : directive,
  );
}

function softDependency({ pattern, pre, post, shown, origin }: SoftDependency): unknown {
  return { pattern, pre, post, shown, origin };
}

function problems(text: string): readonly string[] {
  const { directives, problems } = parseDirectives(text, "/c/a.conf");
  expect(directives).toEqual([]);
  return problems.map(({ origin, text }) => `${origin}: ${text}`);
}

describe("parseDirectives", () => {
  it("`parseDirectives` makes a record of every keyword, with its line", () => {
    const text = [
      "alias a-[b-]* t-1 more",
      "blacklist b-1 more",
      "options o-1  x-y\tz ",
      "install i-*  echo - ",
      "remove r-1 echo",
      "softdep s-1 pre: a-b post: c",
      "weakdep w-1 a-b  c",
    ];
    expect(directives(text.join("\n"))).toEqual([
      { keyword: "alias", entry: { pattern: "a_[b-]*", module: "t_1", origin: origin(1) } },
      { keyword: "blacklist", entry: { module: "b_1", origin: origin(2) } },
      { keyword: "options", entry: { module: "o_1", options: " x-y z ", origin: origin(3) } },
      { keyword: "install", entry: { pattern: "i_*", command: " echo - ", origin: origin(4) } },
      { keyword: "remove", entry: { pattern: "r_1", command: "echo", origin: origin(5) } },
      { keyword: "softdep", entry: { pattern: "s_1", pre: ["a-b"], post: ["c"], shown: undefined, origin: origin(6) } },
      { keyword: "weakdep", entry: { pattern: "w_1", modules: ["a-b", "c"], origin: origin(7) } },
    ]);
  });

  it.each([
    "alias a",
    "blacklist",
    "options a",
    "options a ",
    "install a ",
    "remove",
    "softdep a ",
    "weakdep a",
    "Alias a b",
  ])("`parseDirectives` names the bad line %j by its first word", (line) => {
    const keyword = line.split(" ")[0];
    expect(problems(`\n${line}\n`)).toEqual([
      `kmod_config_parse: /c/a.conf line 2: ignoring bad line starting with '${keyword}'`,
    ]);
  });

  it.each([
    "alias a]1 b",
    "alias a b[",
    "blacklist [",
    "options ] x",
    "install [a x",
    "remove a] x",
    "softdep [ pre: a",
  ])("`parseDirectives` refuses the unbalanced bracket of %j", (line) => {
    expect(problems(line)).toHaveLength(1);
  });

  it("`parseDirectives` says that include and config are gone", () => {
    expect(problems("include x\nconfig\n")).toEqual([
      "kmod_config_parse: /c/a.conf: command include is deprecated and not parsed anymore",
      "kmod_config_parse: /c/a.conf: command config is deprecated and not parsed anymore",
    ]);
  });

  it("`parseDirectives` knows no keywords by inheritance", () => {
    expect(problems("constructor a b\n__proto__ a b")).toHaveLength(2);
  });
});
