/**
 * What the scripts do on a machine with Node, npm and a shell: nothing fails for want of a compiler, and what is
 * missing is said once.
 */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../support/node-tree.ts";

const ROOT = join(import.meta.dirname, "../..");
const NEEDED = [
  "bin",
  "docs",
  "man",
  "native",
  "scripts",
  "src",
  "package.json",
  "package-lock.json",
  "tsconfig.base.json",
];

/** Longer than any build of dist takes. */
const PATIENCE = 300_000;

/** A copy of the repository without anything that is built, on a machine without compilers. */
function bareClone() {
  const folder = temporaryDirectory();
  const clone = join(folder, "clone");
  const programs = join(folder, "programs");
  for (const name of NEEDED) cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  cpSync(join(ROOT, "fixtures/roots"), join(clone, "fixtures/roots"), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, "node"));
  for (const name of ["env", "sh"]) symlinkSync(join("/usr/bin", name), join(programs, name));
  return {
    path: (name: string): string => join(clone, name),
    run(script: string, ...words: readonly string[]) {
      const env = { ...process.env, PATH: programs, CC: undefined };
      const { stdout, stderr, status } = spawnSync(process.execPath, [`scripts/${script}`, ...words], {
        cwd: clone,
        env,
        encoding: "utf8",
      });
      return { out: stdout, err: stderr, status };
    },
  };
}

const ARCHITECTURES = ["x64", "arm64", "arm"];

test("without compilers the package's binaries are left out, and the packages that bring them named", () => {
  const { run, path } = bareClone();
  const { err, status } = run("release-binaries.mjs");
  expect(status).toBe(0);
  expect(err.split("\n")[0]).toBe("Not built:");
  for (const architecture of ARCHITECTURES) {
    expect(err).toContain(`  the addon for ${architecture}: needs the packages gcc`);
    expect(err).toContain(`  the static executable for ${architecture} (`);
  }
  if (process.arch === "x64") {
    expect(err).toContain("the addon for x64: needs the packages gcc, libc6-dev\n");
    expect(err).toContain("the addon for arm64: needs the packages gcc-aarch64-linux-gnu, libc6-dev-arm64-cross\n");
    expect(err).toMatch(/^On Debian: apt-get install gcc libc6-dev binutils .*gcc-arm-linux-gnueabihf.*\n$/m);
  }
  expect(existsSync(path("prebuilds"))).toBe(false);
});

test("with --all that is a failure, and nothing is built", () => {
  const { run } = bareClone();
  const { err, status } = run("release-binaries.mjs", "--all");
  expect(status).toBe(1);
  expect(err).toMatch(
    /^kmod-ts: ERROR: Not everything can be built here:\n(?: {2}the (?:addon|static executable) for .*\n){6}On Debian: /,
  );
});

test("without compilers what is up to date is taken, and what is older than its sources is not", () => {
  const { run, path } = bareClone();
  const made = (name: string, time: Date): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), name);
    utimesSync(path(name), time, time);
  };
  const [later, earlier] = [new Date(Date.now() + 60_000), new Date(0)];
  made("prebuilds/linux-arm64/kmod-ts.node", later);
  made("dist/static/kmod-ts-armv7l", later);
  made("prebuilds/linux-arm/kmod-ts.node", earlier);
  made("dist/static/kmod-ts-x86_64", earlier);
  made("prebuilds/linux-x64/kmod-ts", later);
  const { err, status } = run("release-binaries.mjs");
  expect(status).toBe(0);
  expect(err.match(/the .* for \w+/g)).toEqual([
    "the addon for x64",
    "the static executable for x64",
    "the static executable for arm64",
    "the addon for arm",
  ]);
  expect(readFileSync(path("prebuilds/linux-arm64/kmod-ts.node"), "utf8")).toBe("prebuilds/linux-arm64/kmod-ts.node");
  expect(readFileSync(path("prebuilds/linux-arm/kmod-ts"), "utf8")).toBe("dist/static/kmod-ts-armv7l");
  expect(statSync(path("prebuilds/linux-arm/kmod-ts")).mode & 0o777).toBe(0o755);
  for (const gone of ["linux-x64/kmod-ts", "linux-arm/kmod-ts.node", "linux-arm64/kmod-ts"]) {
    expect(existsSync(path(`prebuilds/${gone}`))).toBe(false);
  }
});

test("a tool by `npm start` says that there is no addon when something was built, and not again", {
  timeout: PATIENCE,
}, () => {
  const { run } = bareClone();
  const first = run("start.mjs", "lsmod", "--version");
  expect(first).toMatchObject({ status: 0, out: expect.stringMatching(/^kmod version /) });
  expect(first.err).toMatch(
    /^The native addon is not built: there is no C compiler \(cc\) that works\.(?:.*\n)+.*build:native\n$/,
  );
  expect(run("start.mjs", "lsmod", "--version")).toEqual({ ...first, err: "" });
  expect(run("build-native.mjs")).toEqual({ out: "", err: `kmod-ts: ERROR: ${first.err}`, status: 1 });
});
