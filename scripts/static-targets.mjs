/**
 * The architectures that the static edition is built for, by uname(1)'s names: this machine's own with its compiler and libraries, others
 * with Debian's cross compiler, libraries that are unpacked into the cache folder, and qemu, which starts what is
 * built once to load the program.
 */

import { spawnSync } from "node:child_process";
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
import { machine } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { Failure } from "./project.mjs";
import { aptFor, output, Problem, requireApt, unpackPackage } from "./trees-apt.mjs";
import { cacheFolder } from "./trees-folder.mjs";

/** Files and times of 64 bits where the C library has others too. */
const LARGE = ["-D_FILE_OFFSET_BITS=64", "-D_TIME_BITS=64"];

/** `node` is Node's name, `debian` Debian's; `triplet` stands before the names of programs and in the path of libraries. */
const TARGETS = {
  x86_64: { node: "x64", debian: "amd64", triplet: "x86_64-linux-gnu", qemu: "qemu-x86_64-static" },
  aarch64: { node: "arm64", debian: "arm64", triplet: "aarch64-linux-gnu", qemu: "qemu-aarch64-static" },
  armv7l: { node: "arm", debian: "armhf", triplet: "arm-linux-gnueabihf", qemu: "qemu-arm-static", flags: LARGE },
};

/** Static libraries, and the Debian packages that have them. */
const LIBRARIES = { "liblzma.a": "liblzma-dev", "libzstd.a": "libzstd-dev", "libz.a": "zlib1g-dev" };

/** Names of the architectures. */
export const ARCHITECTURES = Object.keys(TARGETS);

/** Whether a program can be started. */
export function isPresent(program) {
  return spawnSync(program, ["--version"]).status === 0;
}

/**
 * This machine's architecture; undefined where the static edition is not made for it: Node says `arm` of an ARMv6 too.
 */
export function ownArchitecture() {
  if (process.arch === "arm" && machine().startsWith("armv6")) return undefined;
  return ARCHITECTURES.find((name) => TARGETS[name].node === process.arch);
}

/** How to build for an architecture: programs, flags, and `runner`, the words before a command that is built. */
export function targetOf(name) {
  const target = TARGETS[name];
  if (target === undefined)
    throw new Failure(`The static edition is made for ${ARCHITECTURES.join(", ")}; not ${name}`);
  const isOwn = name === ownArchitecture();
  const prefix = isOwn ? "" : `${target.triplet}-`;
  return {
    ...target,
    name,
    isOwn,
    flags: target.flags ?? [],
    compiler: `${prefix}gcc`,
    objcopy: `${prefix}objcopy`,
    runner: isOwn ? [] : [target.qemu],
  };
}

/** Whether a compiler knows where a library is. */
export function hasLibrary(compiler, library) {
  return isAbsolute(fileOfCompiler(compiler, library));
}

/** Debian's packages of the compiler for a target, and of the C library to compile with. */
export function compilerPackages({ isOwn, triplet, debian }) {
  if (isOwn) return { compiler: "gcc", binutils: "binutils", library: "libc6-dev" };
  const name = triplet.replaceAll("_", "-");
  return { compiler: `gcc-${name}`, binutils: `binutils-${name}`, library: `libc6-dev-${debian}-cross` };
}

/** This machine's own compiler makes the bytecode for every target. */
function missingForBytecode() {
  if (!isPresent("gcc")) return ["gcc", "libc6-dev"];
  return hasLibrary("gcc", "libm.so") ? [] : ["libc6-dev"];
}

/** Debian packages of this machine's that are missing to build for a target. */
export function missingPackages(target = targetOf(ownArchitecture())) {
  const { isOwn, compiler, objcopy } = target;
  const packages = compilerPackages(target);
  const programs = { [compiler]: packages.compiler, [objcopy]: packages.binutils };
  if (!isOwn) programs[target.qemu] = "qemu-user-static";
  const missing = Object.keys(programs).filter((program) => !isPresent(program));
  const libraries = { "libc.a": packages.library, ...(isOwn ? LIBRARIES : {}) };
  const absent = Object.keys(libraries).filter(
    (library) => missing.includes(compiler) || !hasLibrary(compiler, library),
  );
  const needed = [...missing.map((program) => programs[program]), ...absent.map((library) => libraries[library])];
  return [...new Set([...missingForBytecode(), ...needed])];
}

/**
 * Downloads the libraries' packages of another architecture; keeps the static libraries, and in packages.json where
 * each is from.
 */
function fetchLibraries({ debian, triplet }, folder) {
  requireApt();
  console.log(`Fetching libraries for ${debian} …`);
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), ".libraries-"));
  try {
    const apt = aptFor(debian, work);
    const found = join(work, "found");
    const packages = {};
    mkdirSync(found);
    for (const [library, name] of Object.entries(LIBRARIES)) {
      const unpacked = unpackPackage(apt, name, work);
      renameSync(join(unpacked, "usr/lib", triplet, library), join(found, library));
      packages[library] = describeArchive(dirname(unpacked));
    }
    writeFileSync(join(found, "packages.json"), JSON.stringify(packages));
    if (!existsSync(folder)) renameSync(found, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The package whose archive is in a folder, and its source package. */
function describeArchive(folder) {
  const archive = readdirSync(folder).find((name) => name.endsWith(".deb"));
  const format = ["Package", "Version", "source:Package", "source:Version"].map((field) => `\${${field}}`).join(" ");
  const fields = output("dpkg-deb", ["-W", `--showformat=${format}`, join(folder, archive)]).split(" ");
  const [name, version, source, sourceVersion] = fields;
  return { name, version, source, sourceVersion };
}

/** The folder of another architecture's libraries, fetched when it is not there yet. */
function fetchedLibraries(target) {
  const folder = join(cacheFolder(), `static-libraries-${target.debian}`);
  try {
    if (!existsSync(folder)) fetchLibraries(target, folder);
  } catch (error) {
    throw error instanceof Problem ? new Failure(error.message) : error;
  }
  return folder;
}

/**
 * Which packages brought the libraries of another architecture: `{ name, version, source, sourceVersion }` by the
 * library's file name.
 */
export function fetchedPackages(target) {
  return JSON.parse(readFileSync(join(fetchedLibraries(target), "packages.json"), "utf8"));
}

/** What a compiler has under a file's name; the name itself where it has nothing. */
export function fileOfCompiler(compiler, name) {
  return (spawnSync(compiler, [`-print-file-name=${name}`], { encoding: "utf8" }).stdout ?? name).trim();
}

/** The static libraries of a target, in the order in which they are linked. */
export function libraryFiles(target) {
  const names = Object.keys(LIBRARIES);
  if (target.isOwn) return names.map((name) => fileOfCompiler(target.compiler, name));
  return names.map((name) => join(fetchedLibraries(target), name));
}
