/** The real module trees, as scripts/fetch-trees.mjs leaves them in the cache folder. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { treesFolder } from "../../../scripts/trees-folder.mjs";
import { toByteString } from "../../../src/core/bytes.ts";

export interface ModuleTree {
  /** The folder's name in the cache, e.g. `6.1` or `s390x`. */
  readonly name: string;
  /** The folder that holds lib/modules. */
  readonly root: string;
  /** The kernel release, e.g. `6.1.0-56-amd64`. */
  readonly release: string;
  /** Package name and version, e.g. `user-mode-linux 6.1um4+b13`. */
  readonly source: string;
  /** ROOT/lib/modules/RELEASE. */
  readonly directory: string;
}

/** Where the files of a module directory are. */
export type ModuleDirectory = Pick<ModuleTree, "directory">;

export const TREE_NAMES = ["6.1", "6.12", "uml"] as const;

/** A tree of the cache, or undefined where it has not been fetched. */
export function findTree(name: string): ModuleTree | undefined {
  const root = join(treesFolder(), name);
  const modules = join(root, "lib/modules");
  if (!existsSync(join(root, "package")) || !existsSync(modules)) return undefined;
  const release = readdirSync(modules)[0];
  if (release === undefined) return undefined;
  const source = readFileSync(join(root, "package"), "utf8").trim();
  return { name, root, release, source, directory: join(modules, release) };
}

/** Paths of all module files of a tree, relative to its directory, in byte order. */
export function modulePaths(tree: ModuleTree): readonly string[] {
  const names = readdirSync(tree.directory, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.ko(\.\w+)?$/.test(name)).sort();
}

/** A module's name as its file has it: the base name up to `.ko`. */
export function fileModuleName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.ko.*$/, "");
}

/** The lines of one of the tree's text files, without the comment at the top. */
export function indexLines(tree: ModuleDirectory, file: string): readonly string[] {
  const text = toByteString(readFileSync(join(tree.directory, file)));
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** The patterns of modules.alias, repetitions kept. */
export function aliasPatterns(tree: ModuleDirectory): readonly string[] {
  return indexLines(tree, "modules.alias").map((line) => line.split(" ")[1] ?? "");
}

/** Names of the built-in modules, as modules.builtin has them. */
export function builtinNames(tree: ModuleDirectory): readonly string[] {
  return indexLines(tree, "modules.builtin").map(fileModuleName);
}
