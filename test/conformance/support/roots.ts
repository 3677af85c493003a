/** Folders that serve as `/` for both programs: kmod goes there with chroot, we through a rooted file system. */

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { toKernfsOrder } from "../../../src/core/state/kernfs-order.ts";
import { TOOL_PATHS } from "./kmod.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");
export const WORKSTATION = join(FIXTURES, "roots/workstation/root");
export const SMALL_RELEASE = "6.1.0-fixture";

let top: string | undefined;

/** Everything is made below one folder, which goes when the process does. A tmpfs lists the newest entry first. */
function topFolder(): string {
  if (top !== undefined) return top;
  const made = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "kmod-ts-"));
  top = made;
  return made;
}

/** Removes every root of this test file: for `afterAll`, because a test process is ended without an exit event. */
export function removeRoots(): void {
  if (top !== undefined) rmSync(top, { recursive: true, force: true });
  top = undefined;
  variants.clear();
}

/** kmod, its libraries, and an empty file for /dev/null: links to it are all that is asked of it. */
function makeBase(base: string): void {
  const libraries = execFileSync("/usr/bin/ldd", [TOOL_PATHS.kmod], { encoding: "latin1" }).match(/\/\S+/g) ?? [];
  for (const path of [...libraries, TOOL_PATHS.kmod]) {
    mkdirSync(join(base, dirname(path)), { recursive: true });
    copyFileSync(path, join(base, path));
  }
  mkdirSync(join(base, "sbin"));
  for (const tool of ["modprobe", "modinfo", "lsmod"] as const) symlinkSync("/bin/kmod", join(base, TOOL_PATHS[tool]));
  mkdirSync(join(base, "dev"));
  writeFileSync(join(base, "dev/null"), "");
}

let count = 0;

function copied(from: string): string {
  const root = join(topFolder(), `root-${++count}`);
  execFileSync("cp", ["-al", from, root]);
  return root;
}

/** A new root with kmod in it, and what `fill` puts there. */
export function makeRoot(fill: (root: string) => void): string {
  const base = join(topFolder(), "base");
  if (!existsSync(base)) makeBase(base);
  const root = copied(base);
  fill(root);
  return root;
}

/** A new root for us alone, with a fixture's files. */
export function makePlainRoot(scenario: string): string {
  const root = join(topFolder(), `root-${++count}`);
  mkdirSync(root);
  copyFixture(scenario, root);
  return root;
}

const variants = new Map<string, string>();

/** The root as `edit` changes it, made once; `edit` has to replace files, not write into them. */
export function variantOf(root: string, label: string, edit: (root: string) => void): string {
  const key = `${label} ${root}`;
  const known = variants.get(key);
  if (known !== undefined) return known;
  const made = copied(root);
  edit(made);
  variants.set(key, made);
  return made;
}

/** Replaces a file's bytes without touching other names of it. */
export function replaceFile(path: string, bytes: string): void {
  unlinkSync(path);
  writeFileSync(path, bytes, "latin1");
}

/** Copies a fixture's folder, links as they are; then the directories that git does not keep. */
export function copyFixture(scenario: string, root: string): void {
  const from = join(FIXTURES, scenario);
  if (existsSync(join(from, "root"))) cpSync(join(from, "root"), root, { recursive: true, verbatimSymlinks: true });
  const list = join(from, "empty-directories");
  const directories = existsSync(list) ? readFileSync(list, "utf8").split("\n").filter(Boolean) : [];
  for (const directory of directories) mkdirSync(join(root, directory), { recursive: true });
  orderHolders(join(root, "sys/module"));
}

/** Makes the holders of each module anew, so that a tmpfs lists them in the order in which the kernel would. */
function orderHolders(modules: string): void {
  if (!existsSync(modules)) return;
  for (const module of readdirSync(modules)) {
    const folder = join(modules, module, "holders");
    if (!existsSync(folder)) continue;
    const order = toKernfsOrder(readdirSync(folder), 64);
    const links = order.map((name) => ({ path: join(folder, name), target: readlinkSync(join(folder, name)) }));
    for (const { path } of links) unlinkSync(path);
    for (const { path, target } of links.toReversed()) symlinkSync(target, path);
  }
}

/** The workstation's modules and indexes as those of another release; a softdep file of the scenario stays. */
export function copySmallTree(root: string, release: string): void {
  const target = join(root, "lib/modules", release);
  cpSync(join(WORKSTATION, "lib/modules", SMALL_RELEASE), target, { recursive: true, force: false });
}

/** Names of the scenarios in a folder of fixtures. */
export function scenarioNames(folder: string): readonly string[] {
  const path = join(FIXTURES, folder);
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => entry.name).sort();
}

/** A text file of a scenario; undefined where it has none. */
export function scenarioText(scenario: string, file: string): string | undefined {
  const path = join(FIXTURES, scenario, file);
  return existsSync(path) ? readFileSync(path, "latin1") : undefined;
}
