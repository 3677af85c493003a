/**
 * What files say reaches a terminal harmless, in every view and message of ours; into files and pipes it goes as it is.
 */

import { describe, expect, test } from "vitest";
import { createReporter } from "../../src/cli/report.ts";
import { run } from "../../src/cli/run.ts";
import { decodeUtf8, encodeUtf8 } from "../../src/core/bytes.ts";
import { widthOf } from "../../src/core/line-breaks.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

const DIRECTORY = "/lib/modules/1.0";

/**
 * Colour, titles, bells, carriage returns, C1 in both forms, bytes that are no UTF-8, other directions, other lines.
 */
const HARM: readonly string[] = [
  "\x1b[31m",
  "\x1b]0;owned\x07",
  "\r",
  "\n",
  "\x7f",
  "\xc2\x9b2J",
  "\x9b2J",
  "\xff",
  "\xe2\x80",
  ...["\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\u0085"].map(encodeUtf8),
];

/** Names with each of them between other letters, at the ends and over and over, in short names and in long ones. */
const NAMES: readonly string[] = [
  ...HARM.flatMap((each) => [`a${each}b`, `${"snd_hda-".repeat(4)}${each}${"x".repeat(30)}${each}`]),
  HARM.join(""),
  [...HARM].reverse().join(encodeUtf8("日\u0301")),
];

/** A tree with the name wherever one may stand. Lines of files end at a newline, names of files do not. */
function treeOf(hostile: string): Tree {
  const inLine = hostile.replaceAll("\n", "_");
  return {
    [`${DIRECTORY}/modules.dep`]: `${DIRECTORY}/${inLine}.ko: ${DIRECTORY}/low.ko\n${DIRECTORY}/low.ko:\n`,
    [`${DIRECTORY}/modules.softdep`]: `softdep low pre: ${inLine} post: nothing${inLine}\n`,
    [`${DIRECTORY}/modules.alias`]: `alias pci:v1* low\nalias net${inLine} low\n`,
    [`${DIRECTORY}/low.ko`]: "",
    [`${DIRECTORY}/extra/low.ko`]: "",
    [`${DIRECTORY}/sub${hostile}/low.ko`]: "",
    [`${DIRECTORY}/${hostile}.ko`]: "no module",
    [`/etc/modprobe.d/z${hostile}.conf`]: `blacklist low\noptions low level=${inLine}\ninstall middle echo ${inLine}\nnonsense ${inLine}\nremove low x${inLine}\n`,
    [`${DIRECTORY}/modules.devname`]: `low ${inLine}\nlow z${inLine} c10:1\n`,
    "/usr/bin/kmod-ts": "",
    "/proc/modules": `low 16384 0 - Live 0x0\nz${inLine} 1 0 - Live 0x0\n`,
    "/sys/module/low/initstate": "live\n",
    "/sys/module/low/parameters/level": `${hostile}\n`,
    [`/sys/module/z${hostile}/initstate`]: "live\n",
    [`/sys/bus/pci/devices/0${hostile}`]: linkTo(`../../../devices/0${hostile}`),
    [`/sys/devices/0${hostile}`]: { modalias: "pci:v1\n", subsystem: linkTo("../../bus/pci"), uevent: "" },
  };
}

/** Arguments of `kmod-ts`; the name is an operand too. */
function commands(hostile: string): readonly (readonly string[])[] {
  return [
    ["list"],
    ["list", "--available"],
    ["explain", "low", "middle", `net${hostile}`, hostile],
    ["deps", "low", hostile],
    ["deps", "--tree", "low", hostile],
    ["deps", "--dot", "low", hostile],
    ["deps", "--json", "low"],
    ["status", "-v", "low", hostile],
    ["which", "low", hostile],
    ["which", "--all", "low", hostile],
    ["which", "--all", "--json", "low"],
    ["params", "low", hostile],
    ["params", "--changed"],
    ["devices"],
    ["devices", `pci:0${hostile}`, `/sys/devices/0${hostile}`],
    ["lint", "-v"],
    ["lint", "-v", `/etc/modprobe.d/z${hostile}.conf`],
    ["check", `${DIRECTORY}/${hostile}.ko`, `/${hostile}`],
    ["install-links", `/${hostile}/there`],
    ["install-links", `/lib/modules/1.0/sub${hostile}`],
    ["static-nodes"],
    ["static-nodes", "-o", `/etc/modprobe.d/z${hostile}.conf/a`],
    ["static-nodes", `--format=${hostile}`],
    ["help", hostile],
    [hostile],
    ["list", `--${hostile}`],
    ["explain", "--set-version", hostile, "low"],
  ];
}

function print(tree: Tree, command: readonly string[], options: MemoryPlatformOptions = {}) {
  const platform = memoryPlatform(tree, { release: "1.0", ...options });
  run(["kmod-ts", ...command], platform);
  return platform.written;
}

/** What no terminal may get of ours, by an alphabet of the test's own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const HARMFUL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

function expectHarmless(text: string): void {
  expect(encodeUtf8(decodeUtf8(text))).toBe(text);
  expect(decodeUtf8(text)).not.toMatch(HARMFUL);
}

test("the names are in what goes into a pipe, so that there is something to be kept from terminals", () => {
  const tree = treeOf("\x1b]0;owned\x07\xff");
  const silent = commands("\x1b]0;owned\x07\xff").filter((command) => {
    const { out, err } = print(tree, command);
    return !`${out}${err}`.includes("\x1b]0;owned\x07\xff");
  });
  expect(silent.map((command) => command.join(" "))).toEqual([]);
});

describe.each([40, 80, undefined])("a terminal of %s columns", (columns) => {
  test.each(commands("").map((command, at) => [command.join(" "), at] as const))("%s", (_, at) => {
    for (const hostile of NAMES) {
      const command = commands(hostile)[at] as readonly string[];
      const terminal = { terminal: true, ...(columns === undefined ? {} : { columns }) };
      const { out, err } = print(treeOf(hostile), command, terminal);
      expectHarmless(out);
      expectHarmless(err);
      for (const line of err.split("\n")) {
        expect(widthOf(line)).toBeLessThanOrEqual(columns ?? Number.POSITIVE_INFINITY);
        expect(line).toMatch(/^(?:kmod-ts| {2}|$)/);
      }
    }
  });
});

describe("messages", () => {
  const TEXT =
    "could not read '/lib/modules/6.1.0/kernel/a\x1b[1m.ko': No such file or directory (a reason that is long)";

  function said(
    manner: "kmod" | "ours",
    options: MemoryPlatformOptions,
    how: "message" | "plain" | "detail" | "remark",
  ) {
    const { host, written, logged } = memoryPlatform({}, options);
    const report = createReporter("kmod-ts", host, { manner });
    if (how === "message") report.message("ERROR", TEXT);
    else report[how](TEXT);
    report.useSyslog();
    report.message("ERROR", TEXT);
    expect(logged).toEqual([`kmod-ts 3 ERROR: ${TEXT}`]);
    return written.err;
  }

  test("of ours are broken between words, and go on two columns further in", () => {
    expect(said("ours", { terminal: true, columns: 50 }, "message")).toBe(
      [
        "kmod-ts: ERROR: could not read",
        `  '/lib/modules/6.1.0/kernel/a${encodeUtf8("\ufffd")}[1m.ko': No such`,
        "  file or directory (a reason that is long)",
        "",
      ].join("\n"),
    );
  });

  test("keep a file name whole that one line has room for", () => {
    for (let length = 10; length <= 77; length++) {
      const path = `/${"lib/".repeat(20)}`.slice(0, length);
      for (const before of [0, 1, 7, 20, 31, 40]) {
        const { host, written } = memoryPlatform({}, { terminal: true, columns: 80 });
        createReporter("kmod-ts", host, { manner: "ours" }).message("ERROR", `${"a ".repeat(before)}${path} b`);
        expect(written.err.split(/\s/)).toContain(path);
      }
    }
  });

  test("go into a pipe as they are", () => {
    expect(said("ours", {}, "message")).toBe(`kmod-ts: ERROR: ${TEXT}\n`);
    expect(said("ours", {}, "plain")).toBe(`kmod-ts: ${TEXT}\n`);
    expect(said("ours", {}, "detail")).toBe(`  ${TEXT}\n`);
  });

  test("of kmod reach a terminal as they are, but not what is ours in them", () => {
    const terminal = { terminal: true, columns: 50 };
    expect(said("kmod", terminal, "message")).toBe(`kmod-ts: ERROR: ${TEXT}\n`);
    expect(said("kmod", terminal, "plain")).toBe(`${TEXT}\n`);
    expectHarmless(said("kmod", terminal, "detail"));
    expectHarmless(said("kmod", terminal, "remark"));
  });

  test("of a bug keep their lines", () => {
    const { host, written } = memoryPlatform({}, { terminal: true, columns: 20 });
    createReporter("kmod-ts", host, { manner: "ours" }).defect("Error: a\x1b[1m that is long\n    at somewhere");
    expect(decodeUtf8(written.err)).toBe("kmod-ts: FATAL: Error: a\ufffd[1m that is long\n    at somewhere\n");
  });
});

test("what kmod prints reaches a terminal as it is", () => {
  const tree = { "/proc/modules": "a\x1b[1m\xff 16384 0 - Live 0x0\n", "/sys/module/a": {} };
  const platform = memoryPlatform(tree, { release: "1.0", terminal: true, columns: 40 });
  run(["lsmod"], platform);
  expect(platform.written.out).toContain("a\x1b[1m\xff");
});
