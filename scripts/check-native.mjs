/**
 * Is the addon right? Compiles it with every compiler that is here, warnings being errors; sees that it loads on what it
 * is released for; and with `--sanitize` runs the tests that touch it under AddressSanitizer and UBSan, which end a
 * process at its first bad access. Leaks are not looked for: Node itself leaves its memory to the end of the process.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addonPath, compile } from "./build-native.mjs";
import { Failure, isMain, main, root, run } from "./project.mjs";
import { RELEASED } from "./release-binaries.mjs";

const crossed = RELEASED.filter(({ isOwn }) => !isOwn).map(({ compiler }) => compiler);
const COMPILERS = ["gcc", "clang", "musl-gcc", ...crossed];

/** Node 20 runs from this glibc on. */
const OLDEST_GLIBC = [2, 28];

/** What the tests of the addon need of the repository. */
const TESTED = [
  "dist",
  "scripts",
  "src",
  "test",
  "package.json",
  "vitest.config.ts",
  "tsconfig.base.json",
  "tsconfig.json",
];
const TESTS = [
  "ahead",
  "batch",
  "codecs",
  "host",
  "many-files",
  "module-calls",
  "name-table",
  "shell.test",
  "trie-encoder",
];

const SANITIZERS = [
  "-g",
  "-O1",
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=all",
  "-fno-omit-frame-pointer",
];

function output(program, args) {
  const { stdout, error, status } = spawnSync(program, args, { encoding: "utf8" });
  return error === undefined && status === 0 ? stdout : "";
}

/** Symbol versions of glibc newer than Node's, as `GLIBC_2.34`. */
function newerThanNode(symbols) {
  const versions = symbols.match(/GLIBC_[0-9.]+/g) ?? [];
  return versions.filter((version) => {
    const [major = 0, minor = 0] = version.slice("GLIBC_".length).split(".").map(Number);
    return major > OLDEST_GLIBC[0] || minor > OLDEST_GLIBC[1];
  });
}

/** Loads an addon in a program of musl's that has Node's functions by name only. */
function loadUnderMusl(directory, addon, symbols) {
  const names = symbols.match(/\bnapi_\w+/g) ?? [];
  const stubs = names
    .filter((name) => name !== "napi_register_module_v1")
    .map((name) => `int ${name}(void) { return 0; }`);
  const body = `int main(int count, char **words) {
    void *addon = count > 1 ? dlopen(words[1], RTLD_NOW) : 0;
    if (addon == 0) puts(dlerror());
    return addon == 0 || dlsym(addon, "napi_register_module_v1") == 0;
  }`;
  const source = join(directory, "host.c");
  writeFileSync(source, ["#include <dlfcn.h>", "#include <stdio.h>", ...stubs, body, ""].join("\n"));
  run("musl-gcc", ["-rdynamic", "-o", join(directory, "host"), source]);
  run(join(directory, "host"), [addon]);
}

/** Compiles with all compilers; returns the names of those that are here. */
function compileWithAll(directory) {
  return COMPILERS.filter((compiler) => {
    const addon = join(directory, `${compiler}.node`);
    if (!compile(compiler, addon, ["-Werror"])) return false;
    const symbols = output("nm", ["-D", addon]);
    const newer = newerThanNode(symbols);
    if (newer.length > 0) throw new Failure(`The addon by ${compiler} needs ${newer.join(", ")}`);
    if (compiler === "gcc" && output("musl-gcc", ["--version"]) !== "") loadUnderMusl(directory, addon, symbols);
    return true;
  });
}

function reportsIn(directory) {
  const names = readdirSync(directory).filter((name) => name.startsWith("report"));
  return names.map((name) => readFileSync(join(directory, name), "utf8"));
}

/** A copy of what the tests need, with an addon that watches its memory. */
function runSanitized(directory) {
  for (const name of TESTED) cpSync(join(root, name), join(directory, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  if (!compile("gcc", addonPath(directory), SANITIZERS)) throw new Failure("gcc is missing");
  const reports = `log_path=${join(directory, "report")}`;
  const env = {
    ...process.env,
    LD_PRELOAD: output("gcc", ["-print-file-name=libasan.so"]).trim(),
    ASAN_OPTIONS: `detect_leaks=0:quarantine_size_mb=4:${reports}`,
    UBSAN_OPTIONS: `print_stacktrace=1:${reports}`,
  };
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "node", ...TESTS.map((name) => `test/node/${name}`)];
  const { status } = spawnSync(process.execPath, args, { cwd: directory, stdio: "inherit", env });
  const found = reportsIn(directory);
  if (found.length > 0) throw new Failure(found.join("\n"));
  if (status !== 0) throw new Failure("The addon's tests fail under AddressSanitizer");
}

function inTemporary(action) {
  const directory = mkdtempSync(join(tmpdir(), "kmod-ts-native-"));
  try {
    return action(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Throws a Failure, or returns when all is well. */
export function checkNative() {
  const compilers = inTemporary(compileWithAll);
  console.log(compilers.length === 0 ? "No C compiler here." : `Compiled by ${compilers.join(", ")}.`);
}

if (isMain(import.meta.url)) {
  await main(() => {
    checkNative();
    if (process.argv.includes("--sanitize")) inTemporary(runSanitized);
  });
}
