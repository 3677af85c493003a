/** Which kernels have modules in a system: the directories of /lib/modules. */

import { compareBytes } from "./bytes.ts";
import { SystemError } from "./errors.ts";
import type { FileSystem } from "./platform.ts";

/** Releases that a message names. */
const SHOWN = 10;

/**
 * The directories in `parent` and the links, which may lead to one, in byte order; none where it is not there. Throws
 * SystemError.
 */
export function releasesIn(files: FileSystem, parent = "/lib/modules"): readonly string[] {
  try {
    const entries = files.list(parent).filter(({ type }) => type === "directory" || type === "link");
    return entries.map(({ name }) => name).toSorted(compareBytes);
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return [];
    throw error;
  }
}

/** Releases as a text for people. */
export function releasesText(releases: readonly string[]): string {
  const more = releases.length - SHOWN;
  return `${releases.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
