/**
 * Words of the kernel command line that are about modules and that modprobe does not read: the kernel's own mask, and what systemd loads. See
 * the kernel's kernel-parameters documentation and kernel-command-line(7). `-` and `_` are alike in their names.
 */

import { toByteString } from "../bytes.ts";
import { SystemError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { KERNEL_COMMAND_LINE, kernelCommandLineWords } from "./kernel-command-line.ts";

/** A module that systemd loads: after boot, or in the initramfs only. */
export interface BootModule {
  readonly module: string;
  readonly word: "modules_load" | "rd.modules_load";
}

export interface BootWords {
  /** `module_blacklist=`: the kernel refuses modules of exactly these names, whoever asks. */
  readonly masked: readonly string[];
  /** As written, in order. */
  readonly toLoad: readonly BootModule[];
}

const WORD = /^"?([^="]*)=(.*)$/s;
const QUOTES = /^"|"$/g;

/** The words in a /proc/cmdline text. Any byte string is accepted. */
export function parseBootWords(text: string): BootWords {
  let masked: readonly string[] = [];
  const toLoad: BootModule[] = [];
  let isKernels = true;
  for (const each of kernelCommandLineWords(text)) {
    // What follows is for the first process; systemd reads it too.
    if (each === "--") isKernels = false;
    const [, name = "", value = ""] = WORD.exec(each) ?? [];
    const list = value.replace(QUOTES, "").split(",").filter(Boolean);
    const word = name.replaceAll("-", "_");
    // The last one takes the place of those before.
    if (word === "module_blacklist" && isKernels) masked = list;
    else if (word === "modules_load" || word === "rd.modules_load") {
      toLoad.push(...list.map((module) => ({ module, word }) as const));
    }
  }
  return { masked, toLoad };
}

/** The words of the running kernel; none where there is no /proc. Throws SystemError. */
export function readBootWords(files: FileSystem): BootWords {
  try {
    return parseBootWords(toByteString(files.read(KERNEL_COMMAND_LINE)));
  } catch (error) {
    if (!(error instanceof SystemError) || (error.errno !== "ENOENT" && error.errno !== "ENOTDIR")) throw error;
    return { masked: [], toLoad: [] };
  }
}
