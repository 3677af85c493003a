/** Where kmod's modprobe passes over an `install` line that ours honours; see docs/compatibility.md. */

import type { Origin } from "../config/configuration.ts";
import { softDependenciesFor } from "../config/matching.ts";
import type { ModuleDatabase } from "./database.ts";

/**
 * The `softdep` line because of which kmod does not run the install command of a module: the first one for it, the only one that counts
 * there, if a word of it stands for anything. Undefined where kmod runs the command.
 */
export function softDependencyInPlace({ configuration, lookUp }: ModuleDatabase, module: string): Origin | undefined {
  const first = softDependenciesFor(configuration, module)[0];
  if (first === undefined) return undefined;
  const isThere = (word: string): boolean => (lookUp(word) ?? []).length > 0;
  return first.pre.some(isThere) || first.post.some(isThere) ? first.origin : undefined;
}
