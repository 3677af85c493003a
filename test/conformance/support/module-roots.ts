/** Folders with a module directory in which depmod can write, for the modules of a tree. */

import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../support/node-tree.ts";
import type { ModuleDirectory, ModuleTree } from "./trees.ts";

const INPUTS = ["modules.order", "modules.builtin", "modules.builtin.modinfo"];

export interface ModuleRoot {
  /** For `-b` and `-d`. */
  readonly root: string;
  readonly release: string;
  /** ROOT/lib/modules/RELEASE. */
  readonly directory: string;
}

/** An empty module directory; it goes away with the test. */
export function makeModuleRoot(release: string): ModuleRoot {
  const root = temporaryDirectory();
  const directory = join(root, "lib/modules", release);
  mkdirSync(directory, { recursive: true });
  return { root, release, directory };
}

/** What depmod reads beside the modules. */
export function copyInputs(tree: ModuleDirectory, directory: string): void {
  for (const name of INPUTS) {
    if (existsSync(join(tree.directory, name))) copyFileSync(join(tree.directory, name), join(directory, name));
  }
}

/** The tree's modules and inputs without its indexes. */
export function makeTreeRoot(tree: ModuleTree): ModuleRoot {
  const made = makeModuleRoot(tree.release);
  symlinkSync(join(tree.directory, "kernel"), join(made.directory, "kernel"));
  copyInputs(tree, made.directory);
  return made;
}
