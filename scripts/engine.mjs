/**
 * The engine of the static edition: QuickJS, from the C sources that the npm package `qjsc` carries. They are fetched once,
 * checked, and compiled once for each compiler and set of flags. Nothing else of that package is used or run.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, root, run } from "./project.mjs";
import { cacheFolder } from "./trees-folder.mjs";

/** Where the sources come from, and what is checked of it. */
export const PACKAGE = "qjsc@0.3.0";
export const SHA512 = "a7+cU6/IVcZbIejffdt/wZVMX6LL2MDL3HQ9Zb5Gm23G9DvBMS/z9GHFxz39bAvp2PvMOM+ypSOAyokt2DdZ2w==";
/** The engine's own version. */
export const VERSION = "2021-03-27";
const SOURCES = "package/deps/quickjs_2021_03_27";
/** Takes the clock from them: see there. */
const CLOCK = join(root, "native/qjs_clock.h");
/** By what each is compiled for: speed where a run spends its time, else size. */
const UNITS = { quickjs: "-O2", libregexp: "-O2", libunicode: "-Os", cutils: "-O2", libbf: "-Os" };

/** Numbers above 2^53 are BigInts here; without CONFIG_BIGNUM the engine has none. */
const FLAGS = [
  "-fwrapv",
  "-funsigned-char",
  "-ffunction-sections",
  "-fdata-sections",
  // Nobody unwinds it.
  "-fno-asynchronous-unwind-tables",
  "-D_GNU_SOURCE",
  "-DCONFIG_BIGNUM",
  `-DCONFIG_VERSION="${VERSION}"`,
];

function folder() {
  return join(cacheFolder(), "engine");
}

/** Makes `target` from what `fill` puts into a temporary folder, renamed into place when it is whole. */
async function makeFolder(target, fill) {
  if (existsSync(target)) return;
  mkdirSync(folder(), { recursive: true });
  const work = mkdtempSync(join(folder(), ".making-"));
  try {
    await fill(work);
    if (!existsSync(target)) renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchPackage(directory) {
  console.log(`Fetching ${PACKAGE} …`);
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", directory, PACKAGE];
  const { stdout } = run("npm", args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const tarball = join(directory, stdout.trim().split("\n").at(-1));
  const sum = createHash("sha512").update(readFileSync(tarball)).digest("base64");
  if (sum !== SHA512) throw new Failure(`${PACKAGE} is not what it should be: its SHA-512 is ${sum}`);
  run("tar", ["-xzf", tarball, "-C", directory, SOURCES]);
  rmSync(tarball);
}

/** Whether the engine has been fetched. */
export function hasEngine() {
  return existsSync(join(folder(), PACKAGE));
}

/** Where the engine's headers and sources are, fetched when they are not there yet. */
export async function engineSources() {
  const target = join(folder(), PACKAGE);
  await makeFolder(target, fetchPackage);
  return join(target, SOURCES);
}

/** The engine's object files by a compiler, with more flags than the usual. */
export async function engineObjects(compiler, sources, more = []) {
  const { stdout } = spawnSync(compiler, ["--version"], { encoding: "utf8" });
  const key = createHash("sha256")
    .update(`${compiler}\0${stdout}\0${SHA512}\0${[...FLAGS, ...more]}\0${JSON.stringify(UNITS)}\0`)
    .update(readFileSync(CLOCK))
    .digest("hex")
    .slice(0, 16);
  const target = join(folder(), `objects-${key}`);
  await makeFolder(target, (directory) => {
    console.log("Compiling the engine …");
    for (const [unit, level] of Object.entries(UNITS)) {
      run(compiler, [
        ...FLAGS,
        level,
        ...more,
        // Failed assertions name the file.
        `-ffile-prefix-map=${sources}/=`,
        "-include",
        CLOCK,
        "-w",
        "-c",
        join(sources, `${unit}.c`),
        "-o",
        join(directory, `${unit}.o`),
      ]);
    }
  });
  return Object.keys(UNITS).map((unit) => join(target, `${unit}.o`));
}
