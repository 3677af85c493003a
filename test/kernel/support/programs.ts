/**
 * Small programs of the lab's own that cases use as $LAB_PROGRAMS/NAME, built once for a process. Static, because one guest has no
 * libraries.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SOURCES = join(import.meta.dirname, "../programs");

/** Builds one of them. `settings` are words for the compiler. */
export function buildProgram(name: string, output: string, settings: readonly string[] = []): void {
  const source = join(SOURCES, `${name}.c`);
  execFileSync("gcc", ["-Wall", "-O1", "-static", ...settings, "-o", output, source]);
}

let made: string | undefined;

/** The folder that holds them. */
export function programsFolder(): string {
  if (made === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "kmod-ts-programs-"));
    for (const file of readdirSync(SOURCES)) {
      const name = file.replace(/\.c$/, "");
      buildProgram(name, join(folder, name));
    }
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    made = folder;
  }
  return made;
}
