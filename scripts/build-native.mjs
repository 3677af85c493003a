/**
 * Builds the native addon with the machine's C compiler into prebuilds/, where the package looks for it. Skips, with
 * one line that says so, where there is no compiler: everything but xz and system calls works without the addon.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { filesBelow, isMain, isNewer, root } from "./project.mjs";

const SOURCES = filesBelow("native").filter((file) => file.endsWith(".c"));
const HEADERS = filesBelow("native").filter((file) => file.endsWith(".h"));
const FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O2", "-fPIC", "-shared", "-fvisibility=hidden"];
const WARNINGS = ["-Wall", "-Wextra", "-Werror"];

/** `linux-x64-glibc` and the like. */
function target() {
  const { header } = process.report.getReport();
  return `linux-${process.arch}-${header.glibcVersionRuntime === undefined ? "musl" : "glibc"}`;
}

/** The headers of Node-API: the development dependency, or in an installed package those that come with Node. */
function includeDirectory() {
  try {
    const require = createRequire(join(root, "package.json"));
    return join(dirname(require.resolve("node-api-headers/package.json")), "include");
  } catch {
    return join(dirname(process.execPath), "../include/node");
  }
}

/** Returns whether there is an addon now. */
export function buildNative() {
  const output = join(root, "prebuilds", target(), "kmod-ts.node");
  const inputs = [...SOURCES, ...HEADERS, join(root, "scripts/build-native.mjs")];
  if (!isNewer(inputs, output)) return true;
  const compiler = process.env.CC || "cc";
  mkdirSync(dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}`;
  const definitions = ["-DNAPI_VERSION=8", "-DNODE_GYP_MODULE_NAME=kmod_ts"];
  const command = [
    ...FLAGS,
    ...WARNINGS,
    ...definitions,
    `-I${includeDirectory()}`,
    "-o",
    temporary,
    ...SOURCES,
    "-ldl",
    "-lpthread",
  ];
  const result = spawnSync(compiler, command, { stdio: ["ignore", "inherit", "inherit"] });
  if (result.error !== undefined) {
    console.error(`Native addon not built: no C compiler (${compiler}); what needs it (xz) will say so.`);
    return false;
  }
  if (result.status !== 0) throw new Error(`${compiler} failed on the native addon`);
  renameSync(temporary, output);
  return true;
}

if (isMain(import.meta.url)) process.exitCode = buildNative() ? 0 : 1;
