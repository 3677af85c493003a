/** What speaks against removing a module, before the kernel is asked. See rmmod(8). */

import { errnoText } from "../errno.ts";
import { SystemError } from "../errors.ts";
import type { ModuleIndex } from "../index/module-index.ts";
import type { FileSystem } from "../platform.ts";
import { readHolders, readInitState, readReferenceCount } from "../state/sys-module.ts";

/** `going`: it is being removed already. `fixed`: this kernel removes no modules. */
export type Obstacle = "builtin" | "absent" | "in use" | "going" | "fixed";

/** What speaks against removing a module. */
export interface Objection {
  readonly obstacle: Obstacle;
  /** What kmod says of it, without a program's name: nothing at all for a module that is going already. */
  readonly messages: readonly string[];
}

/**
 * Why kmod's rmmod does not ask the kernel to remove a module. Undefined: nothing speaks against it. With `inUse`, users do
 * not. Throws what the readers of /sys/module throw.
 */
export function objectionTo(
  files: FileSystem,
  index: ModuleIndex,
  name: string,
  inUse: boolean,
): Objection | undefined {
  if (index.isBuiltin(name)) return { obstacle: "builtin", messages: [`Module ${name} is builtin.`] };
  if (readInitState(files, name) === undefined) {
    return { obstacle: "absent", messages: [`Module ${name} is not currently loaded`] };
  }
  const missing = missingHolders(files, name);
  const holders = inUse ? [] : readHolders(files, name);
  const references = holders.length > 0 ? undefined : readReferenceCount(files, name);
  const messages = (text: string): readonly string[] => [...missing, text];
  if (holders.length > 0) {
    return { obstacle: "in use", messages: messages(`Module ${name} is in use by: ${holders.join(" ")}`) };
  }
  if (references === undefined) return { obstacle: "fixed", messages: messages("Module unloading is not supported") };
  if (references < 0) return { obstacle: "going", messages: missing };
  if (references === 0 || inUse) return undefined;
  return { obstacle: "in use", messages: messages(`Module ${name} is in use`) };
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
