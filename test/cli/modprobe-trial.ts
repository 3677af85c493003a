/** modprobe over a small tree of modules, for its tests. */

import { run } from "../../src/cli/run.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

/** The synthetic tree of the examples in the reference: gg needs bb and aa, bb needs aa. */
export const directory = "/lib/modules/1.0";
export const modules: Tree = {
  [`${directory}/modules.dep`]: [
    "kernel/aa.ko:",
    "kernel/bb.ko: kernel/aa.ko",
    "kernel/c-c.ko:",
    "kernel/dd.ko:",
    "kernel/gg.ko: kernel/bb.ko kernel/aa.ko",
    "kernel/wild.ko:",
    "",
  ].join("\n"),
  [`${directory}/modules.alias`]: "alias wild* wild\nalias ind-x aa\nalias ind-* dd\n",
  [`${directory}/modules.symbols`]: "alias symbol:aa_sym aa\n",
  [`${directory}/modules.builtin`]: "kernel/bi-one.ko\n",
  [`${directory}/kernel`]: {
    "aa.ko": "module aa",
    "bb.ko": "module bb",
    "c-c.ko": "module c_c",
    "dd.ko": "module dd",
    "gg.ko": "module gg",
    "wild.ko": "module wild",
  },
};

/** What a run printed and returned. */
export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/** One run with the words of `args` (single quotes protect blanks) over these modules and `tree`. */
export function modprobe(args: string, tree: Tree = {}, options: MemoryPlatformOptions = {}): Outcome {
  const platform = memoryPlatform({ ...modules, ...tree }, { release: "1.0", ...options });
  const words = args.match(/'[^']*'|\S+/g) ?? [];
  const status = run(["modprobe", ...words.map((word) => word.replace(/^'(.*)'$/, "$1"))], platform);
  return { ...platform.written, status };
}

/** A configuration of one file. */
export const configured = (text: string): Tree => ({ "/etc/modprobe.d/a.conf": text });
/** The line for inserting a module of the tree. */
export const insmod = (name: string, options = ""): string => `insmod ${directory}/kernel/${name}.ko ${options}\n`;

/** What /sys says of a live module. */
export const loaded = (name: string, references = 0): Tree => ({
  [`/sys/module/${name}/initstate`]: "live\n",
  [`/sys/module/${name}/refcnt`]: `${references}\n`,
});
