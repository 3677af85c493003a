/** The whole program as a function. */

import { subCommands } from "../commands/all.ts";
import { tools } from "../commands/tools.ts";
import type { Platform } from "../core/platform.ts";
import { baseName } from "./front-end.ts";
import { createOutputBuffer } from "./output.ts";
import { runTools } from "./run-tools.ts";
import type { Registry } from "./session.ts";
import { runUmbrella } from "./umbrella.ts";

/** Runs `kmod-ts`, or what else `argv[0]` names: see `runTools`, which says what it takes and returns. */
export function run(argv: readonly string[], platform: Platform, registry: Registry = { tools, subCommands }): number {
  const program = baseName(argv[0] ?? "");
  if (program !== "kmod-ts") return runTools(argv, platform, registry);
  return runUmbrella(argv, program, { platform, output: createOutputBuffer(platform.host), registry });
}
