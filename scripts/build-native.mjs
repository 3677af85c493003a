/**
 * Builds the native addon with the machine's C compiler into prebuilds/, where the package looks for it. Skips, with
 * one line that says so, where there is no compiler: everything but xz and system calls works without the addon.
 *
 * One file serves glibc (2.17 and later) and musl: see native/glibc_versions.h. For the architectures that a package carries
 * see release-binaries.mjs.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Failure, filesBelow, isMain, isNewer, main, root } from "./project.mjs";

/** What only the static edition is made of. */
const NOT_NODES = /\/(qjs_\w+|plain_\w+|linked\w*)\.c$/;
const SOURCES = filesBelow("native").filter((file) => file.endsWith(".c") && !NOT_NODES.test(file));
const HEADERS = filesBelow("native").filter((file) => file.endsWith(".h"));
/** What an addon is older than where it has to be made again. */
export const INPUTS = [...SOURCES, ...HEADERS, join(root, "scripts/build-native.mjs")];
const FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra"];
const DEFINITIONS = ["-DNAPI_VERSION=8", "-DNODE_GYP_MODULE_NAME=kmod_ts"];
/** Not to be unloaded: a worker's end closes the addon, and only then runs what its threads have to release. */
const LIBRARIES = ["-ldl", "-lpthread", "-Wl,-z,nodelete"];

/** The headers of Node-API: the development dependency, or in an installed package those that come with Node. */
function includeDirectory() {
  try {
    const require = createRequire(join(root, "package.json"));
    return join(dirname(require.resolve("node-api-headers/package.json")), "include");
  } catch {
    return join(dirname(process.execPath), "../include/node");
  }
}

/** Where the addon for an architecture is in a package. */
export function addonPath(packageRoot, architecture = process.arch) {
  return join(packageRoot, `prebuilds/linux-${architecture}/kmod-ts.node`);
}

/** Compiles the addon. Returns false where there is no such compiler; throws a Failure where it fails. */
export function compile(compiler, output, flags = []) {
  const temporary = `${output}.${process.pid}`;
  const headers = [`-I${includeDirectory()}`, "-include", join(root, "native/glibc_versions.h")];
  const command = [...FLAGS, ...flags, ...DEFINITIONS, ...headers, "-o", temporary, ...SOURCES, ...LIBRARIES];
  mkdirSync(dirname(output), { recursive: true });
  const result = spawnSync(compiler, command, { stdio: ["ignore", "inherit", "inherit"] });
  if (result.error !== undefined) return false;
  if (result.status !== 0) throw new Failure(`${compiler} failed on the native addon`);
  renameSync(temporary, output);
  return true;
}

/** Returns whether there is an addon for this machine now. */
export function buildNative() {
  const output = addonPath(root);
  if (!isNewer(INPUTS, output)) return true;
  const compiler = process.env.CC || "cc";
  if (compile(compiler, output)) return true;
  console.error(`Native addon not built: no C compiler (${compiler}); what needs it (xz) will say so.`);
  return false;
}

if (isMain(import.meta.url)) {
  await main(() => {
    if (!buildNative()) process.exitCode = 1;
  });
}
