/** What speaks against removing a module, before the kernel is asked. See rmmod(8). */

import { errnoText } from "../errno.ts";
import { SystemError } from "../errors.ts";
import type { ModuleIndex } from "../index/module-index.ts";
import type { FileSystem } from "../platform.ts";
import { readHolders, readInitState, readReferenceCount } from "../state/sys-module.ts";

/**
 * What kmod says of a module that it does not ask the kernel to remove: messages without a program's name, none at all for
 * a module that is going already. Undefined: nothing speaks against it. With `inUse`, users do not. Throws what the readers of
 * /sys/module throw.
 */
export function obstacleTo(
  files: FileSystem,
  index: ModuleIndex,
  name: string,
  inUse: boolean,
): readonly string[] | undefined {
  if (index.isBuiltin(name)) return [`Module ${name} is builtin.`];
  if (readInitState(files, name) === undefined) return [`Module ${name} is not currently loaded`];
  const missing = missingHolders(files, name);
  const holders = inUse ? [] : readHolders(files, name);
  if (holders.length > 0) return [...missing, `Module ${name} is in use by: ${holders.join(" ")}`];
  const references = readReferenceCount(files, name);
  if (references === undefined) return [...missing, "Module unloading is not supported"];
  if (references < 0) return missing;
  return references > 0 && !inUse ? [...missing, `Module ${name} is in use`] : undefined;
}

/** Built-in code with parameters has a directory too, but nobody who uses it. */
function missingHolders(files: FileSystem, name: string): readonly string[] {
  const path = `/sys/module/${name}/holders`;
  try {
    files.status(path);
    return [];
  } catch (error) {
    if (!(error instanceof SystemError && error.errno === "ENOENT")) throw error;
    return [`could not open '${path}': ${errnoText(error.errno)}`];
  }
}
