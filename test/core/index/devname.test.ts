import { expect, test } from "vitest";
import { parseDevname } from "../../../src/core/index/devname.ts";
import { indexText } from "../../support/index-files.ts";

/** A line, and what kmod 30 prints for it with `static-nodes -f devname`; undefined where it calls the line invalid. */
const LINES: readonly (readonly [string, string | undefined])[] = [
  ["fuse fuse c10:229", "fuse fuse c10:229"],
  ["snd_timer snd/timer b116:33", "snd_timer snd/timer b116:33"],
  ["  fuse   fuse\tc10:229 x", "fuse fuse c10:229"],
  ["a b\vc1:2", "a b c1:2"],
  ["a b c1:2\r", "a b c1:2"],
  ["a b c\t1: 2", "a b c1:2"],
  ["a b c1 :2", undefined],
  ["a b c1:2x", "a b c1:2"],
  ["a b c010:2", "a b c10:2"],
  ["a b c0x10:2", undefined],
  ["a b c+1:-0", "a b c1:0"],
  ["a b c-1:2", "a b c4294967295:2"],
  ["a b c4294967296:4294967297", "a b c0:1"],
  ["a b c-4294967297:2", "a b c4294967295:2"],
  ["a b c99999999999999999999:-99999999999999999999", "a b c4294967295:4294967295"],
  ["a b c18446744073709551615:18446744073709551616", "a b c4294967295:4294967295"],
  ["a b c--1:2", undefined],
  ["a b cc1:2", undefined],
  ["a b x1:2", undefined],
  ["a b c:2", undefined],
  ["a b", undefined],
  [" # a", undefined],
  ["", undefined],
];

test("`parseDevname` reads lines as kmod's scanf does", () => {
  const parsed = parseDevname(LINES.map(([line]) => `${line}\n`).join(""));
  const shown = parsed.map((line) => {
    if ("badLine" in line) return [line.badLine, undefined];
    const { module, name, type, major, minor } = line.node;
    return `${module} ${name} ${type}${major}:${minor}`;
  });
  expect(shown).toEqual(LINES.map(([line, result]) => result ?? [line, undefined]));
});

test("`parseDevname` counts lines, passes over comments and needs no newline at the end", () => {
  expect(parseDevname("# c\nbad\n#\na b c1:2")).toEqual([
    { badLine: "bad", line: 2 },
    { node: { module: "a", name: "b", type: "c", major: 1, minor: 2 } },
  ]);
  expect(parseDevname("")).toEqual([]);
});

test("`parseDevname` ends a line at a NUL", () => {
  expect(parseDevname("a\0b b c1:2\na b c1:2\0x\n")).toEqual([
    { badLine: "a", line: 1 },
    { node: { module: "a", name: "b", type: "c", major: 1, minor: 2 } },
  ]);
});

test("`parseDevname` takes no line that is longer than kmod's buffer", () => {
  const line = `${"m".repeat(4087)} n c1:2`;
  expect(parseDevname(`${line}\nm${line}\n`).map((parsed) => "node" in parsed)).toEqual([true, false]);
});

test("`parseDevname` reads what depmod wrote", () => {
  const lines = indexText("modules.devname")
    .split("\n")
    .filter((line) => /^[^#]/.test(line));
  const nodes = parseDevname(indexText("modules.devname")).map((line) => {
    if (!("node" in line)) return line.badLine;
    return `${line.node.module} ${line.node.name} ${line.node.type}${line.node.major}:${line.node.minor}`;
  });
  expect(nodes).toEqual(lines);
  expect(nodes.length).toBeGreaterThan(0);
});
