/** Symbolic links that lead back up: following them would never end. */

import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { realDirectory } from "../real-directory.ts";

/** A directory on the way down, and the way to it. */
export interface Descent {
  readonly path: string;
  readonly above: Descent | undefined;
}

/** The directory on the way down to `above` that the link at `link` in it leads back to; undefined where it leads elsewhere. */
export function loopOf(files: FileSystem, link: string, above: Descent): string | undefined {
  try {
    const target = realDirectory(files, link);
    for (let at: Descent | undefined = above; at !== undefined; at = at.above) {
      if (realDirectory(files, at.path) === target) return at.path;
    }
  } catch (error) {
    // What cannot be followed shows when it is opened.
    if (!(error instanceof KmodError)) throw error;
  }
  return undefined;
}
