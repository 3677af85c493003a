import { expect, test } from "vitest";
import { splitEnvironmentOptions } from "../../src/cli/modprobe-options.ts";
import { tryRun } from "./trial.ts";

test.each<[string, string[]]>([
  ["", []],
  [" ", [""]],
  ["-q", ["-q"]],
  ["-q -v", ["-q", "-v"]],
  ["-q ", ["-q"]],
  ["a  b", ["a", "", "b"]],
  [" a", ["", "a"]],
  ["a\tb", ["a\tb"]],
  ["--config='a b'", ["--config=a b"]],
  ["e'f g'h", ["ef gh"]],
  ['a"\'"b', ["a'b"]],
  ["'c d'", ["c d"]],
  ["'c d' e", ["c d", "", "e"]],
  ["'a'b", ["a", "b"]],
  ["''", [""]],
  ["x''", ["x"]],
  ["'i j", ["'i j"]],
  ["a'i j", ["a'i j"]],
  ["a \"b 'c", ["a", "\"b 'c"]],
])("`splitEnvironmentOptions` splits %j as kmod 30 does", (text, words) => {
  expect(splitEnvironmentOptions(text)).toEqual(words);
});

test("words of the variable go before the arguments, operands and values included", () => {
  const environment = { MODPROBE_OPTIONS: "--show 'first' -S" };
  expect(tryRun(["/sbin/modprobe", "6.1", "second", "-q"], { environment })).toEqual({
    status: 0,
    out: "modprobe\n--dry-run\n--set-version=6.1\n--quiet\n<first>\n<>\n<second>\n",
    err: "modprobe: WARNING: --show is deprecated and scheduled for removal; use --dry-run\n",
  });
});

test("a tool without such a variable ignores it", () => {
  expect(tryRun(["lsmod", "x"], { environment: { MODPROBE_OPTIONS: "-q" } }).out).toBe("lsmod\n<x>\n");
});
