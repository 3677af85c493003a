/** Types of build-static.mjs, for the tests. */

import type { Plugin } from "esbuild";

/** What the executable is made of in place of src/static/main.ts, and modules that stand in for others. */
export interface Program {
  readonly entryPoint?: string;
  readonly alias?: Readonly<Record<string, string>>;
  readonly plugins?: readonly Plugin[];
}

export function staticPath(architecture?: string): string | undefined;
export function buildStatic(architecture?: string): Promise<string>;
/** For this machine, where `output` is older than what every executable is made of, or than `sources`. */
export function buildProgram(output: string, program?: Program, sources?: readonly string[]): Promise<void>;
export function assembleProgram(output: string, program?: Program, architecture?: string): Promise<void>;
/** The folder that `relink.sh` needs. */
export function partsPath(output: string): string;
