/** Whether there is nothing for a run of depmod to do, not even to say that the indexes are right. */

import { KmodError } from "../errors.ts";
import { IDENTITY_LENGTH, isContentNewer } from "../file-identity.ts";
import type { FileSystem } from "../platform.ts";
import { temporaryNames } from "./left-overs.ts";

/** What the kernel's build leaves, and depmod reads. */
export const INPUTS: readonly string[] = ["modules.order", "modules.builtin", "modules.builtin.modinfo"];

/** Absolute paths of directories and files. */
export interface Origins {
  readonly input: string;
  readonly output: string;
  readonly configuration: readonly string[];
  /** The state of the modules. */
  readonly modules: Float64Array;
}

/**
 * Of indexes that are as they would be made: whether modules.dep is as new as all that it was made from, so that neither make nor `depmod --verify` asks for
 * it again, and no temporary file is beside it.
 */
export function isSettled(files: FileSystem, { input, output, configuration, modules }: Origins): boolean {
  if (hasTemporary(files, output)) return false;
  const paths = [`${output}/modules.dep`, ...INPUTS.map((name) => `${input}/${name}`), ...configuration];
  const times = files.identify?.(paths);
  return times !== undefined && !hasNewer(times, times) && !hasNewer(modules, times);
}

function hasTemporary(files: FileSystem, directory: string): boolean {
  try {
    return temporaryNames(files.list(directory).map(({ name }) => name)).length > 0;
  } catch (error) {
    if (error instanceof KmodError) return true;
    throw error;
  }
}

/** Whether one of these files, as far as they are there, is newer than the first of `times`. */
function hasNewer(identities: Float64Array, times: Float64Array): boolean {
  for (let at = 0; at < identities.length; at += IDENTITY_LENGTH)
    if (isContentNewer(identities, at, times, 0)) return true;
  return false;
}
