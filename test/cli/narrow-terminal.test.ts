/**
 * What is printed for people, on terminals of several widths: nothing is wider, nothing is lost, every line keeps its
 * place.
 */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { decodeUtf8, encodeUtf8 } from "../../src/core/bytes.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const DIRECTORY = "/lib/modules/1.0";
const LONG = "/lib/modules/1.0/kernel/drivers/net/ethernet/intel/acme/snd_hda_codec_generic_with_a_long_name.ko";

/**
 * Something to say for every view: long paths, long words, dependencies three deep, a device without a driver, text
 * beyond ASCII.
 */
const TREE: Tree = {
  [`${DIRECTORY}/modules.dep`]: `${LONG}: ${DIRECTORY}/middle.ko ${DIRECTORY}/low.ko\n${DIRECTORY}/middle.ko: ${DIRECTORY}/low.ko\n${DIRECTORY}/low.ko:\n`,
  [`${DIRECTORY}/modules.softdep`]: "softdep low pre: middle post: snd_hda_codec_generic_with_a_long_name\n",
  [`${DIRECTORY}/modules.alias`]:
    "alias pci:v00008086d000010D3sv*sd*bc*sc*i* low\nalias net-pf-10-proto-132-type-1-and-so-on-and-on middle\n",
  [LONG]: "",
  [`${DIRECTORY}/middle.ko`]: "",
  [`${DIRECTORY}/low.ko`]: "",
  "/etc/modprobe.d/a-file-with-a-long-name.conf":
    encodeUtf8(`blacklist low\noptions low level=1 ${"日本語".repeat(16)}\n`) +
    "install middle /sbin/modprobe --ignore-install middle && /usr/bin/logger -t middle loaded || exit 1\noptions low # level=4\n",
  "/etc/modules-load.d/x.conf": "low\nmiddle\n",
  "/proc/modules": "low 16384 0 - Live 0x0\n",
  "/sys/module/low/initstate": "live\n",
  "/sys/module/low/parameters/level": "3\n",
  "/sys/bus/pci/devices/0000:00:1f.6": linkTo("../../../devices/pci0000:00/0000:00:1f.6"),
  "/sys/devices/pci0000:00/0000:00:1f.6": {
    modalias: "pci:v00008086d000010D3sv00008086sd0000A01Fbc02sc00i00\n",
    subsystem: linkTo("../../../bus/pci"),
  },
};

const COMMANDS: readonly string[] = [
  "kmod-ts explain low middle snd_hda_codec_generic_with_a_long_name pci:v00008086d000010D3sv00008086sd0000A01Fbc02sc00i00",
  "kmod-ts deps low middle snd_hda_codec_generic_with_a_long_name",
  "kmod-ts deps --tree snd_hda_codec_generic_with_a_long_name",
  "kmod-ts status -v low middle nothing_of_that_name",
  "kmod-ts which --all low middle snd_hda_codec_generic_with_a_long_name",
  "kmod-ts params low",
  "kmod-ts params --changed",
  "kmod-ts devices",
  "kmod-ts devices pci:0000:00:1f.6",
  "kmod-ts lint -v",
  `kmod-ts check ${LONG}`,
  "lsmod --tree",
];

const HELPS: readonly string[] = [
  ..."explain deps status which params devices lint check list install-links"
    .split(" ")
    .map((each) => `kmod-ts ${each} --help`),
  ..."lsmod rmmod insmod modinfo modprobe depmod kmod".split(" ").map((each) => `${each} --help`),
  "kmod static-nodes --help",
  "kmod-ts help",
  "kmod-ts help explain",
];

/** Wide enough for the deepest indentation, and narrower than a help text. */
const WIDTHS: readonly number[] = [40, 60, 80, 120, 200];

interface Printed {
  readonly out: string;
  readonly err: string;
}

/** On a terminal of so many columns, or into a pipe. */
function print(command: string, columns?: number, environment: Readonly<Record<string, string>> = {}): Printed {
  const terminal = columns === undefined ? {} : { terminal: true, columns };
  const platform = memoryPlatform(TREE, { release: "1.0", environment, ...terminal });
  run(command.split(" "), platform);
  return platform.written;
}

/**
 * Columns of a line of these texts, byte strings in UTF-8: two for what the tree has beyond ASCII, one for the lines of
 * a tree.
 */
function columnsOf(line: string): number {
  const text = line.replace(/\xe2\x94[\x80-\x9f]/g, "-");
  return text.replace(/[\xe3-\xe9][\x80-\xbf]{2}/g, "==").length;
}

/** Without blanks, and without the lines of a tree: a line that goes on has some more. */
function ink(text: string): string {
  return text.replace(/\xe2\x94[\x80-\x9f]|\s/g, "");
}

/** Leading blanks and lines of a tree, in columns. */
function indentationOf(line: string): number {
  return columnsOf(/^(?: |\xe2\x94[\x80-\x9f])*/.exec(line)?.[0] ?? "");
}

/** Each line as it was piped, and the lines that the terminal has of it. */
function pairs(piped: string, shown: string): readonly (readonly [whole: string, parts: readonly string[]])[] {
  const lines = shown.split("\n");
  return piped.split("\n").map((whole) => {
    const parts: string[] = [];
    do parts.push(lines.shift() ?? "");
    while (ink(parts.join("")).length < ink(whole).length && lines.length > 0);
    return [whole, parts];
  });
}

/** Lines that have room for the word with which the text of an option goes on in the next one. */
function raggedLines(help: string, width: number): readonly string[] {
  const lines = help
    .split("\n\n")
    .slice(1)
    .flatMap((block) => block.split("\n"));
  return lines.filter((line, at) => {
    const next = lines[at + 1] ?? "";
    const goesOn = /^ {32}\S/.test(next) && !/^ *-\S+$/.test(line);
    const [word = ""] = next.trimStart().split(" ");
    return goesOn && line.length + 1 + word.length <= width;
  });
}

describe.each(WIDTHS)("a terminal of %d columns", (width) => {
  test.each(COMMANDS)("%s", (command) => {
    const piped = print(command).out;
    const { out } = print(command, width);
    expect(piped).not.toBe("");
    for (const line of out.split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    for (const [whole, [first = "", ...others]] of pairs(piped, out)) {
      expect(ink([first, ...others].join(""))).toBe(ink(whole));
      if (columnsOf(whole) <= width) expect([first, ...others]).toEqual([whole]);
      for (const line of others) expect(indentationOf(line)).toBeGreaterThan(indentationOf(first));
    }
  });

  test.each(HELPS)("%s", (command) => {
    const piped = print(command).out;
    const { out } = print(command, width);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
    expect(ink(out)).toBe(ink(piped));
    // What fits as it is made for files stays so.
    expect(raggedLines(out, out === piped ? Math.min(width, 80) : width)).toEqual([]);
    // An option begins where it does; prose has no indentation.
    for (const option of piped.match(/^ +(?:-\w, )?--[\w-]+/gm) ?? []) expect(`\n${out}`).toContain(`\n${option}`);
  });
});

test("explain goes on below its text, further in than it", () => {
  expect(print("kmod-ts explain middle", 40).out).toBe(
    [
      "middle: not loaded, a command stands in",
      "  its place",
      "  stopped by  install command",
      "                '/sbin/modprobe",
      "                --ignore-install middle",
      "                && /usr/bin/logger -t",
      "                middle loaded || exit 1'",
      "                in its place",
      "                (/etc/modprobe.d/",
      "                a-file-with-a-long-",
      "                name.conf:3)",
      "  would do    run '/sbin/modprobe",
      "                --ignore-install middle",
      "                && /usr/bin/logger -t",
      "                middle loaded || exit 1'",
      "                for middle (/etc/",
      "                modprobe.d/",
      "                a-file-with-a-long-",
      "                name.conf:3)",
      "              insert /lib/modules/1.0/",
      "                kernel/drivers/net/",
      "                ethernet/intel/acme/",
      "                snd_hda_codec_generic_",
      "                with_a_long_name.ko",
      "  file        /lib/modules/1.0/middle.ko",
      "  at boot     asked for (/etc/",
      "                modules-load.d/x.conf:2)",
      "  aliases     net-pf-10-proto-132-type-",
      "                1-and-so-on-and-on",
      "                (/lib/modules/1.0/",
      "                modules.alias:2)",
      "  needed by   snd_hda_codec_generic_",
      "                with_a_long_name",
      "                (modules.dep)",
      "              low, softdep pre",
      "                (/lib/modules/1.0/",
      "                modules.softdep:1)",
      "",
    ].join("\n"),
  );
});

/** What stands of the option --root in the help of a command. */
function rootText(columns?: number): readonly string[] {
  const lines = print("kmod-ts explain --help", columns).out.split("\n");
  const start = lines.findIndex((line) => line.includes("--root=DIR"));
  return lines.slice(
    start,
    lines.findIndex((line) => line.includes("--set-version")),
  );
}

test("the text of an option is one paragraph, at every width", () => {
  const at80 = [
    "      --root=DIR              ask about the system below DIR, not this one.",
    "                                Modules, configuration and devices (in /sys and",
    "                                /dev too) are that system's, and its paths are",
    "                                printed without DIR; any other file or directory",
    "                                that you name is one of this machine, as your",
    "                                shell completes it.",
  ];
  expect(rootText()).toEqual(at80);
  expect(rootText(80)).toEqual(at80);
  expect(rootText(40)).toEqual([
    "      --root=DIR",
    "          ask about the system below",
    "          DIR, not this one. Modules,",
    "          configuration and devices (in",
    "          /sys and /dev too) are that",
    "          system's, and its paths are",
    "          printed without DIR; any other",
    "          file or directory that you",
    "          name is one of this machine,",
    "          as your shell completes it.",
  ]);
});

test.each(["kmod-ts help", "kmod help"])("%s has its commands in a column that every name fits", (command) => {
  const listOf = (columns?: number): readonly string[] =>
    (
      print(command, columns)
        .out.split("\n\n")
        .find((block) => block.startsWith("Commands:")) ?? ""
    )
      .split("\n")
      .slice(1);
  const starts = listOf().map((line) => /^ {2}\S+ +/.exec(line)?.[0].length);
  expect(starts.length).toBeGreaterThan(2);
  expect(new Set(starts).size).toBe(1);
  const goingOn = listOf(40).filter((line) => line.startsWith("   "));
  expect(goingOn.length).toBeGreaterThan(2);
  for (const line of goingOn) expect(indentationOf(line)).toBe((starts[0] ?? 0) + 2);
});

test("where a label leaves no room, its text has lines of its own", () => {
  const lines = print("kmod-ts which --help", 40).out.split("\n");
  expect(lines.slice(lines.indexOf("Options:"), lines.indexOf("      --json"))).toEqual([
    "Options:",
    "  -a, --all",
    "      print every file, why one counts,",
    "      and whether it is the one that is",
    "      loaded",
  ]);
});

test("a tree goes on beside its trunk", () => {
  expect(decodeUtf8(print("kmod-ts deps --tree low", 34).out)).toBe(
    [
      "low",
      "├── middle [soft pre]",
      "│   └── low (*)",
      "└── snd_hda_codec_generic_with_a_",
      "      long_name [soft post]",
      "    └── middle (*)",
      "",
    ].join("\n"),
  );
});

test("nothing is broken in a pipe, whatever COLUMNS says", () => {
  for (const command of [...COMMANDS, ...HELPS])
    expect(print(command, undefined, { COLUMNS: "40" })).toEqual(print(command));
});

test("a terminal that does not say how wide it is goes by COLUMNS, and without that nothing is broken", () => {
  const command = "kmod-ts explain low";
  const on = (environment: Readonly<Record<string, string>>): string => {
    const platform = memoryPlatform(TREE, { release: "1.0", environment, terminal: true });
    run(command.split(" "), platform);
    return platform.written.out;
  };
  expect(on({ COLUMNS: "60" })).toBe(print(command, 60).out);
  expect(on({})).toBe(print(command).out);
});

test("what kmod prints is never broken", () => {
  for (const command of ["modprobe -n -v low", "modprobe -c", "lsmod"]) {
    expect(print(command, 40).out).toBe(print(command).out);
  }
});

/** Narrower than anybody has, for what a window may be while it is drawn smaller. */
describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 20, 24, 30, 39])("a terminal of only %d columns", (width) => {
  test.each([...COMMANDS, ...HELPS])("%s", (command) => {
    const piped = print(command).out;
    const { out } = print(command, width);
    // One character may be as wide as two columns.
    for (const line of out.split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(Math.max(2, width));
    expect(ink(out)).toBe(ink(piped));
    const deepest = Math.max(2, width - 16, Math.floor(width / 3));
    // What fits stays as it is, and so does the place of a branch in its tree.
    const moved = out.split("\n").filter((line) => !piped.split("\n").includes(line) && !line.includes("\xe2\x94"));
    for (const line of moved) expect(/^ */.exec(line)?.[0].length).toBeLessThanOrEqual(deepest);
  });
});
