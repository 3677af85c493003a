/** The part of the program that answers to kmod's names. */

import { staticNodes } from "../commands/static-nodes.ts";
import { tools } from "../commands/tools.ts";
import type { Platform } from "../core/platform.ts";
import { baseName } from "./front-end.ts";
import { runKmod } from "./kmod.ts";
import { createOutputBuffer } from "./output.ts";
import { runCommand } from "./run-command.ts";
import type { Registry } from "./session.ts";

/** What `kmod` and the tools can do. */
const KMOD: Registry = { tools, subCommands: [staticNodes] };

/** A program as a function: takes argv as byte strings and returns the exit status. */
export type Program = (argv: readonly string[], platform: Platform) => number;

/**
 * Runs `kmod` or the tool that the base name of `argv[0]` selects and returns its exit status: 0, 1, 70 for a bug of ours, or
 * CLOSED_PIPE. `argv` holds byte strings. Under any other name the program says nothing and fails, as kmod does.
 */
export function runTools(argv: readonly string[], platform: Platform, registry: Registry = KMOD): number {
  const [argv0 = "", ...words] = argv;
  const program = baseName(argv0);
  const session = { platform, output: createOutputBuffer(platform.host), registry };
  if (program === "kmod") return runKmod(argv, program, session);
  const tool = registry.tools.find(({ name }) => name === program);
  return tool === undefined ? 1 : runCommand(tool, { argv0, program, title: program, words, manner: "kmod" }, session);
}
