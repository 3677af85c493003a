/**
 * `npm run build:static`: the static edition, `dist/static/kmod-ts-ARCHITECTURE`. The program of src/static, bundled and
 * loaded; the engine that runs it; native/; and liblzma, libzstd and zlib: one executable that needs
 * nothing else.
 */

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { bundleStatic } from "./bundles.mjs";
import { engineObjects, engineSources } from "./engine.mjs";
import { Failure, filesBelow, isMain, isNewer, main, root, run } from "./project.mjs";

/** Node's names for the architectures, and those of uname(1). */
const ARCHITECTURES = { x64: "x86_64" };

/** Node's binding, what opens libraries at run time, and what only Node's threads do. */
const NOT_LINKED = /\/(napi\w*|library|ahead|batch|image|qjs_compile)\.c$/;
export const SOURCES = filesBelow("native").filter((file) => file.endsWith(".c") && !NOT_LINKED.test(file));

export const FLAGS = [
  "-std=c11",
  "-D_GNU_SOURCE",
  "-O2",
  "-ffunction-sections",
  "-fdata-sections",
  "-fno-asynchronous-unwind-tables",
  // The engine's header has to be read as the engine was compiled.
  "-DCONFIG_BIGNUM",
];

export const WARNINGS = ["-Wall", "-Wextra", "-Werror"];
const LINKING = [
  "-static",
  "-Wl,--gc-sections",
  "-Wl,--build-id=none",
  `-Wl,-T,${join(root, "native/no-unwinding.ld")}`,
  "-s",
];
export const LIBRARIES = ["-llzma", "-lzstd", "-lz", "-lm", "-lpthread"];

/** What is linked in, and the Debian package that has it. */
const NEEDED = {
  "libc.a": "libc6-dev",
  "liblzma.a": "liblzma-dev",
  "libzstd.a": "libzstd-dev",
  "libz.a": "zlib1g-dev",
};

/** Where the executable for this machine is made; undefined where it cannot be. */
export function staticPath() {
  const architecture = ARCHITECTURES[process.arch];
  return architecture === undefined ? undefined : join(root, `dist/static/kmod-ts-${architecture}`);
}

function has(compiler, library) {
  const { stdout } = spawnSync(compiler, [`-print-file-name=${library}`], { encoding: "utf8" });
  return isAbsolute(stdout.trim());
}

/** Debian packages without which there is no static edition. */
export function missingPackages(compiler = "gcc") {
  const programs = { [compiler]: "gcc", objcopy: "binutils" };
  const absent = Object.keys(programs).filter((program) => spawnSync(program, ["--version"]).status !== 0);
  if (absent.length > 0) return [...absent.map((program) => programs[program]), ...Object.values(NEEDED)];
  return Object.entries(NEEDED).flatMap(([library, name]) => (has(compiler, library) ? [] : [name]));
}

/** What native/qjs_math.c leaves out. */
const UNUSED_MATH = /\bMath\.(a?cosh?|a?sinh?|a?tanh?|atan2|cbrt|exp|expm1|log|log10|log1p|log2)\b/;

function refuseUnusedMath(module) {
  const used = UNUSED_MATH.exec(readFileSync(module, "utf8"));
  if (used !== null) throw new Failure(`The program uses ${used[0]}, which native/qjs_math.c leaves out`);
}

/** Compiles the program to bytecode; returns its path. */
export async function compileProgram(directory, engine, program) {
  const [compiler, module, bytecode] = ["qjs-compile", "main.js", "main.bytecode"].map((name) => join(directory, name));
  await bundleStatic(module, program);
  refuseUnusedMath(module);
  const inputs = [join(root, "native/qjs_compile.c"), ...engine.objects];
  run("gcc", [...FLAGS, ...WARNINGS, "-isystem", engine.sources, "-o", compiler, ...inputs, "-lm", "-lpthread"]);
  run(compiler, [module, bytecode]);
  return bytecode;
}

/** Links the executable, with what it is compiled with beside the usual. */
function link(output, engine, flags) {
  const inputs = [...SOURCES, ...engine.objects, ...LIBRARIES];
  run("gcc", [...FLAGS, ...flags, ...WARNINGS, ...LINKING, "-isystem", engine.sources, "-o", output, ...inputs]);
}

/**
 * Links the executable and puts into it the memory that its engine has when the program is loaded: see native/qjs_image.h. The first
 * one only says what that is.
 */
async function assemble(directory, program) {
  const sources = await engineSources();
  const engine = { sources, objects: await engineObjects("gcc", sources) };
  const bytecode = await compileProgram(directory, engine, program);
  const names = ["trial", "fates", "linked", "memory", "made"];
  const [trial, fates, linked, memory, made] = names.map((name) => join(directory, name));
  link(trial, engine, []);
  const { stdout } = run(trial, [bytecode, fates], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  link(linked, engine, stdout.trim().split(" "));
  run(linked, [bytecode, fates, memory], { stdio: ["ignore", "ignore", "inherit"] });
  run("objcopy", ["--update-section", `kmod_image=${memory}`, linked, made]);
  return made;
}

function inputs() {
  const scripts = ["build-static.mjs", "bundles.mjs", "engine.mjs"].map((name) => join(root, "scripts", name));
  const folders = ["src/core", "src/commands", "src/cli", "src/native", "src/static", "native", "scripts/stubs"];
  return [...folders.flatMap(filesBelow), ...scripts, join(root, "package-lock.json")];
}

/** Makes an executable of a program: see build-static.d.mts. */
export async function assembleProgram(output, program = {}) {
  const directory = mkdtempSync(join(tmpdir(), "kmod-ts-static-"));
  try {
    const temporary = `${output}.${process.pid}`;
    mkdirSync(dirname(output), { recursive: true });
    copyFileSync(await assemble(directory, program), temporary);
    renameSync(temporary, output);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Makes an executable of a program where it is out of date: see build-static.d.mts. */
export async function buildProgram(output, program = {}, sources = []) {
  if (!isNewer([...inputs(), ...sources], output)) return;
  const missing = missingPackages();
  if (missing.length > 0) throw new Failure(`The static edition needs ${missing.join(", ")}: apt-get install them`);
  await assembleProgram(output, program);
}

/** Builds the executable where it is out of date; returns its path. Throws a Failure that says what is missing. */
export async function buildStatic() {
  const output = staticPath();
  if (output === undefined) throw new Failure(`The static edition is not made for ${process.arch} yet`);
  await buildProgram(output);
  return output;
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const output = await buildStatic();
    console.log(`${output}: ${(statSync(output).size / 1e6).toFixed(2)} MB`);
  });
}
