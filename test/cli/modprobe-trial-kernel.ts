/** modprobe over the small tree of modules and a kernel that keeps count. */

import { run } from "../../src/cli/run.ts";
import type { FakeKernelOptions } from "../support/fake-kernel.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";
import { directory, modules, type Outcome } from "./modprobe-trial.ts";

/** What came of a run, and what the kernel was asked. */
export interface KernelOutcome extends Outcome {
  readonly calls: readonly string[];
  readonly platform: MemoryPlatform;
}

/** What uses what in the tree of modprobe-trial.ts. */
export const uses: NonNullable<FakeKernelOptions["uses"]> = { bb: ["aa"], gg: ["bb", "aa"] };

/** One run of a tool with the words of `args` (single quotes protect blanks). */
export function runTool(args: string, tree: Tree = {}, options: MemoryPlatformOptions = {}): KernelOutcome {
  const kernel = { uses, ...options.kernel };
  const platform = memoryPlatform({ ...modules, ...tree }, { release: "1.0", ...options, kernel });
  return runOn(platform, args);
}

/** Another run on the same machine. */
export function runOn(platform: MemoryPlatform, args: string): KernelOutcome {
  const words = args.match(/'[^']*'|\S+/g) ?? [];
  const before = { ...platform.written };
  const called = platform.kernel.calls.length;
  const status = run(
    words.map((word) => word.replace(/^'(.*)'$/, "$1")),
    platform,
  );
  return {
    out: platform.written.out.slice(before.out.length),
    err: platform.written.err.slice(before.err.length),
    status,
    calls: platform.kernel.calls.slice(called),
    platform,
  };
}

/** The system call that inserts a module of the tree. */
export const finit = (name: string, options = "", flags = "0"): string =>
  `finit_module ${directory}/kernel/${name}.ko "${options}" ${flags}`;
