/** Finding the module files of a kernel: a walk through its directory and the external ones. */

import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import { hasModuleSuffix } from "../names.ts";
import type { DirectoryEntry, FileSystem, FileType } from "../platform.ts";
import type { DepmodConfiguration } from "./configuration.ts";
import { type Descent, loopOf } from "./directory-loop.ts";
import { type ModuleFile, toModuleFile } from "./module-file.ts";
import { type Precedence, precedenceOf } from "./precedence.ts";
import { DepmodError, lossOf, type Say } from "./say.ts";

/** Links to the kernel's sources, in every module directory. */
const ALWAYS_EXCLUDED: readonly string[] = ["build", "source"];

interface Walk {
  readonly files: FileSystem;
  readonly excludes: ReadonlySet<string>;
  readonly say: Say;
  readonly found: (path: string) => void;
}

/**
 * The module files that count, one for each module name, in the order in which their names were first met. What cannot be
 * opened below is told and passed over; throws `DepmodError` where `directory` itself, an absolute path, cannot.
 */
export function findModules(
  files: FileSystem,
  directory: string,
  configuration: DepmodConfiguration,
  say: Say,
): readonly ModuleFile[] {
  const table = new Map<string, ModuleFile>();
  const precedence = precedenceOf(configuration, directory);
  walkModules(files, directory, configuration, say, (path) => keep(table, toModuleFile(path, directory), precedence));
  return [...table.values()];
}

/** Calls `found` with the path of every module file, in the order in which depmod meets them. Throws as `findModules` does. */
export function walkModules(
  files: FileSystem,
  directory: string,
  configuration: DepmodConfiguration,
  say: Say,
  found: (path: string) => void,
): void {
  const walk = { files, excludes: new Set([...ALWAYS_EXCLUDED, ...configuration.excludes]), say, found };
  const problem = walkTop(walk, directory);
  if (problem !== undefined) {
    throw new DepmodError("FATAL", `could not search modules: ${errnoText(problem.errno)}`, problem.errno);
  }
  for (const external of configuration.externals.toReversed()) walkTop(walk, external);
}

function keep(table: Map<string, ModuleFile>, newer: ModuleFile, precedence: Precedence): void {
  const older = table.get(newer.name);
  if (older === undefined || precedence(newer, older).replaces) table.set(newer.name, newer);
}

/** Returns why it could not be opened, which has been told. */
function walkTop(walk: Walk, path: string): KmodError | undefined {
  const entries = listed(walk, path);
  if (entries instanceof KmodError) {
    walk.say("ERROR", `could not open directory ${path}: ${errnoText(entries.errno)}`, lossOf(entries));
    return entries;
  }
  walkEntries(walk, { path, above: undefined }, entries);
  return undefined;
}

function listed({ files }: Walk, path: string): readonly DirectoryEntry[] | KmodError {
  try {
    return files.list(path);
  } catch (error) {
    if (error instanceof KmodError) return error;
    throw error;
  }
}

function walkEntries(walk: Walk, directory: Descent, entries: readonly DirectoryEntry[]): void {
  for (const { name, type } of entries) {
    if (walk.excludes.has(name)) continue;
    const path = `${directory.path}/${name}`;
    const kind = type === "file" || type === "directory" ? type : typeBehind(walk, directory, name);
    if (kind === "directory") walkBelow(walk, directory, name, type);
    else if (kind === "file" && hasModuleSuffix(name)) walk.found(path);
    else if (kind === "other") walk.say("ERROR", `unsupported file type ${path}`);
  }
}

/** What a symbolic link leads to, or what else it is. Undefined: nothing, which has been told. */
function typeBehind({ files, say }: Walk, directory: Descent, name: string): FileType | undefined {
  try {
    return files.status(`${directory.path}/${name}`).type;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    say("ERROR", `fstatat(${directory.path}, ${name}): ${errnoText(error.errno)}`, lossOf(error));
    return undefined;
  }
}

function walkBelow(walk: Walk, above: Descent, name: string, type: FileType): void {
  const path = `${above.path}/${name}`;
  const loop = type === "link" ? loopOf(walk.files, path, above) : undefined;
  if (loop !== undefined) {
    walk.say("WARNING", `${path} leads back to ${loop}, not followed`);
    return;
  }
  const entries = listed(walk, path);
  if (entries instanceof KmodError) {
    walk.say("ERROR", `openat(${above.path}, ${name}, O_RDONLY): ${errnoText(entries.errno)}`, lossOf(entries));
    return;
  }
  walkEntries(walk, { path, above }, entries);
}
