/** A module file as depmod names it in its indexes and orders it. */

import { moduleNameOfPath } from "../names.ts";

export interface ModuleFile {
  /** Module name: the file's up to its first dot, with `-` as `_`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** As the indexes name it: from the module directory, or absolute where it lies elsewhere. */
  readonly shownPath: string;
}

/** The module file at an absolute `path`, for the module directory `directory`. */
export function toModuleFile(path: string, directory: string): ModuleFile {
  const inside = path.startsWith(`${directory}/`);
  return { name: moduleNameOfPath(path), path, shownPath: inside ? path.slice(directory.length + 1) : path };
}

/** The path without what follows the module name; the spelling stays. */
export function stemOf({ name, path }: ModuleFile): string {
  return path.slice(0, stemLength(name, path));
}

/**
 * What modules.order calls it: the path from the module directory with the name's length and three bytes more, which are
 * `.ko` whatever the compression. Undefined for one that lies elsewhere.
 */
export function orderKeyOf({ name, path, shownPath }: ModuleFile): string | undefined {
  if (shownPath === path) return undefined;
  return shownPath.slice(0, stemLength(name, shownPath) + ".ko".length);
}

function stemLength(name: string, path: string): number {
  return path.lastIndexOf("/") + 1 + name.length;
}
