/** A tree's modules in compressed files, as a kernel with CONFIG_MODULE_COMPRESS_* installs them. */

import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { treesFolder } from "../../../scripts/trees-folder.mjs";
import { groups, isFull } from "./mode.ts";
import { copyInputs, type ModuleRoot, makeModuleRoot, makeTreeRoot } from "./module-roots.ts";
import { findTree, type ModuleTree } from "./trees.ts";

/** The command is that of the kernel's own modules_install. */
const FORMS = {
  gz: ["gzip", "-n", "-f"],
  zst: ["zstd", "-q", "--rm", "-f"],
} as const;

type Compression = keyof typeof FORMS;

/** The same modules as links below `directory`, the name of each as `rename` has it. */
export function linkModules(
  tree: ModuleTree,
  paths: readonly string[],
  directory: string,
  rename: (path: string) => string = (path) => path,
): void {
  for (const path of paths) {
    const target = join(directory, rename(path));
    mkdirSync(dirname(target), { recursive: true });
    linkOrCopy(join(tree.directory, path), target);
  }
}

/** The cache may be on another file system. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

/** The same modules below `directory`, each compressed. Links are replaced, so the tree's own files stay. */
function compressModules(
  tree: ModuleTree,
  paths: readonly string[],
  directory: string,
  compression: Compression,
): void {
  linkModules(tree, paths, directory);
  const [program, ...options] = FORMS[compression];
  for (const some of groups(paths, 500)) execFileSync(program, [...options, ...some], { cwd: directory });
}

/** A root with these modules compressed and without indexes: made for the test, or in the full run from the whole tree in the cache. */
export function compressedRoot(tree: ModuleTree, paths: readonly string[], compression: Compression): ModuleRoot {
  if (isFull) return makeTreeRoot(compressedTree(tree, paths, compression));
  const made = makeModuleRoot(tree.release);
  compressModules(tree, paths, made.directory, compression);
  copyInputs(tree, made.directory);
  return made;
}

/** Kept as NAME-gz or NAME-zst beside the tree; made where it is missing or of another package, and never seen half. */
function compressedTree(tree: ModuleTree, paths: readonly string[], compression: Compression): ModuleTree {
  const name = `${tree.name}-${compression}`;
  const target = join(treesFolder(), name);
  const mark = join(target, "package");
  if (!existsSync(mark) || readFileSync(mark, "utf8").trim() !== tree.source) {
    const work = mkdtempSync(join(treesFolder(), ".compressing-"));
    try {
      fillTree(tree, paths, compression, work);
      rmSync(target, { recursive: true, force: true });
      renameSync(work, target);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return findTree(name) as ModuleTree;
}

function fillTree(tree: ModuleTree, paths: readonly string[], compression: Compression, root: string): void {
  const directory = join(root, "lib/modules", tree.release);
  compressModules(tree, paths, directory, compression);
  copyInputs(tree, directory);
  writeFileSync(join(root, "package"), `${tree.source}\n`);
}
