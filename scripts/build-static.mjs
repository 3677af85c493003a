/**
 * `npm run build:static [-- --arch ARCHITECTURE]`: the static edition, `dist/static/kmod-ts-ARCHITECTURE`. The program of src/static, bundled and
 * loaded; the engine that runs it; native/; and liblzma, libzstd and zlib: one executable that needs
 * nothing else.
 */

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { bundleStatic } from "./bundles.mjs";
import { engineObjects, engineSources } from "./engine.mjs";
import { Failure, filesBelow, isMain, isNewer, main, root, run } from "./project.mjs";
import { librariesOf, missingPackages, ownArchitecture, targetOf } from "./static-targets.mjs";
import { cacheFolder } from "./trees-folder.mjs";

/** Node's binding, what opens libraries at run time, and what only Node's threads do. */
const NOT_LINKED = /\/(napi\w*|library|ahead|batch|image|syslog|qjs_compile)\.c$/;
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

/** For native/, which handles what hostile files say. The engine would be slower by a thirtieth, and is given nothing but our program. */
const PROTECTION = ["-fstack-protector-strong", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2"];

export const WARNINGS = ["-Wall", "-Wextra", "-Werror"];
const LINKING = [
  "-static",
  // The tables of addresses are read-only when the program begins, and no memory that is written is ever executed.
  "-Wl,-z,relro,-z,now,-z,noexecstack",
  "-Wl,--gc-sections",
  "-Wl,--build-id=none",
  `-Wl,-T,${join(root, "native/no-unwinding.ld")}`,
  "-s",
];
export const LIBRARIES = ["-llzma", "-lzstd", "-lz", "-lm", "-lpthread"];

/** Where the executable for an architecture is made; undefined where there is none for this machine. */
export function staticPath(architecture = ownArchitecture()) {
  return architecture === undefined ? undefined : join(root, `dist/static/kmod-ts-${architecture}`);
}

/** What native/qjs_math.c leaves out. */
const UNUSED_MATH = /\bMath\.(a?cosh?|a?sinh?|a?tanh?|atan2|cbrt|exp|expm1|log|log10|log1p|log2)\b/;

function refuseUnusedMath(module) {
  const used = UNUSED_MATH.exec(readFileSync(module, "utf8"));
  if (used !== null) throw new Failure(`The program uses ${used[0]}, which native/qjs_math.c leaves out`);
}

/** Compiles the program to bytecode, which is the same for all architectures; returns its path. */
export async function compileProgram(directory, sources, program) {
  const [compiler, module, bytecode] = ["qjs-compile", "main.js", "main.bytecode"].map((name) => join(directory, name));
  await bundleStatic(module, program);
  refuseUnusedMath(module);
  const inputs = [join(root, "native/qjs_compile.c"), ...(await engineObjects("gcc", sources))];
  run("gcc", [...FLAGS, ...WARNINGS, "-isystem", sources, "-o", compiler, ...inputs, "-lm", "-lpthread"]);
  run(compiler, [module, bytecode]);
  return bytecode;
}

/** Returns what links the executable, with what it is compiled with beside the usual. */
async function linkerOf(target, sources) {
  const objects = await engineObjects(target.compiler, sources, target.flags);
  const libraries = [...librariesOf(target), ...LIBRARIES];
  return (output, flags) => {
    const options = [...FLAGS, ...PROTECTION, ...target.flags, ...flags, ...WARNINGS, ...LINKING, "-isystem", sources];
    run(target.compiler, [...options, "-o", output, ...SOURCES, ...objects, ...libraries]);
  };
}

/**
 * Links the executable and puts into it the memory that its engine has when the program is loaded: see native/qjs_image.h. The first
 * one only says what that is.
 */
async function assemble(directory, target, program, say) {
  const sources = await engineSources();
  const link = await linkerOf(target, sources);
  say("Compiling the program to bytecode …");
  const bytecode = await compileProgram(directory, sources, program);
  const names = ["trial", "fates", "linked", "memory", "made"];
  const [trial, fates, linked, memory, made] = names.map((name) => join(directory, name));
  const start = ([first, ...words], options) => run(first, words, { encoding: "utf8", ...options });
  say("Compiling native/ and linking, to see what memory the program takes …");
  link(trial, []);
  const { stdout } = start([...target.runner, trial, bytecode, fates], { stdio: ["ignore", "pipe", "inherit"] });
  say("Linking, and loading the program into the executable …");
  link(linked, stdout.trim().split(" "));
  start([...target.runner, linked, bytecode, fates, memory], { stdio: ["ignore", "ignore", "inherit"] });
  run(target.objcopy, ["--update-section", `kmod_image=${memory}`, linked, made]);
  return made;
}

/** Whether the executable for an architecture is there and made from what is here now. */
export function isStaticCurrent(architecture = ownArchitecture()) {
  return !isNewer(inputs(), staticPath(architecture));
}

function inputs() {
  const scripts = ["build-static.mjs", "bundles.mjs", "engine.mjs", "static-targets.mjs"].map((name) =>
    join(root, "scripts", name),
  );
  const folders = ["src/core", "src/commands", "src/cli", "src/native", "src/static", "native", "scripts/stubs"];
  return [...folders.flatMap(filesBelow), ...scripts, join(root, "package-lock.json")];
}

/** Makes an executable of a program: see build-static.d.mts. */
export async function assembleProgram(output, program = {}, architecture = ownArchitecture(), say = () => {}) {
  const directory = mkdtempSync(join(tmpdir(), "kmod-ts-static-"));
  try {
    const temporary = `${output}.${process.pid}`;
    mkdirSync(dirname(output), { recursive: true });
    copyFileSync(await assemble(directory, targetOf(architecture), program, say), temporary);
    renameSync(temporary, output);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Throws a Failure that says, in one line to copy, what brings that which is missing to build for an architecture. */
function requirePackages(architecture) {
  const missing = missingPackages(targetOf(architecture));
  if (missing.length === 0) return;
  throw new Failure(`to build the static edition for ${architecture}, first: apt-get install ${missing.join(" ")}`);
}

/** Makes an executable of a program where it is out of date: see build-static.d.mts. */
export async function buildProgram(output, program = {}, sources = [], architecture = ownArchitecture()) {
  if (!isNewer([...inputs(), ...sources], output)) return;
  requirePackages(architecture);
  await assembleProgram(output, program, architecture);
}

/** Where the executable for an architecture goes. Throws a Failure where there is none for this machine. */
function outputFor(architecture) {
  if (architecture === undefined) throw new Failure(`the static edition is not made for ${process.arch} yet`);
  targetOf(architecture);
  return staticPath(architecture);
}

/** Builds the executable where it is out of date; returns its path. Throws a Failure that says what is missing. */
export async function buildStatic(architecture = ownArchitecture()) {
  const output = outputFor(architecture);
  await buildProgram(output, {}, [], architecture);
  return output;
}

/** The same for whoever looks on. */
async function buildAloud(architecture = ownArchitecture()) {
  const output = outputFor(architecture);
  const began = Date.now();
  const isCurrent = !isNewer(inputs(), output);
  if (!isCurrent) {
    requirePackages(architecture);
    say(
      `Building the static edition for ${architecture}. It takes some 15 seconds; the first time a minute, since the engine`,
      `is then fetched from the npm registry (2 MB) and compiled, into ${cacheFolder()}.`,
    );
    await assembleProgram(output, {}, architecture, say);
  }
  const path = relative(process.cwd(), output);
  const command = path.startsWith("..") ? output : path;
  const took = isCurrent ? "is up to date" : `was made in ${Math.round((Date.now() - began) / 1000)} s`;
  say(
    `${command} ${took}: ${(statSync(output).size / 1e6).toFixed(2)} MB, and needs nothing else.`,
    ...(architecture === ownArchitecture()
      ? whatNow(command)
      : [`It runs on a machine of that architecture, or with ${targetOf(architecture).qemu}.`]),
  );
}

function whatNow(command) {
  return [
    `Try it:                       ${command} modinfo FILE.ko`,
    `Links under the tools' names: ${command} install-links DIR`,
  ];
}

function say(...lines) {
  for (const line of lines) console.log(line);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({ options: { arch: { type: "string" } } });
    await buildAloud(values.arch);
  });
}
