/** What is bundled for the second engine: the whole program over a platform in memory. */

import { run } from "../../src/cli/run.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

/** What a run printed, byte strings, and how it ended. */
export interface RunResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line, its program's name first, on a tree of files. */
export function runOn(tree: Tree, argv: readonly string[], options: MemoryPlatformOptions): RunResult {
  const platform = memoryPlatform(tree, options);
  const status = run(argv, platform);
  return { status, out: platform.written.out, err: platform.written.err };
}
