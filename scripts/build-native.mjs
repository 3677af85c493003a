/**
 * `npm run build:native`, in a clone and in an installed package: builds the native addon with the machine's C
 * compiler into prebuilds/, where the package looks for it.
 *
 * One file serves glibc (2.17 and later) and musl: see native/glibc_versions.h. For the architectures that a package
 * carries see release-binaries.mjs.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { machine } from "node:os";
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
  const directory = headersOfPackage() ?? join(dirname(process.execPath), "../include/node");
  if (existsSync(join(directory, "node_api.h"))) return directory;
  const ways = "`npm install --no-save node-api-headers` brings it, or Debian's package libnode-dev";
  throw new Failure(`The native addon needs node_api.h, which this Node came without: ${ways}`);
}

function headersOfPackage() {
  try {
    const require = createRequire(join(root, "package.json"));
    return join(dirname(require.resolve("node-api-headers/package.json")), "include");
  } catch {
    return undefined;
  }
}

/** Node calls an ARMv6 `arm` too, for which the addon of a package is too new: see src/node/addon.ts. */
function ownFolder() {
  return process.arch === "arm" && machine().startsWith("armv6") ? "armv6" : process.arch;
}

/** Where the addon for an architecture is in a package. */
export function addonPath(packageRoot, architecture = ownFolder()) {
  return join(packageRoot, `prebuilds/linux-${architecture}/kmod-ts.node`);
}

/** Whether a compiler can make any shared library at all: it may have come without the C library's headers. */
function works(compiler) {
  const input = "#include <dlfcn.h>\n#include <stdlib.h>\n";
  return spawnSync(compiler, ["-shared", "-o", "/dev/null", "-x", "c", "-"], { input }).status === 0;
}

/** Compiles the addon. Returns false where there is no such compiler that works; throws a Failure where it fails. */
export function compile(compiler, output, flags = []) {
  const temporary = `${output}.${process.pid}`;
  const headers = [`-I${includeDirectory()}`, "-include", join(root, "native/glibc_versions.h")];
  const command = [...FLAGS, ...flags, ...DEFINITIONS, ...headers, "-o", temporary, ...SOURCES, ...LIBRARIES];
  mkdirSync(dirname(output), { recursive: true });
  const { error, status, stderr } = spawnSync(compiler, command, { encoding: "utf8" });
  if (error !== undefined || (status !== 0 && !works(compiler))) return false;
  process.stderr.write(stderr);
  if (status !== 0) throw new Failure(`${compiler} failed on the native addon`);
  renameSync(temporary, output);
  return true;
}

function ownCompiler() {
  return process.env.CC || "cc";
}

/** Returns whether there is an addon for this machine now. */
export function buildNative() {
  const output = addonPath(root);
  return !isNewer(INPUTS, output) || compile(ownCompiler(), output);
}

/** What to say where there is none. */
export function noAddon() {
  return [
    `The native addon is not built: there is no C compiler (${ownCompiler()}) that works. Without it kmod-ts inserts`,
    "and removes no modules and reads no .ko.xz, nor .ko.zst in Node 20. With one (Debian: apt-get install gcc",
    "libc6-dev): npm run build:native",
  ].join("\n");
}

if (isMain(import.meta.url)) {
  await main(() => {
    // Whoever asks for it may have one that does not load; and all files of an npm package are equally old.
    if (!compile(ownCompiler(), addonPath(root))) throw new Failure(noAddon());
  });
}
