/**
 * The static executable that comes with the Node edition: whether there is one for this machine, and whether it
 * starts.
 */

import { KmodError } from "../core/errors.ts";
import type { FileSystem, Platform } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";
import { cannotStart, type ElfMachine, elfProblem, problemOf, whyNotStarted } from "./executable-check.ts";

interface Machine {
  /** What the executable is called where it is built. */
  readonly built: string;
  /** Where it is in a package. */
  readonly packed: string;
  readonly elf: ElfMachine;
}

const ARM: Machine = { built: "armv7l", packed: "arm", elf: { bits: 32, number: 40 } };

/**
 * By the kernel's names for machines. What Node says of itself would not do: it calls an ARMv6 `arm` too, and one of 32
 * bits knows nothing of the kernel's 64.
 */
const MACHINES: ReadonlyMap<string, Machine> = new Map([
  ["x86_64", { built: "x86_64", packed: "x64", elf: { bits: 64, number: 62 } }],
  ["aarch64", { built: "aarch64", packed: "arm64", elf: { bits: 64, number: 183 } }],
  ["armv7l", ARM],
  // An ARMv8 that shows itself as 32 bits runs the programs of its predecessor.
  ["armv8l", ARM],
]);

/** Where in a package the executable for a machine is; undefined for one that it is not made for. */
export function packedExecutable(machine: string): string | undefined {
  const names = MACHINES.get(machine);
  return names === undefined ? undefined : `prebuilds/linux-${names.packed}/kmod-ts`;
}

/**
 * What there is, and why not the one that comes first; or why there is nothing, and how to get it where it can be had.
 */
export type StaticProgram =
  | { readonly file: string; readonly reason?: string }
  | { readonly file: undefined; readonly reason: string; readonly remedy?: string };

/** Looks for it from the Node edition's program, an absolute path without symbolic links. Throws SystemError. */
export function findStaticProgram(platform: Pick<Platform, "files" | "host">, program: string): StaticProgram {
  const { files, host } = platform;
  const beside = program.slice(0, program.lastIndexOf("/"));
  const name = host.machine();
  const machine = MACHINES.get(name);
  if (machine === undefined) {
    return { file: undefined, reason: `there is no static edition for ${name}, only for x86_64, aarch64 and armv7l` };
  }
  // A clone's own build is never older than what it has packed.
  const places = [`dist/static/kmod-ts-${machine.built}`, `prebuilds/linux-${machine.packed}/kmod-ts`];
  const root = beside.slice(0, beside.lastIndexOf("/"));
  const reasons: string[] = [];
  for (const place of places) {
    const tried = tryExecutable(platform, `${root}/${place}`, machine.elf);
    if (tried === undefined) continue;
    if (tried.problem === undefined) return { file: tried.file, ...because(reasons) };
    reasons.push(cannotStart(tried.file, tried.problem));
  }
  return reasons.length > 0 ? { file: undefined, reason: reasons.join("; ") } : absent(files, beside, machine.built);
}

function because(reasons: readonly string[]): { readonly reason?: string } {
  return reasons.length === 0 ? {} : { reason: reasons.join("; ") };
}

/** What is at one place and why it will not do; undefined where there is nothing. */
function tryExecutable(
  { files, host }: Pick<Platform, "files" | "host">,
  path: string,
  machine: ElfMachine,
): { readonly file: string; readonly problem: string | undefined } | undefined {
  let file = path;
  let isThere = true;
  const problem = problemOf(() => {
    isThere = isFile(files, path);
    if (!isThere) return undefined;
    file = realDirectory(files, path);
    return elfProblem(files, file, machine);
  });
  if (!isThere) return undefined;
  return { file, problem: problem ?? whyNotStarted(host, file) };
}

function isFile(files: FileSystem, path: string): boolean {
  try {
    return files.status(path).type === "file";
  } catch (error) {
    if (error instanceof KmodError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return false;
    throw error;
  }
}

function absent(files: FileSystem, beside: string, architecture: string): StaticProgram {
  const isClone = isFile(files, `${beside}/../scripts/build-static.mjs`);
  const reason = `no static executable for ${architecture} comes with '${realDirectory(files, `${beside}/..`)}'`;
  return { file: undefined, reason, remedy: `\`npm run build:static\` ${isClone ? "there" : "in a clone"} makes it` };
}
