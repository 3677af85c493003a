/** One question asked of both programs, and what a program answered. */

import type { ModuleFacts } from "./module-facts.ts";

/** kmod's, and the command that it has not. */
export type Tool = "modprobe" | "modinfo" | "lsmod" | "depmod" | "kmod" | "kmod-ts";

export interface Case {
  readonly tool: Tool;
  /** Byte strings. */
  readonly args: readonly string[];
  /** The folder that is to be `/` for the run; absent: the machine's own. */
  readonly root?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** modinfo: the modules that the output is about, in order. */
  readonly modules?: readonly ModuleFacts[];
}

export interface Outcome {
  /** Byte strings. */
  readonly out: string;
  readonly err: string;
  /** Exit status; 128 and more: ended by a signal. */
  readonly status: number;
}

/** A command line to show to people. */
export function commandLine(asked: Case): string {
  const words = asked.args.map((word) => (/^[\w./:=+,-]+$/.test(word) ? word : `'${word}'`));
  const shown = words.length > 12 ? [...words.slice(0, 12), `… (${words.length} words)`] : words;
  return [asked.tool, ...shown].join(" ") + (asked.root === undefined ? "" : `   (root ${asked.root})`);
}
