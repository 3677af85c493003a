/** Small programs of the lab's own that cases use as $LAB_PROGRAMS/NAME, built once for a process. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SOURCES = join(import.meta.dirname, "../programs");

let made: string | undefined;

/** The folder that holds them. */
export function programsFolder(): string {
  if (made === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "kmod-ts-programs-"));
    for (const file of readdirSync(SOURCES)) {
      execFileSync("gcc", ["-Wall", "-O1", "-o", join(folder, file.replace(/\.c$/, "")), join(SOURCES, file)]);
    }
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    made = folder;
  }
  return made;
}
