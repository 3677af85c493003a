/** Module files that are named one by one, instead of looked for. */

import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { type ModuleFile, toModuleFile } from "./module-file.ts";
import { DepmodError, type Say } from "./say.ts";

/** The files at `paths`, for the module directory `directory`. Throws `DepmodError` for the first that cannot take part. */
export function namedModules(
  files: FileSystem,
  paths: readonly string[],
  directory: string,
  say: Say,
): readonly ModuleFile[] {
  const table = new Map<string, ModuleFile>();
  for (const path of paths) {
    if (!path.startsWith("/")) throw new DepmodError("FATAL", `${path}: not absolute path.`);
    requirePresence(files, path);
    const module = toModuleFile(path, directory);
    const other = table.get(module.name);
    if (other !== undefined) refuseSecond(module, other, say);
    table.set(module.name, module);
  }
  return [...table.values()];
}

function requirePresence(files: FileSystem, path: string): void {
  try {
    files.status(path);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    throw new DepmodError("FATAL", `could not create module ${path}: ${errnoText(error.errno)}`, error.errno);
  }
}

function refuseSecond(module: ModuleFile, other: ModuleFile, say: Say): never {
  const exists = errnoText("EEXIST");
  if (module.path === other.path) {
    say("ERROR", `hash_add_unique ${module.name}: ${exists}`);
    throw new DepmodError("FATAL", `could not add module ${module.path}: ${exists}`, "EEXIST");
  }
  const paths = `new-path='${module.path}' old-path='${other.path}'`;
  say("ERROR", `kmod_module '${module.name}' already exists with different path: ${paths}`);
  throw new DepmodError("FATAL", `could not create module ${module.path}: ${exists}`, "EEXIST");
}
