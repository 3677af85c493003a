/** What fails while modules are inserted and removed: nothing goes unnoticed, and nothing runs that needed what failed. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { type Errno, errnoText } from "../../src/core/errno.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";
import { loaded, modules } from "./modprobe-trial.ts";
import { runOn, runTool, uses } from "./modprobe-trial-kernel.ts";

const CONFIGURATION = [
  "softdep gg pre: dd post: wild",
  "install wild run $CMDLINE_OPTS",
  "remove dd unrun",
  "options gg o=1",
].join("\n");

const TREE: Tree = {
  ...modules,
  "/etc/modprobe.d/a.conf": `${CONFIGURATION}\n`,
  "/lib/modules/1.0/kernel/c-c.ko": "\xfd7zXZ\x00",
  "/sys/module/compression": "xz\n",
};

const options: MemoryPlatformOptions = {
  release: "1.0",
  kernel: { uses },
  decompress: () => Uint8Array.from("c_c\n", (character) => character.charCodeAt(0)),
};

/** A machine on which everything but gg is there already. */
const busy = (): MemoryPlatform => {
  const platform = memoryPlatform({ ...TREE, ...loaded("other", 1) }, options);
  runOn(platform, "modprobe gg");
  return platform;
};

const isAbsence = ({ errno }: Fault): boolean => errno === "ENOENT";
const isConfiguration = ({ subject }: Fault): boolean => /modprobe\.d|modules\.(soft|weak)dep|cmdline/.test(subject);
const isDependencyFile = ({ method, subject }: Fault): boolean => method === "files.exists" && subject.endsWith(".ko");
/** The kernel decompresses nothing then, and we do. */
const isCompression = ({ subject }: Fault): boolean => subject === "/sys/module/compression";
/** Soft dependencies are not required. */
const isOptional = ({ subject }: Fault): boolean => /dd\.ko|wild|^run |^dd$/.test(subject);
const isNoSymbol = ({ errno, subject }: Fault): string | undefined =>
  errno === "ENOENT" && subject.endsWith(".ko") ? "Unknown symbol in module" : undefined;
const isNotFound = ({ errno, subject }: Fault): string | undefined =>
  errno === "ENOENT" && subject.includes("/modules.") ? "not found" : undefined;

describe("no failure of the platform goes unnoticed", () => {
  test.each([
    ["modprobe gg"],
    ["modprobe -v c_c"],
    ["modprobe -a aa dd"],
    ["insmod /lib/modules/1.0/kernel/c-c.ko a=1"],
    ["insmod /lib/modules/1.0/kernel/aa.ko"],
  ])("%s", (args) => {
    const outcomes = faultSweep({
      platform: () => memoryPlatform(TREE, options),
      run: (faulty) => run(args.split(" "), faulty),
      survives: (fault) =>
        isAbsence(fault) ||
        isConfiguration(fault) ||
        isDependencyFile(fault) ||
        isCompression(fault) ||
        isOptional(fault),
      explains: (fault) => isNotFound(fault) ?? isNoSymbol(fault),
    });
    expect(outcomes.length).toBeGreaterThan(15);
  });

  test.each([
    ["modprobe -r gg"],
    ["modprobe -rv -w 10 gg"],
    ["modprobe --remove-holders aa"],
    ["rmmod gg bb"],
    ["rmmod -w -f gg"],
  ])("%s", (args) => {
    const outcomes = faultSweep({
      platform: busy,
      run: (faulty) => run(args.split(" "), faulty),
      survives: (fault) =>
        isAbsence(fault) || isConfiguration(fault) || isDependencyFile(fault) || isUnused(fault) || isNoFile(fault),
      explains: (fault) => isNotFound(fault) ?? isUnknown(fault, args) ?? isCommand(fault),
    });
    expect(outcomes.length).toBeGreaterThan(8);
  });
});

/** What nobody uses any more may stay, and so may soft dependencies. */
function isUnused({ method, subject }: Fault): boolean {
  return (method === "kernel.removeModule" && subject !== "gg") || (method === "host.runShell" && subject === "unrun");
}

/** A module of which /sys does not say all: it counts as used, or as one that cannot go. */
function isUnknown({ errno, method, subject }: Fault, args: string): string | undefined {
  if (errno !== "ENOENT" || !subject.startsWith("/sys/module/")) return undefined;
  if (method === "files.exists" && args.startsWith("rmmod")) return "is not currently loaded";
  return args.startsWith("rmmod") ? "Module unloading is not supported" : "in use";
}

/** A command that cannot be started has failed. */
function isCommand({ method }: Fault): string | undefined {
  return method === "host.runShell" ? "Error running remove command for dd" : undefined;
}

/** rmmod looks whether an operand is a file; what cannot be seen is a name. */
function isNoFile({ method, subject }: Fault): boolean {
  return method === "files.status" && !subject.startsWith("/");
}

describe("after a step that the kernel refuses", () => {
  const errnos: readonly Errno[] = [
    "EPERM",
    "ENOENT",
    "ENOEXEC",
    "EINVAL",
    "EBUSY",
    "ENODEV",
    "ENOMEM",
    "EKEYREJECTED",
    "E517",
  ];

  test.each(errnos)("nothing is inserted that needs what failed with %s", (errno) => {
    // dd is only a soft dependency, of gg.
    const order = ["aa", "bb", "dd", "gg"];
    for (const [at, failing] of order.entries()) {
      const { calls, status, err } = runTool("modprobe gg", TREE, {
        ...options,
        kernel: { uses, insertion: { [failing]: [errno] } },
      });
      const asked = calls.map((call) => /kernel\/(\w+)\.ko/.exec(call)?.[1]);
      expect([failing, asked]).toEqual([failing, failing === "dd" ? order : order.slice(0, at + 1)]);
      expect(status).toBe(failing === "dd" ? 0 : 1);
      if (failing !== "dd") expect(err).toMatch(/^modprobe: ERROR: could not insert 'gg': .+\n$/);
    }
  });

  test.each(errnos)("nothing is removed that the module still uses after %s", (errno) => {
    const { platform } = runTool("modprobe gg", TREE, { ...options, kernel: { uses, removal: { gg: [errno] } } });
    const { calls, status, err } = runOn(platform, "modprobe -r gg");
    expect(calls).toEqual(["delete_module wild", "delete_module gg"].slice(-1));
    expect([status, err]).toEqual([1, `modprobe: ERROR: could not remove 'gg': ${errnoText(errno)}\n`]);
  });
});
