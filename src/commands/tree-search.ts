/** The files of modules in the tree, whether an index has them or not. */

import { readDepmodDirectives } from "../core/depmod/configuration.ts";
import { findCopies, type ModuleCopies } from "../core/depmod/copies.ts";
import { DepmodError, type Say } from "../core/depmod/say.ts";
import { releaseOf } from "../core/module/directory.ts";
import type { Context } from "./command.ts";

/**
 * The files of each of `names` below a module directory. A tree that cannot be searched is told and fails the run; one that is not there
 * has no files, and whoever asks says so.
 */
export function searchTree(
  names: ReadonlySet<string>,
  directory: string,
  { platform, report }: Context,
): ReadonlyMap<string, ModuleCopies> {
  const { files } = platform;
  if (names.size === 0 || !files.exists(directory)) return new Map();
  const say: Say = (level, text, outcome) => {
    report.message(level, text);
    if (outcome === "fails") report.fail();
  };
  try {
    const places = { paths: undefined, workingDirectory: "/" };
    const directives = readDepmodDirectives(files, places, releaseOf(directory), say);
    return findCopies(files, directory, directives, names, say);
  } catch (error) {
    if (!(error instanceof DepmodError)) throw error;
    report.message(error.level, error.message);
    report.fail();
    return new Map();
  }
}
