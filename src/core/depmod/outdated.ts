/** Whether the indexes are older than a module, the question of `depmod -A`. */

import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import { hasModuleSuffix } from "../names.ts";
import type { DirectoryEntry, FileStatus, FileSystem } from "../platform.ts";
import { type Descent, loopOf } from "./directory-loop.ts";
import type { Say } from "./say.ts";

const EXCLUDED: readonly string[] = ["build", "source"];

/** Nanoseconds of a microsecond: times are compared as kmod does. */
export const PRECISION: bigint = 1000n;

/**
 * Whether a module below `directory` was changed after its modules.dep, or that cannot be told: the reasons are told. As in
 * kmod, what was removed since and what was put there with an old date does not show.
 */
export function isOutdated(files: FileSystem, directory: string, say: Say): boolean {
  let entries: readonly DirectoryEntry[];
  try {
    entries = files.list(directory);
  } catch (error) {
    say("ERROR", `could not open directory ${directory}: ${reasonOf(error)}`);
    return true;
  }
  try {
    const { modified } = files.status(`${directory}/modules.dep`);
    return hasNewer({ files, since: modified / PRECISION, say }, { path: directory, above: undefined }, entries);
  } catch (error) {
    say("ERROR", `could not fstatat(${directory}, modules.dep): ${reasonOf(error)}`);
    return true;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof KmodError)) throw error;
  return errnoText(error.errno);
}

interface Comparison {
  readonly files: FileSystem;
  /** Microseconds. */
  readonly since: bigint;
  readonly say: Say;
}

function hasNewer(comparison: Comparison, directory: Descent, entries: readonly DirectoryEntry[]): boolean {
  return entries.some(({ name, type }) => {
    if (EXCLUDED.includes(name)) return false;
    const path = `${directory.path}/${name}`;
    const status = statusOf(comparison, directory, name);
    if (status?.type === "directory") {
      const isLoop = type === "link" && loopOf(comparison.files, path, directory) !== undefined;
      return !isLoop && isNewerBelow(comparison, { path, above: directory });
    }
    if (status?.type === "other") comparison.say("ERROR", `unsupported file type ${path}`);
    return status?.type === "file" && hasModuleSuffix(name) && status.modified / PRECISION > comparison.since;
  });
}

function isNewerBelow(comparison: Comparison, directory: Descent): boolean {
  let entries: readonly DirectoryEntry[];
  try {
    entries = comparison.files.list(directory.path);
  } catch (error) {
    comparison.say("ERROR", `could not open directory ${directory.path}: ${reasonOf(error)}`);
    return false;
  }
  return hasNewer(comparison, directory, entries);
}

function statusOf({ files, say }: Comparison, { path }: Descent, name: string): FileStatus | undefined {
  try {
    return files.status(`${path}/${name}`);
  } catch (error) {
    say("ERROR", `fstatat(${path}, ${name}): ${reasonOf(error)}`);
    return undefined;
  }
}
