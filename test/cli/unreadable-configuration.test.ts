/**
 * Configuration that cannot be read: an answer of ours without it may be wrong, so that it is told and the status is 1.
 * kmod goes on.
 */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import { type Errno, errnoText } from "../../src/core/errno.ts";
import { buildElf } from "../support/elf-builder.ts";
import { faulty } from "../support/faulty.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const D = "/lib/modules/1.0";
const CONFIGURATION = "/etc/modprobe.d";

const TREE: Tree = {
  [`${D}/modules.dep`]: "low.ko:\ntop.ko:\n",
  [`${D}/modules.alias`]: "alias pci:x low\n",
  [`${D}/low.ko`]: buildElf({ modinfo: ["license=GPL", "parmtype=level:int", "vermagic=1.0 "] }),
  [`${D}/top.ko`]: buildElf({ modinfo: ["license=GPL"] }),
  [CONFIGURATION]: {
    "a.conf": "blacklist low\noptions low level=1\nsoftdep low post: top\n",
    "linked.conf": linkTo("/srv/linked.conf"),
  },
  "/srv/linked.conf": "options low level=2\n",
  "/etc/modules-load.d/m.conf": "top\n",
  "/proc/modules": "",
  "/proc/cmdline": "quiet\n",
  "/sys/module": {},
  "/sys/bus/pci/devices/d": linkTo("../../../devices/d"),
  "/sys/devices/d": { modalias: "pci:x\n", subsystem: linkTo("../../bus/pci") },
};

/** For each command of ours that answers for configuration, words of a question. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  check: [`${D}/low.ko`],
  deps: ["low"],
  devices: ["--unbound"],
  explain: ["low"],
  lint: [],
  params: ["--diff", "low"],
  status: ["low"],
  which: ["low"],
};

interface Fault {
  readonly method: string;
  readonly path: string;
  readonly errno: Errno;
}

const FAULTS: readonly Fault[] = [
  { method: "files.list", path: CONFIGURATION, errno: "EACCES" },
  { method: "files.list", path: CONFIGURATION, errno: "EIO" },
  { method: "files.status", path: CONFIGURATION, errno: "EACCES" },
  { method: "files.status", path: CONFIGURATION, errno: "ELOOP" },
  { method: "files.status", path: `${CONFIGURATION}/linked.conf`, errno: "EACCES" },
  { method: "files.read", path: `${CONFIGURATION}/a.conf`, errno: "EACCES" },
  { method: "files.read", path: `${D}/modules.softdep`, errno: "EACCES" },
];

function outcome(
  words: readonly string[],
  { method, path, errno }: Fault,
): { status: number; out: string; err: string } {
  const platform = memoryPlatform(TREE, { release: "1.0" });
  const under = faulty(platform, (call) => (call.method === method && call.subject === path ? errno : undefined));
  return { status: run(words, under), ...platform.written };
}

test("every command of ours that reads configuration is asked here", () => {
  const ours = subCommands.filter(({ options }) => options.some(({ long }) => long === "root")).map(({ name }) => name);
  // A list has names of modules only.
  expect(Object.keys(QUESTIONS)).toEqual(ours.filter((name) => name !== "list").sort());
});

describe.each(Object.entries(QUESTIONS))("kmod-ts %s", (name, words) => {
  test.each(FAULTS)("tells of $errno at $method $path, once, and fails", (fault) => {
    const { status, err } = outcome(["kmod-ts", name, ...words], fault);
    // lint reads the sources by itself.
    const verb = name === "lint" && fault.path === CONFIGURATION ? "open" : "read";
    const told = `kmod-ts: ERROR: could not ${verb} ${fault.path}: ${errnoText(fault.errno)}\n`;
    expect({ status, told: err.split(told).length - 1 }).toEqual({ status: 1, told: 1 });
    expect(err).not.toContain("opendir(");
  });

  test("says nothing of configuration that is not there", () => {
    for (const errno of ["ENOENT", "ENOTDIR"] as const) {
      const { err } = outcome(["kmod-ts", name, ...words], { method: "files.status", path: CONFIGURATION, errno });
      expect(err).not.toContain(CONFIGURATION);
    }
  });
});

test.each(["EACCES", "EIO"] as const)("explain fails for modules-load.d too (%s)", (errno) => {
  for (const method of ["files.list", "files.status"]) {
    const { status, err } = outcome(["kmod-ts", "explain", "low"], { method, path: "/etc/modules-load.d", errno });
    expect({ status, err }).toEqual({
      status: 1,
      err: `kmod-ts: ERROR: could not read /etc/modules-load.d: ${errnoText(errno)}\n`,
    });
  }
});

test("modprobe says what kmod says and goes on", () => {
  const [list, , status, , linked, file] = FAULTS as readonly [Fault, Fault, Fault, Fault, Fault, Fault];
  const words = ["modprobe", "-D", "low"];
  const out = `insmod ${D}/low.ko \n`;
  const err = "libkmod: ERROR: conf_files_list: opendir(/etc/modprobe.d): Permission denied\n";
  expect(outcome(words, list)).toEqual({ status: 0, out, err });
  expect(outcome(words, status)).toEqual({ status: 0, out, err: "" });
  expect(outcome(words, linked).err).toContain("Cannot stat directory entry: /etc/modprobe.d/linked.conf\n");
  expect(outcome(words, file)).toEqual({ status: 0, out: `insmod ${D}/low.ko level=2 \n`, err: "" });
});
