/**
 * Small programs of the lab's own that cases use as $LAB_PROGRAMS/NAME, built once for a state of their sources.
 * Static, because one guest has no libraries.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/trees-folder.mjs";

const SOURCES = join(import.meta.dirname, "../programs");

/** Builds one of them. `settings` are words for the compiler. */
export function buildProgram(name: string, output: string, settings: readonly string[] = []): void {
  const source = join(SOURCES, `${name}.c`);
  execFileSync("gcc", ["-Wall", "-O1", "-static", ...settings, "-o", output, source]);
}

/** Of the sources, so that a change makes another folder. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(SOURCES).sort()) hash.update(file).update(readFileSync(join(SOURCES, file)));
  return hash.digest("hex").slice(0, 12);
}

/** The folder that holds them, in the cache folder: made once for a state of the sources, whole or not at all. */
export function programsFolder(): string {
  const folder = join(cacheFolder(), `lab-programs-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), ".programs-"));
  try {
    for (const file of readdirSync(SOURCES)) {
      const name = file.replace(/\.c$/, "");
      buildProgram(name, join(work, name));
    }
    // Guests read them as another user.
    chmodSync(work, 0o755);
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}
