/** The static executable as a black box, in a root of its own. */

import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staticPath } from "../../../scripts/build-static.mjs";
import { hasEngine } from "../../../scripts/engine.mjs";
import { missingPackages } from "../../../scripts/static-targets.mjs";
import type { Outcome } from "../../conformance/support/case.ts";
import type { Lack } from "../../support/lack.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");

/** Every name that the executable answers to. */
export const PROGRAMS = ["kmod-ts", "kmod", "lsmod", "modinfo", "modprobe", "insmod", "rmmod", "depmod"] as const;

export type Program = (typeof PROGRAMS)[number];

/** Why there is no executable here, or undefined where there is one. */
export function staticProblem(): string | undefined {
  if (staticPath() === undefined) return `the static edition is not made for ${process.arch}`;
  return lackOfPackages(missingPackages()) ?? lackOfEngine();
}

/** What lacks where Debian packages are missing that an executable is made with. */
export function lackOfPackages(missing: readonly string[]): Lack {
  return missing.length === 0 ? undefined : `the static edition is not built: apt-get install ${missing.join(" ")}`;
}

/** Tests ask no network: whoever wants these has built the edition before. */
function lackOfEngine(): Lack {
  return hasEngine() ? undefined : "the static edition's engine has not been fetched: npm run build:static";
}

/** Changing the root needs the right to. */
export const CHROOT: readonly string[] = process.getuid?.() === 0 ? ["chroot"] : ["unshare", "-r", "chroot"];

const made: string[] = [];

/** A folder that goes with `removeFolders`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kmod-ts-static-"));
  made.push(folder);
  return folder;
}

/** Removes what `temporaryFolder` made: for `afterAll`. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Puts the executable under all of its names into a root's `/sbin`. */
export function installIn(root: string): void {
  mkdirSync(join(root, "sbin"), { recursive: true });
  copyFileSync(staticPath() as string, join(root, "sbin/kmod-ts"));
  for (const name of PROGRAMS.slice(1)) symlinkSync("kmod-ts", join(root, "sbin", name));
}

/** A copy of a fixture with the executable in it. */
export function makeStaticRoot(scenario: string): string {
  const root = temporaryFolder();
  cpSync(join(FIXTURES, "roots", scenario, "root"), root, { recursive: true, verbatimSymlinks: true });
  installIn(root);
  return root;
}

export interface StaticCase {
  readonly program: Program;
  /** Byte strings. */
  readonly args: readonly string[];
  readonly root: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A script that runs the words: Node passes nothing on but UTF-8. */
function scriptOf(words: readonly string[]): readonly string[] {
  const script = join(temporaryFolder(), "script");
  writeFileSync(script, `exec ${words.map(quote).join(" ")}\n`, "latin1");
  return ["/bin/sh", script];
}

/** Runs the executable. */
export function runStatic({ program, args, root, environment = {} }: StaticCase): Outcome {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const words = ["env", ...settings, ...CHROOT, root, `/sbin/${program}`, ...args];
  const isAscii = words.every((word) => !/[\x80-\xff]/.test(word));
  const [first = "", ...rest] = !isAscii ? scriptOf(words) : settings.length > 0 ? words : words.slice(1);
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
  const { stdout, stderr, status } = spawnSync(first, rest, { encoding: "latin1", env, maxBuffer: 2 ** 28 });
  return { out: stdout, err: stderr, status: status ?? -1 };
}
