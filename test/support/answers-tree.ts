/** A small system of modules `low`, `top` (which needs it), `lone` and a built-in one, for what our own commands answer. */

import { run } from "../../src/cli/run.ts";
import type { Tree } from "./memory-file-system.ts";
import { memoryPlatform } from "./memory-platform.ts";

/** Its module directory. */
export const DIRECTORY = "/lib/modules/1.0";

/** Its files, without any configuration; nothing is loaded. */
export const MODULES: Tree = {
  [`${DIRECTORY}/modules.dep`]: "low.ko:\ntop.ko: low.ko\nlone.ko:\n",
  [`${DIRECTORY}/modules.alias`]: "alias al-* top\n",
  [`${DIRECTORY}/modules.builtin`]: "kernel/inside.ko\n",
  [`${DIRECTORY}/low.ko`]: "",
  [`${DIRECTORY}/top.ko`]: "",
  [`${DIRECTORY}/lone.ko`]: "",
  "/proc/modules": "",
  "/sys/module": {},
};

/** One file of modprobe.d with this text. */
export const configured = (text: string): Tree => ({ "/etc/modprobe.d/a.conf": text });

/** A line of /proc/modules. */
export const loadedLine = (name: string): string => `${name} 16384 0 - Live 0x0000000000000000\n`;

/** What a sub-command of ours prints and ends with on a tree. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** What `kmod-ts WORD...` answers on a system with these files. */
export function answerOn(tree: Tree, ...words: readonly string[]): Answer {
  const platform = memoryPlatform(tree, { release: "1.0" });
  const status = run(["kmod-ts", ...words], platform);
  return { status, ...platform.written };
}
