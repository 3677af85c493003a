/** The whole program as a function. */

import { subCommands, tools } from "../commands/all.ts";
import type { Platform } from "../core/platform.ts";
import { baseName } from "./front-end.ts";
import { runKmod } from "./kmod.ts";
import { createOutputBuffer } from "./output.ts";
import { runCommand } from "./run-command.ts";
import type { Registry, Session } from "./session.ts";
import { runUmbrella } from "./umbrella.ts";

/**
 * Runs the program that `argv[0]` names and returns its exit status: 0, 1, 70 for a bug of ours, or CLOSED_PIPE.
 * `argv` holds byte strings; the base name of the first one selects `kmod-ts`, `kmod` or a tool, and under
 * any other name the program says nothing and fails, as kmod does.
 */
export function run(argv: readonly string[], platform: Platform, registry: Registry = { tools, subCommands }): number {
  const [argv0 = "", ...words] = argv;
  const program = baseName(argv0);
  const session: Session = { platform, output: createOutputBuffer(platform.host), registry };
  if (program === "kmod-ts") return runUmbrella(argv, program, session);
  if (program === "kmod") return runKmod(argv, program, session);
  const tool = registry.tools.find(({ name }) => name === program);
  return tool === undefined ? 1 : runCommand(tool, { argv0, program, title: program, words }, session);
}
