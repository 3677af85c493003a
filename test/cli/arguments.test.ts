import { describe, expect, test } from "vitest";
import { scanArguments } from "../../src/cli/arguments.ts";
import { parseWithCommander } from "../../src/cli/parse-with-commander.ts";
import { someOptions, tryRun } from "./trial.ts";

/** Options and operands as one list of words, or what ended the scan. */
function scan(words: readonly string[], stopAtOperand = false): { result: unknown; warnings: readonly string[] } {
  const warnings: string[] = [];
  const found = scanArguments(someOptions, words, { stopAtOperand, onDeprecated: (text) => warnings.push(text) });
  if (found.kind === "mistake") return { result: found.text, warnings };
  if (found.kind !== "arguments") return { result: found.kind, warnings };
  return { result: [...found.options, "|", ...found.operands], warnings };
}

describe("scanArguments", () => {
  test.each<[string, string[], unknown]>([
    ["takes no words", [], ["|"]],
    ["lets options follow operands", ["loop", "-v", "x=1"], ["--verbose", "|", "loop", "x=1"]],
    ["ends options at --", ["-a", "--", "-v", "--"], ["--all", "|", "-v", "--"]],
    ["takes a single dash and an empty word as operands", ["-", ""], ["|", "-", ""]],
    ["opens clusters", ["-arv"], ["--all", "--remove", "--verbose", "|"]],
    [
      "takes a value attached to a letter",
      ["-S6.1", "-C/dev/null"],
      ["--set-version", "6.1", "--config", "/dev/null", "|"],
    ],
    ["takes the value of the last letter of a cluster", ["-aS", "6.1"], ["--all", "--set-version", "6.1", "|"]],
    ["takes any next word as a value", ["-S", "--", "-C", "-a"], ["--set-version", "--", "--config", "-a", "|"]],
    [
      "takes values after = and in the next word",
      ["--config=a=b", "--config", "c"],
      ["--config", "a=b", "--config", "c", "|"],
    ],
    ["takes an empty value", ["--config=", "-C", ""], ["--config", "", "--config", "", "|"]],
    ["completes abbreviations", ["--verb", "--set=1"], ["--verbose", "--set-version", "1", "|"]],
    ["accepts an abbreviation of two names of one option", ["--ign"], ["--ignore-install", "|"]],
    ["prefers an exact name to a longer one", ["--remove", "--force"], ["--remove", "--force", "|"]],
    ["does not let our options spoil kmod's abbreviations", ["--js", "--tab"], ["--json", "--table", "|"]],
    ["ends at -V", ["-aV", "-x"], "version"],
    ["ends at --help", ["--he", "--bogus"], "help"],
    ["refuses letters", ["-ax"], "invalid option -- 'x'"],
    ["refuses a byte above 127", ["-\xc3\xa9"], "invalid option -- '\xc3'"],
    ["refuses names", ["--bogus=5"], "unrecognized option '--bogus=5'"],
    ["wants a value for a letter", ["-a", "-w"], "option requires an argument -- 'w'"],
    ["wants a value for a name", ["--conf"], "option '--config' requires an argument"],
    ["wants no value", ["--al=x"], "option '--all' doesn't allow an argument"],
    ["names the name that an abbreviation met", ["--i=1"], "option '--ignore-install' doesn't allow an argument"],
    [
      "lists what an abbreviation may mean",
      ["--forc=1"],
      "option '--forc=1' is ambiguous; possibilities: '--force' '--force-modversion' '--force-vermagic'",
    ],
    [
      "leaves further names of the first option out of that list",
      ["--re"],
      "option '--re' is ambiguous; possibilities: '--remove' '--remove-holders' '--remove-dependencies'",
    ],
    ["refuses before a later -V", ["-x", "-V"], "invalid option -- 'x'"],
    ["refuses a value at once", ["-w", "abc", "--bogus"], "refused"],
  ])("%s", (_title, words, expected) => {
    expect(scan(words)).toEqual({ result: expected, warnings: [] });
  });

  test("stops at the first operand where asked", () => {
    expect(scan(["-a", "loop", "-v", "--", "-q"], true).result).toEqual(["--all", "|", "loop", "-v", "--", "-q"]);
    expect(scan(["--", "-v"], true).result).toEqual(["|", "-v"]);
  });

  test("warns of deprecated names in their order, abbreviated or not, and of none after the end", () => {
    expect(scan(["--showc", "x", "--show", "--remove-d", "-V", "--show"])).toEqual({
      result: "version",
      warnings: [
        "--showconfig is deprecated and scheduled for removal; use --show-config",
        "--show is deprecated and scheduled for removal; use --dry-run",
        "--remove-dependencies is deprecated and scheduled for removal; use --remove-holders",
      ],
    });
  });

  test("lists ours where only ours are meant", () => {
    const ours = ["tree", "trend"].map((long) => ({ long, text: long, extra: true as const }));
    const found = scanArguments([...someOptions, ...ours], ["--tre"], { stopAtOperand: false, onDeprecated: () => {} });
    expect(found).toEqual({
      kind: "mistake",
      text: "option '--tre' is ambiguous; possibilities: '--tree' '--trend'",
    });
  });
});

describe("parseWithCommander", () => {
  test("keeps the order and takes any word as a value", () => {
    const words = ["--config", "--all", "--all", "--config", "", "--quiet", "--set-version", "-5", "--config", "a=b"];
    expect(parseWithCommander(someOptions, words)).toEqual([
      { long: "config", value: "--all" },
      { long: "all" },
      { long: "config", value: "" },
      { long: "quiet" },
      { long: "set-version", value: "-5" },
      { long: "config", value: "a=b" },
    ]);
  });
});

test("`run` takes 200 000 operands", () => {
  const names = Array.from({ length: 200_000 }, (_, at) => `m${at}`);
  const { status, out } = tryRun(["modprobe", "-a", ...names]);
  expect(status).toBe(0);
  expect(out.split("\n").length).toBe(200_003);
});
