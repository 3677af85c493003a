/** Builds the lab's own modules for a kernel, each from one C file and without that kernel's headers. */

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { KernelLayout } from "./kernel-layout.ts";

export const SOURCES: string = import.meta.dirname;

/** How many modules the chain has; see tchain.c. */
export const CHAIN_LENGTH = 10;

export interface KernelCode extends KernelLayout {
  /** gcc's name for where the kernel's modules may lie. */
  readonly codeModel: "kernel" | "large";
  /** Whether the table of exported symbols holds distances instead of addresses. */
  readonly relativeSymbols: boolean;
}

const FLAGS = [
  ..."-O2 -Wall -Wextra -Werror -Wno-unused-parameter -ffreestanding -fno-pic -fno-pie".split(" "),
  ..."-fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none".split(" "),
  ..."-mno-red-zone -mgeneral-regs-only".split(" "),
];

/** Writes `NAME.ko` for every source into the folder. */
export function buildModules(kernel: KernelCode, folder: string): void {
  const names = readdirSync(SOURCES).flatMap((file) => /^(t.*)\.c$/.exec(file)?.[1] ?? []);
  for (const name of names.filter((source) => source !== "tchain")) compile(kernel, folder, name, name, []);
  for (let link = 1; link <= CHAIN_LENGTH; link++) {
    const before = link > 1 ? [`-DLAB_LINK_BEFORE=${link - 1}`] : [];
    compile(kernel, folder, "tchain", `tchain${link}`, [`-DLAB_LINK=${link}`, ...before]);
  }
}

function compile(
  kernel: KernelCode,
  folder: string,
  source: string,
  name: string,
  definitions: readonly string[],
): void {
  const words = {
    LAB_NAME: JSON.stringify(name),
    LAB_VERMAGIC: JSON.stringify(kernel.vermagic),
    LAB_SIZE: kernel.size,
    LAB_INIT: kernel.init,
    LAB_EXIT: kernel.exit,
    ...(kernel.relativeSymbols ? { LAB_RELATIVE: 1 } : {}),
  };
  const learnt = Object.entries(words).map(([word, value]) => `-D${word}=${value}`);
  const files = ["-c", join(SOURCES, `${source}.c`), "-o", join(folder, `${name}.ko`)];
  execFileSync("gcc", [...FLAGS, `-mcmodel=${kernel.codeModel}`, ...learnt, ...definitions, ...files]);
}
