#!/usr/bin/env node
/**
 * Fetches the real module trees that test/conformance, test/kernel and bench work on: Debian's 6.1 and 6.12 kernels and
 * User Mode Linux. Each is downloaded with apt, unpacked without being installed, and indexed by the system's depmod:
 *
 *   ${KMOD_TS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/kmod-ts}/trees/{6.1,6.12,uml}/lib/modules/VERSION
 *
 * The 6.12 kernel itself is kept too, in trees/6.12/boot, for test/kernel to start.
 *
 * `trees/NAME/package` says which package it was. A tree that is there is left alone: remove its folder to fetch a
 * newer one. An interrupted run leaves no half tree.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { treesFolder } from "./trees-folder.mjs";

const TREES = [
  {
    name: "6.1",
    preferred: "linux-image-6.1.0-56-amd64",
    pattern: /^linux-image-6\.1\.0-\d+-amd64$/,
    modules: "lib/modules",
  },
  {
    name: "6.12",
    preferred: "linux-image-6.12.117+deb12-amd64",
    pattern: /^linux-image-6\.12\.[\d.]+\+deb12-amd64$/,
    modules: "lib/modules",
    // test/kernel starts it.
    kernel: "boot",
  },
  { name: "uml", preferred: "user-mode-linux", pattern: /^user-mode-linux$/, modules: "usr/lib/uml/modules" },
];

const trees = treesFolder();

/** What a failure of ours says, without a stack trace. */
class Problem extends Error {}

/** Standard output of a program; anything but success is a Problem. */
function output(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: "utf8", maxBuffer: 64 << 20, ...options });
  if (result.error?.code === "ENOENT") throw new Problem(`${program} is not installed`);
  if (result.error) throw new Problem(`${program}: ${result.error.message}`);
  if (result.status !== 0) throw new Problem(`${program} ${args.join(" ")} failed:\n${result.stderr.trim()}`);
  return result.stdout;
}

function requirePrograms() {
  const wanted = { "apt-get": "apt", "apt-cache": "apt", "dpkg-deb": "dpkg" };
  const folders = (process.env.PATH ?? "").split(":");
  for (const [program, source] of Object.entries(wanted)) {
    if (folders.some((folder) => existsSync(join(folder, program)))) continue;
    throw new Problem(`${program} is missing (package ${source}): the trees come from Debian packages`);
  }
  if (depmodPath() === undefined) throw new Problem("depmod is missing: apt-get install kmod");
}

/** depmod lives in a folder that is not on every user's PATH. */
function depmodPath() {
  return ["/sbin/depmod", "/usr/sbin/depmod", "/usr/bin/depmod"].find((path) => existsSync(path));
}

/** The preferred package where apt offers it, else the newest that matches. */
function choosePackage(tree) {
  const names = output("apt-cache", ["pkgnames"]).split("\n");
  const available = names.filter((name) => tree.pattern.test(name) && candidateVersion(name) !== undefined);
  if (available.includes(tree.preferred)) return tree.preferred;
  const newest = available.toSorted((left, right) => left.localeCompare(right, "en", { numeric: true })).at(-1);
  if (newest === undefined) {
    throw new Problem(`apt offers no package like ${tree.preferred}: is this Debian 12, and was apt-get update run?`);
  }
  return newest;
}

function candidateVersion(name) {
  const version = /^ {2}Candidate: (.*)$/m.exec(output("apt-cache", ["policy", name]))?.[1];
  return version === "(none)" ? undefined : version;
}

/** Downloads a package into `folder` and unpacks it there into `unpacked`. */
function unpackPackage(name, folder) {
  const asRoot = process.getuid?.() === 0 ? ["-o", "APT::Sandbox::User=root"] : [];
  output("apt-get", [...asRoot, "download", name], { cwd: folder });
  const archive = readdirSync(folder).find((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Problem(`apt-get download ${name} left no .deb file`);
  output("dpkg-deb", ["-x", archive, "unpacked"], { cwd: folder });
  return join(folder, "unpacked");
}

/** Fetches one tree into a temporary folder and renames it into place when it is whole. */
function fetchTree(tree) {
  const target = join(trees, tree.name);
  if (existsSync(join(target, "package")) && (tree.kernel === undefined || existsSync(join(target, tree.kernel)))) {
    console.log(`${tree.name}: there already (${target})`);
    return;
  }
  requirePrograms();
  const name = choosePackage(tree);
  const version = candidateVersion(name);
  console.log(`${tree.name}: fetching ${name} ${version}`);
  const work = mkdtempSync(join(trees, ".fetching-"));
  try {
    const unpacked = unpackPackage(name, work);
    const finished = join(work, "finished");
    mkdirSync(join(finished, "lib"), { recursive: true });
    renameSync(join(unpacked, tree.modules), join(finished, "lib/modules"));
    if (tree.kernel !== undefined) renameSync(join(unpacked, tree.kernel), join(finished, tree.kernel));
    for (const release of readdirSync(join(finished, "lib/modules"))) indexTree(finished, release);
    writeFileSync(join(finished, "package"), `${name} ${version}\n`);
    rmSync(target, { recursive: true, force: true });
    renameSync(finished, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`${tree.name}: ready (${target})`);
}

function indexTree(root, release) {
  output(depmodPath(), ["-b", root, release]);
}

try {
  mkdirSync(trees, { recursive: true });
  for (const tree of TREES) fetchTree(tree);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`fetch-trees: ${error.message}`);
  process.exitCode = 1;
}
