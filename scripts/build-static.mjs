/**
 * `npm run build:static [-- --arch ARCHITECTURE]`: the static edition, `dist/static/kmod-ts-ARCHITECTURE`. The program of src/static, bundled and
 * loaded; the engine that runs it; native/; and liblzma, libzstd and zlib: one executable that needs
 * nothing else.
 */

import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { bundleStatic } from "./bundles.mjs";
import { engineObjects, engineSources } from "./engine.mjs";
import { Failure, filesBelow, isMain, isNewer, main, root, run } from "./project.mjs";
import { libraryFiles, missingPackages, ownArchitecture, targetOf } from "./static-targets.mjs";
import { cacheFolder } from "./trees-folder.mjs";

/** Node's binding, what opens libraries at run time, and what only Node's threads do. */
const NOT_LINKED = /\/(napi\w*|library|ahead|batch|image|syslog|qjs_compile)\.c$/;
export const SOURCES = filesBelow("native")
  .filter((file) => file.endsWith(".c") && !NOT_LINKED.test(file))
  .toSorted();
/** The only one that is compiled twice: see assemble. */
const IMAGE = "qjs_image";

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
  "-Wl,-T,no-unwinding.ld",
  "-s",
];

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

/** Compiles sources of native/ into a folder. */
function compile(target, sources, files, folder, flags = []) {
  const options = [...FLAGS, ...PROTECTION, ...target.flags, ...flags, ...WARNINGS, "-isystem", sources];
  run(target.compiler, [...options, "-c", ...files], { cwd: folder });
}

function copyInto(folder, files) {
  mkdirSync(folder);
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
}

const objectOf = (source) => basename(source).replace(/\.c$/, ".o");

/**
 * Puts what is linked into a folder, and `link.args`, the compiler's arguments to link it there. The order of objects
 * decides what the executable looks like.
 */
async function prepareParts(parts, target, sources) {
  const engine = await engineObjects(target.compiler, sources, target.flags);
  const libraries = libraryFiles(target);
  copyInto(join(parts, "engine"), engine);
  copyInto(join(parts, "libraries"), libraries);
  copyFileSync(join(root, "native/no-unwinding.ld"), join(parts, "no-unwinding.ld"));
  mkdirSync(join(parts, "objects"));
  compile(target, sources, SOURCES, join(parts, "objects"));
  const inputs = [
    ...SOURCES.map((source) => `objects/${objectOf(source)}`),
    ...engine.map((file) => `engine/${basename(file)}`),
    ...libraries.map((file) => `libraries/${basename(file)}`),
  ];
  writeFileSync(join(parts, "link.args"), `${[...LINKING, ...inputs, "-lm", "-lpthread"].join("\n")}\n`);
}

/**
 * Links the executable and puts into it the memory that its engine has when the program is loaded: see native/qjs_image.h. The first
 * one only says what that is. Everything is made in the folder `parts`, and what is needed to link again, with another
 * C library, stays there: see scripts/release/relink.sh, which does the same. Returns the executable.
 */
async function assemble(parts, target, program, say) {
  const sources = await engineSources();
  say("Compiling the program to bytecode …");
  await compileProgram(parts, sources, program);
  say("Compiling native/ and linking, to see what memory the program takes …");
  await prepareParts(parts, target, sources);
  const here = { cwd: parts, encoding: "utf8" };
  const link = (output) => run(target.compiler, ["@link.args", "-o", output], here);
  const start = ([first, ...words], stdout) => run(first, words, { ...here, stdio: ["ignore", stdout, "inherit"] });
  link("trial");
  const { stdout } = start([...target.runner, "./trial", "main.bytecode", "fates"], "pipe");
  say("Linking, and loading the program into the executable …");
  const image = SOURCES.filter((source) => objectOf(source) === `${IMAGE}.o`);
  compile(target, sources, image, join(parts, "objects"), stdout.trim().split(" "));
  link("linked");
  start([...target.runner, "./linked", "main.bytecode", "fates", "memory"], "ignore");
  run(target.objcopy, ["--update-section", "kmod_image=memory", "linked", "made"], here);
  for (const name of ["qjs-compile", "main.js", "trial", "linked", "memory"]) rmSync(join(parts, name));
  return join(parts, "made");
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

/** Where the parts of an executable are, to link it again. */
export function partsPath(output) {
  return `${output}.parts`;
}

/** Where another build has put its own in between, that one stays: its bytes are the same. */
function replaceFolder(folder, target) {
  rmSync(target, { recursive: true, force: true });
  try {
    renameSync(folder, target);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
}

/** Makes an executable of a program: see build-static.d.mts. */
export async function assembleProgram(output, program = {}, architecture = ownArchitecture(), say = () => {}) {
  const [temporary, parts] = [`${output}.${process.pid}`, partsPath(output)];
  mkdirSync(dirname(output), { recursive: true });
  const work = mkdtempSync(`${parts}-`);
  try {
    renameSync(await assemble(work, targetOf(architecture), program, say), temporary);
    replaceFolder(work, parts);
    renameSync(temporary, output);
  } finally {
    rmSync(work, { recursive: true, force: true });
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
      `Building the static edition for ${architecture}. It takes seconds; the first time a minute, since the engine`,
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
