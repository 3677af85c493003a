/**
 * What a machine may lack that a test needs. Such a test is skipped, and its title says why and which command helps;
 * after a run these reasons are counted (`skipped-tests.ts`). Nothing but Node, Git and what every Debian has goes
 * without.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import { describe, type TestOptions, test } from "vitest";
import { findAddon } from "../../src/node/addon.ts";

/** `REASON: COMMAND`, as `strace is not installed: apt-get install strace`; undefined where nothing is lacking. */
export type Lack = string | undefined;

/** What stands between a title and the reason. */
export const MARK = ": skipped, ";

export function titled(title: string, lack: Lack): string {
  return lack === undefined ? title : title + MARK + lack;
}

/**
 * A suite that is skipped where something is lacking. Its body is called all the same, so that its tests are counted.
 */
export function describeUnless(lack: Lack, title: string, body: () => void): void {
  describe.skipIf(lack !== undefined)(titled(title, lack), body);
}

/** A test that is skipped where something is lacking. */
export function testUnless(lack: Lack, title: string, body: () => unknown, options: TestOptions = {}): void {
  test.skipIf(lack !== undefined)(titled(title, lack), options, () => body() as Promise<void>);
}

/** Whether a program is on PATH. */
export function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, program)));
}

/**
 * What lacks where one of these programs is not on PATH. Debian's package has the same name unless `packages` says
 * which.
 */
export function lackOfPrograms(programs: readonly string[], packages: Readonly<Record<string, string>> = {}): Lack {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return undefined;
  const wanted = [...new Set(missing.map((program) => packages[program] ?? program))];
  const verb = missing.length === 1 ? "is" : "are";
  return `${missing.join(", ")} ${verb} not installed: apt-get install ${wanted.join(" ")}`;
}

/** What lacks where the addon was not built. */
export function lackOfAddon(): Lack {
  return findAddon() === undefined ? "the native addon is not built: apt-get install gcc libc6-dev" : undefined;
}

/** What lacks where one of these module trees, of scripts/fetch-trees.mjs, was not found. */
export function lackOfTrees(...trees: readonly unknown[]): Lack {
  return trees.includes(undefined) ? "the module trees are missing: node scripts/fetch-trees.mjs" : undefined;
}

/** What lacks where modules that were compressed this way cannot be read. From Node 22.15 on zstd needs no addon. */
export function lackOfDecompressor(format: "xz" | "zstd"): Lack {
  return format === "zstd" && "zstdDecompressSync" in zlib ? undefined : lackOfAddon();
}

/** What lacks where no program can be given a terminal of its own. */
export function lackOfTerminal(): Lack {
  if (!existsSync("/dev/ptmx")) return "there is no /dev/ptmx: mount -t devpts devpts /dev/pts";
  return lackOfPrograms(["script"], { script: "bsdutils" });
}
