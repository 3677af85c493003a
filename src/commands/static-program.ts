/**
 * The static executable that comes with the Node edition: whether there is one for this machine, and whether it
 * starts.
 */

import { KmodError } from "../core/errors.ts";
import type { FileSystem, Host, Platform } from "../core/platform.ts";
import { realDirectory } from "../core/real-directory.ts";

/**
 * By the kernel's names for machines: what the executable is called where it is built, and where it is in a package.
 * What Node says of itself would not do: it calls an ARMv6 `arm` too, and one of 32 bits knows nothing of the kernel's
 * 64.
 */
const MACHINES: ReadonlyMap<string, { readonly built: string; readonly packed: string }> = new Map([
  ["x86_64", { built: "x86_64", packed: "x64" }],
  ["aarch64", { built: "aarch64", packed: "arm64" }],
  ["armv7l", { built: "armv7l", packed: "arm" }],
  // An ARMv8 that shows itself as 32 bits runs the programs of its predecessor.
  ["armv8l", { built: "armv7l", packed: "arm" }],
]);

/** Where in a package the executable for a machine is; undefined for one that it is not made for. */
export function packedExecutable(machine: string): string | undefined {
  const names = MACHINES.get(machine);
  return names === undefined ? undefined : `prebuilds/linux-${names.packed}/kmod-ts`;
}

/** What there is; or why there is nothing, and how to get it where it can be had. */
export type StaticProgram =
  | { readonly file: string }
  | { readonly file: undefined; readonly reason: string; readonly remedy?: string };

/** Looks for it from the Node edition's program, an absolute path without symbolic links. Throws SystemError. */
export function findStaticProgram({ files, host }: Pick<Platform, "files" | "host">, program: string): StaticProgram {
  const beside = program.slice(0, program.lastIndexOf("/"));
  const name = host.machine();
  const machine = MACHINES.get(name);
  if (machine === undefined) {
    return { file: undefined, reason: `there is no static edition for ${name}, only for x86_64, aarch64 and armv7l` };
  }
  // A clone's own build is never older than what it has packed.
  const places = [`../dist/static/kmod-ts-${machine.built}`, `../${packedExecutable(name)}`];
  const found = places.map((place) => `${beside}/${place}`).find((path) => isFile(files, path));
  if (found === undefined) return absent(files, beside, machine.built);
  const file = realDirectory(files, found);
  const failure = whyNotStarted(host, file);
  if (failure === undefined) return { file };
  return { file: undefined, reason: `'${file}' cannot be started here (${failure})` };
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

/**
 * Links to a program that does not start would take the place of tools that do: a file system may forbid it, a copy be
 * damaged.
 */
function whyNotStarted(host: Host, file: string): string | undefined {
  const end = host.runShell(`kmod_ts_version=$('${file.replace(/'/g, "'\\''")}' --version 2>&1)`, {});
  if (end.kind === "signal") return `killed by signal ${end.signal}`;
  return end.status === 0 ? undefined : `exit status ${end.status}`;
}
