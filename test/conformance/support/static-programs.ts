/** What the comparison of the static edition needs beside the executable; built before any test. */

import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildProgram, buildStatic, staticPath } from "../../../scripts/build-static.mjs";
import { staticProblem } from "../../static/support/executable.ts";

const FOLDER = join(dirname(staticPath() ?? "dist/static/none"), "tests");
const SOURCE = join(import.meta.dirname, "../../static/programs/launch.c");
const RULES = join(import.meta.dirname, "kmods-soft-dependency-rules.ts");

/** `launch ROOT NAME PROGRAM [WORD]...`: see launch.c. */
export const launcher: string = join(FOLDER, "launch");

/** The executable, but with kmod's rules on soft dependencies. */
export const executableUnderKmodsRules: string = join(FOLDER, "kmods-soft-dependencies");

function buildLauncher(): void {
  const made = `${launcher}.${process.pid}`;
  mkdirSync(FOLDER, { recursive: true });
  execFileSync("gcc", ["-Wall", "-Wextra", "-Werror", "-O1", "-static", "-o", made, SOURCE]);
  renameSync(made, launcher);
}

/** vitest's global setup. */
export async function setup(): Promise<void> {
  if (staticProblem() !== undefined) return;
  await buildStatic();
  const entryPoint = "test/static/engine/kmods-soft-dependencies.ts";
  await buildProgram(executableUnderKmodsRules, { entryPoint }, [entryPoint, RULES]);
  buildLauncher();
}
