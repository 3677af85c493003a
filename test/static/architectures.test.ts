/** The static edition for other architectures, under qemu's user emulation: what that for this machine says. */

import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assembleProgram, buildStatic, staticPath } from "../../scripts/build-static.mjs";
import { missingPackages, type Target, targetOf } from "../../scripts/static-targets.mjs";
import { FIXTURE_MODULES } from "../support/fixture-modules.ts";
import { describeUnless } from "../support/lack.ts";
import type { Verdict } from "./engine/contract.ts";
import { lackOfPackages, PROGRAMS, removeFolders, staticProblem, temporaryFolder } from "./support/executable.ts";

const RELEASE = "6.1.0-fixture";
const FIXTURES = join(import.meta.dirname, "../../fixtures");
const ROOT = join(FIXTURES, "roots/workstation/root");
const NAMES = ["acme_gpu", "acme-core", "acme_wifi", "fs-acme", "nosuch", "symbol:acme_crc32"];

/** A folder with the executable under all of its names. */
function programsOf(executable: string): string {
  const folder = temporaryFolder();
  copyFileSync(executable, join(folder, "kmod-ts"));
  for (const name of PROGRAMS.slice(1)) symlinkSync("kmod-ts", join(folder, name));
  return folder;
}

function questions(): readonly (readonly [string, ...string[]])[] {
  const files = FIXTURE_MODULES.map((name) => join(FIXTURES, "modules", name));
  const packed = ["gz", "xz", "zst"].map((suffix) => join(FIXTURES, `modules/gcc12-amd64-signed.ko.${suffix}`));
  const place = ["-d", ROOT, "-S", RELEASE] as const;
  return [
    ["modinfo", ...files, ...packed],
    ["modinfo", "--json", ...files],
    ["modinfo", "-b", ROOT, "-k", RELEASE, ...NAMES],
    ...files.map((file) => ["modprobe", "--show-modversions", file] as const),
    ["modprobe", ...place, "-D", "-a", ...NAMES],
    ["modprobe", ...place, "-R", "-a", ...NAMES],
    ["modprobe", ...place, "-n", "-v", "-a", ...NAMES],
    ["modprobe", ...place, "-c", "--json"],
    ["depmod", "-n", "-b", ROOT, RELEASE],
    ["depmod", "--verify", "--json", "-b", ROOT, RELEASE],
    ["kmod-ts", "deps", "--root", ROOT, "-S", RELEASE, "--tree", "acme_gpu"],
    ["kmod-ts", "help", "depmod"],
    ["lsmod", "--nosuch"],
    ["insmod", "/nonexistent.ko"],
  ];
}

function answers(runner: readonly string[], programs: string): readonly unknown[] {
  return questions().map(([name, ...args]) => {
    const [first = "", ...words] = [...runner, join(programs, name), ...args];
    const { stdout, stderr, status } = spawnSync(first, words, { encoding: "latin1", maxBuffer: 2 ** 26 });
    return { name, args, out: stdout, err: stderr.replaceAll(programs, ""), status };
  });
}

/** The files that depmod writes. */
function indexesBy(runner: readonly string[], programs: string): Readonly<Record<string, string>> {
  const output = temporaryFolder();
  const [first = "", ...words] = [...runner, join(programs, "depmod"), "-b", ROOT, "-o", output, RELEASE];
  execFileSync(first, words);
  const directory = join(output, "lib/modules", RELEASE);
  return Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "latin1")]),
  );
}

function verdictsOf({ runner, name }: Target, program: string): readonly Verdict[] {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const [first = "", ...words] = [...runner, program, folder, name];
  return JSON.parse(execFileSync(first, words, { encoding: "utf8" })) as readonly Verdict[];
}

describe.each(["aarch64", "armv7l"])("%s", (architecture) => {
  const target = targetOf(architecture);
  const missing = missingPackages(target);
  const problem = staticProblem() ?? lackOfPackages(missing);

  describeUnless(problem, "the executable", () => {
    let theirs = "";
    let ours = "";

    beforeAll(async () => {
      theirs = programsOf(await buildStatic(architecture));
      ours = programsOf(staticPath() as string);
    }, 600_000);
    afterAll(removeFolders);

    test("gives the same answers", () => {
      expect(answers(target.runner, theirs)).toEqual(answers([], ours));
    });

    test("writes the same indexes", () => {
      const made = indexesBy(target.runner, theirs);
      expect(Object.keys(made)).toHaveLength(11);
      expect(made).toEqual(indexesBy([], ours));
    });

    test("keeps the contract of a file system", { timeout: 300_000 }, async () => {
      const program = join(temporaryFolder(), "contract");
      const alias = { vitest: join(import.meta.dirname, "engine/stand-in.ts") };
      await assembleProgram(program, { entryPoint: "test/static/engine/contract.ts", alias }, architecture);
      const verdicts = verdictsOf(target, program);
      expect(verdicts.length).toBeGreaterThan(15);
      expect(verdicts.filter(({ problem: wrong }) => wrong !== "")).toEqual([]);
    });
  });
});
