/**
 * The program in its engine over damaged copies of everything it parses, watched by AddressSanitizer and UBSan: no bad access, no
 * undefined behaviour, no signal, no bug report, and an end in time.
 */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWatched } from "../../scripts/build-watched.mjs";
import { describeUnless } from "../support/lack.ts";
import { staticProblem } from "./support/executable.ts";
import {
  type Files,
  hostileCommandLine,
  hostileCompressed,
  hostileConfiguration,
  hostileDepmodText,
  hostileModinfo,
  hostileModules,
  hostileProcModules,
  hostileSignatures,
  hostileTexts,
  hostileTries,
} from "./support/hostile-inputs.ts";
import { problemOfRuns, type WatchedRun } from "./support/watched.ts";

/** Damaged inputs of each kind: KMOD_TS_HOSTILE_RUNS. The seed is the day's date, or KMOD_TS_SEED. */
const RUNS = Number(process.env["KMOD_TS_HOSTILE_RUNS"] ?? 100);
const SEED = Number(process.env["KMOD_TS_SEED"] ?? new Date().toISOString().slice(0, 10).replaceAll("-", ""));

/** Inputs that lie in the scratch folder at a time. */
const BATCH = 250;

const RELEASE = "6.1.0-fixture";
const FIXTURE = join(import.meta.dirname, "../../fixtures/roots/workstation/root");
const MODULES = join(FIXTURE, "lib/modules", RELEASE);
const NAMES = [
  "acme_gpu",
  "acme-core",
  "acme_wifi",
  "fs-acme",
  "nosuch",
  "symbol:acme_crc32",
  "pci:v0000ACEDd00000100sv0sd0bc03sc00i00",
];
const NOWHERE = "/nonexistent";

/** Puts one input into a folder of its own and says what can be run over it. Of these runs inputs take turns. */
type Use<Input> = (input: Input, folder: string) => readonly WatchedRun[];

const problem = staticProblem();
let scratch = "";
let executable = "";
const failed: string[] = [];

function runBatch<Input>(inputs: readonly Input[], use: Use<Input>, folder: string): string | undefined {
  rmSync(folder, { recursive: true, force: true });
  const runs = inputs.map((input, number) => {
    const own = join(folder, String(number));
    mkdirSync(own, { recursive: true });
    const choices = use(input, own);
    return choices[number % choices.length] as WatchedRun;
  });
  return problemOfRuns(executable, folder, runs);
}

function withstands<Input>(name: string, arbitrary: fc.Arbitrary<Input>, use: Use<Input>): void {
  test(name, { timeout: 60_000 + RUNS * 1000 }, () => {
    const folder = join(scratch, name.replaceAll("/", "-"));
    for (let done = 0; done < RUNS; done += BATCH) {
      const inputs = fc.sample(arbitrary, { numRuns: Math.min(BATCH, RUNS - done), seed: SEED + done });
      const found = runBatch(inputs, use, folder);
      // What went wrong stays, to be looked at.
      if (found !== undefined) failed.push(folder);
      expect(found).toBeUndefined();
    }
  });
}

function run(...words: readonly string[]): WatchedRun {
  return { root: NOWHERE, words };
}

/** modinfo of the file in every form, and what modprobe and depmod take from it. */
function useModule(suffix: string): Use<Uint8Array> {
  return (bytes, folder) => {
    const directory = join(folder, "lib/modules", RELEASE);
    const file = join(directory, `m.ko${suffix}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, bytes);
    return [
      run("modinfo", file),
      run("modinfo", "--json", file),
      run("modinfo", "-p", file),
      run("modprobe", "--show-modversions", file),
      run("modprobe", "--show-exports", file),
      run("depmod", "-n", "-b", folder, RELEASE),
    ];
  };
}

/** The indexes of a healthy machine and its modules, but for these files. */
function machine(files: Files, folder: string, isWithout: RegExp): void {
  const directory = join(folder, "lib/modules", RELEASE);
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(MODULES)) {
    if (!isWithout.test(name) && files[name] === undefined) symlinkSync(join(MODULES, name), join(directory, name));
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(directory, name), bytes);
}

function askIndexes(folder: string): readonly WatchedRun[] {
  const place = ["-d", folder, "-S", RELEASE] as const;
  return [
    run("modprobe", ...place, "-R", "-a", ...NAMES),
    run("modprobe", ...place, "-D", "-a", ...NAMES),
    run("modprobe", ...place, "-r", "-n", "-a", ...NAMES),
    run("modprobe", ...place, "-c"),
    run("modinfo", "-b", folder, "-k", RELEASE, ...NAMES),
    run("kmod-ts", "deps", "--root", folder, "-S", RELEASE, "--tree", "acme_gpu"),
    run("depmod", "--verify", "-b", folder, RELEASE),
  ];
}

describeUnless(problem, `watched, seed ${SEED}`, () => {
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "kmod-ts-hostile-"));
    executable = join(import.meta.dirname, "../../dist/static/watched");
    await buildWatched(executable);
  }, 300_000);
  afterAll(() => {
    if (failed.length === 0) rmSync(scratch, { recursive: true, force: true });
  }, 60_000);

  withstands("modules", hostileModules, useModule(""));
  withstands("sections .modinfo", hostileModinfo, useModule(""));
  withstands("signatures", hostileSignatures, useModule(""));
  for (const suffix of ["gz", "xz", "zst"] as const) {
    withstands(`modules compressed as .${suffix}`, hostileCompressed(suffix), useModule(`.${suffix}`));
  }

  withstands("binary indexes", hostileTries, (files, folder) => {
    machine(files, folder, /^$/);
    return askIndexes(folder);
  });

  withstands("text indexes", hostileTexts, (files, folder) => {
    machine(files, folder, /\.bin$/);
    return [
      ...askIndexes(folder),
      run("depmod", "-n", "-b", folder, RELEASE),
      { root: folder, words: ["kmod", "static-nodes", "-f", "tmpfiles"] },
    ];
  });

  withstands("files of modprobe.d", hostileConfiguration, (text, folder) => {
    writeFileSync(join(folder, "a.conf"), text, "latin1");
    const place = ["-C", join(folder, "a.conf"), "-d", FIXTURE, "-S", RELEASE] as const;
    return [
      run("modprobe", ...place, "-c"),
      run("modprobe", ...place, "-c", "--json"),
      run("modprobe", ...place, "-D", "-a", ...NAMES),
      run("modprobe", ...place, "-n", "-v", "-a", "-b", ...NAMES),
    ];
  });

  withstands("kernel command lines", hostileCommandLine, (text, folder) => {
    mkdirSync(join(folder, "proc"));
    writeFileSync(join(folder, "proc/cmdline"), text, "latin1");
    const words = ["-C", NOWHERE, "-d", FIXTURE, "-S", RELEASE] as const;
    return [
      { root: folder, words: ["modprobe", ...words, "-c"] },
      { root: folder, words: ["modprobe", ...words, "-D", "-a", ...NAMES] },
    ];
  });

  withstands("/proc/modules", hostileProcModules, (text, folder) => {
    mkdirSync(join(folder, "proc"));
    writeFileSync(join(folder, "proc/modules"), text, "latin1");
    const commands = [["lsmod"], ["lsmod", "--json"], ["lsmod", "--tree"], ["lsmod", "--graph", "dot"]];
    const removal = ["modprobe", "-d", FIXTURE, "-S", RELEASE, "-r", "-n", "-v", "-a", ...NAMES];
    return [...commands, removal].map((words) => ({ root: folder, words }));
  });

  withstands("what depmod is given", hostileDepmodText, (text, folder) => {
    const file = join(folder, "a.conf");
    writeFileSync(file, text, "latin1");
    return [
      ["-C", file],
      ["-e", "-F", file],
      ["-e", "-E", file],
    ].map((words) => run("depmod", "-n", ...words, "-b", FIXTURE, RELEASE));
  });
});
