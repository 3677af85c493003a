/** The kernels that the lab starts, and the folder with each one's modules and the lab's own. */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { treesFolder } from "../../../scripts/trees-folder.mjs";
import { findTree, type ModuleTree } from "../../conformance/support/trees.ts";
import { lackOfPrograms, lackOfTrees } from "../../support/lack.ts";
import { buildModules, type KernelCode, SOURCES } from "../modules/build.ts";
import { readKernelLayout } from "../modules/kernel-layout.ts";

export type KernelName = "uml" | "6.12";

interface Kernel extends Pick<KernelCode, "codeModel" | "relativeSymbols"> {
  /** A module that has both a beginning and an end. */
  readonly pattern: string;
}

const KERNELS: Readonly<Record<KernelName, Kernel>> = {
  uml: { codeModel: "large", relativeSymbols: false, pattern: "kernel/drivers/net/dummy.ko" },
  "6.12": { codeModel: "kernel", relativeSymbols: true, pattern: "kernel/drivers/net/dummy.ko.xz" },
};

/** Why there is no such kernel here, or undefined. */
export function kernelProblem(name: KernelName): string | undefined {
  const lack =
    lackOfTrees(findTree(name)) ?? lackOfPrograms(["gcc", "readelf", "xz"], { readelf: "binutils", xz: "xz-utils" });
  if (lack !== undefined) return lack;
  return depmodPath() === undefined ? "kmod is not installed: apt-get install kmod" : undefined;
}

function depmodPath(): string | undefined {
  return ["/sbin/depmod", "/usr/sbin/depmod"].find((path) => existsSync(path));
}

export interface LabTree extends ModuleTree {
  /** lib/modules, to be mounted on /lib/modules. */
  readonly modules: string;
}

/**
 * The kernel's modules with the lab's own in `extra`, indexed by the system's depmod. Made once for a kernel and a
 * state of the sources, in the cache folder beside the trees, whose files it shares as hard links.
 */
export function labTree(name: KernelName): LabTree {
  const tree = findTree(name);
  if (tree === undefined) throw new Error(`The ${name} tree is missing`);
  const root = join(dirname(treesFolder()), "lab", `${name}-${fingerprint(tree)}`);
  if (!existsSync(root)) makeLabTree(name, tree, root);
  const modules = join(root, "lib/modules");
  return { ...tree, root, modules, directory: join(modules, tree.release) };
}

function fingerprint(tree: ModuleTree): string {
  const hash = createHash("sha256").update(tree.source);
  for (const file of readdirSync(SOURCES).sort()) hash.update(file).update(readFileSync(join(SOURCES, file)));
  return hash.digest("hex").slice(0, 12);
}

function makeLabTree(name: KernelName, tree: ModuleTree, root: string): void {
  mkdirSync(dirname(root), { recursive: true });
  for (const old of readdirSync(dirname(root)).filter((entry) => entry.startsWith(`${name}-`))) {
    rmSync(join(dirname(root), old), { recursive: true, force: true });
  }
  const work = mkdtempSync(join(dirname(root), ".making-"));
  const directory = join(work, "lib/modules", tree.release);
  mkdirSync(dirname(directory), { recursive: true });
  execFileSync("cp", ["-al", tree.directory, directory]);
  // The links to the tree's own indexes must not be written through.
  for (const file of readdirSync(directory).filter((entry) =>
    /^modules\..*(bin|alias|dep|symbols|devname|softdep)$/.test(entry),
  )) {
    rmSync(join(directory, file));
  }
  const extra = join(directory, "extra");
  mkdirSync(extra);
  const { pattern, ...code } = KERNELS[name];
  buildModules({ ...code, ...readKernelLayout(join(tree.directory, pattern)) }, extra);
  execFileSync(depmodPath() ?? "depmod", ["-b", work, tree.release]);
  writeFileSync(join(work, "package"), `${tree.source}\n`);
  // Another run may have been quicker.
  if (existsSync(root)) rmSync(work, { recursive: true });
  else renameSync(work, root);
}
