/**
 * The binaries that the npm package carries, for each architecture: `prebuilds/linux-ARCHITECTURE/kmod-ts.node`, the
 * addon, and beside it `kmod-ts`, the static executable. With `--all` everything or nothing, as for a release.
 */

import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { addonPath, compile, INPUTS } from "./build-native.mjs";
import { buildStatic, isStaticCurrent, staticPath } from "./build-static.mjs";
import { Failure, isMain, isNewer, main, root } from "./project.mjs";
import {
  ARCHITECTURES,
  compilerPackages,
  hasLibrary,
  isPresent,
  missingPackages,
  targetOf,
} from "./static-targets.mjs";

/** The architectures by uname(1)'s names, with Node's name for each as `node`: see static-targets.mjs. */
export const RELEASED = ARCHITECTURES.map(targetOf);

/**
 * What is not there, each with Debian's packages that bring it, and `reason` where it is no package that is missing.
 */
export class MissingBinaries extends Failure {
  constructor(missing) {
    super(describeMissing("Not everything can be built here", missing));
    this.missing = missing;
  }
}

/** A few lines that say what is missing, and the command that brings it. */
export function describeMissing(title, missing) {
  const lines = missing.map(
    ({ what, packages, reason }) => `  ${what}: ${reason ?? `needs the packages ${packages.join(", ")}`}`,
  );
  const wanted = [...new Set(missing.flatMap(({ packages }) => packages))];
  const advice = wanted.length === 0 ? [] : [`On Debian: apt-get install ${wanted.join(" ")}`];
  return [`${title}:`, ...lines, ...advice].join("\n");
}

/** Where the static executable for an architecture (Node's name) is in a package. */
export function executablePath(packageRoot, architecture) {
  return join(packageRoot, `prebuilds/linux-${architecture}/kmod-ts`);
}

/** The files of a package that this makes, by their paths in there, and what each is called where it is missing. */
export const RELEASED_FILES = wantedBinaries().map(({ what, output }) => ({ what, path: relative(root, output) }));

/**
 * Both editions for all architectures: what it is, what it needs, how it is made, and whether the one that is there
 * will do.
 */
function wantedBinaries() {
  return RELEASED.flatMap((target) => [addonOf(target), executableOf(target)]);
}

function addonOf(target) {
  const packages = compilerPackages(target);
  const output = addonPath(root, target.node);
  return {
    what: `the addon for ${target.node}`,
    output,
    keep: () => !isNewer(INPUTS, output),
    missing() {
      if (!isPresent(target.compiler)) return [packages.compiler, packages.library];
      return hasLibrary(target.compiler, "libc.so") ? [] : [packages.library];
    },
    make: () => compile(target.compiler, output, ["-Werror", "-s"]),
  };
}

function executableOf(target) {
  const output = executablePath(root, target.node);
  return {
    what: `the static executable for ${target.node} (${target.name})`,
    output,
    keep() {
      const isCurrent = isStaticCurrent(target.name);
      if (isCurrent) copyProgram(staticPath(target.name), output);
      return isCurrent;
    },
    missing: () => missingPackages(target),
    make: async () => copyProgram(await buildStatic(target.name), output),
  };
}

/** Replaces a program at once: it may be running. */
function copyProgram(from, to) {
  const temporary = `${to}.${process.pid}`;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, temporary);
  chmodSync(temporary, 0o755);
  renameSync(temporary, to);
}

/** Makes one; returns why it cannot be made, or undefined. What is left of an older one does not stay. */
async function makeOne({ what, output, keep, missing, make }) {
  const packages = missing();
  if (packages.length > 0) {
    if (keep()) return undefined;
    rmSync(output, { force: true });
    return { what, packages };
  }
  try {
    await make();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    rmSync(output, { force: true });
    return { what, packages: [], reason: error.message };
  }
}

/**
 * Builds addons and static executables of all architectures into prebuilds/. With `all` throws MissingBinaries where
 * one cannot be made, before anything is built where that can be known; without, makes what can be made. Returns what
 * is `missing`: a list of `{ what, packages, reason }`, `packages` by Debian's names.
 */
export async function buildBinaries({ all }) {
  const wanted = wantedBinaries();
  if (all) {
    const lacking = wanted.map(({ what, missing }) => ({ what, packages: missing() }));
    refuse(lacking.filter(({ packages }) => packages.length > 0));
  }
  const missing = [];
  for (const each of wanted) {
    const problem = await makeOne(each);
    if (problem !== undefined) missing.push(problem);
    if (all) refuse(missing);
  }
  return { missing };
}

function refuse(missing) {
  if (missing.length > 0) throw new MissingBinaries(missing);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { missing } = await buildBinaries({ all: process.argv.includes("--all") });
    if (missing.length > 0) console.error(describeMissing("Not built", missing));
  });
}
