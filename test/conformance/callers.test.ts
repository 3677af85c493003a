/** Programs of a distribution that call depmod, modinfo and modprobe: they find our links first on PATH, and kmod covered. */

import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { treesFolder } from "../../scripts/trees-folder.mjs";
import { programOf, programProblem } from "../support/edition.ts";
import { describeUnless, lackOfPrograms, lackOfTrees } from "../support/lack.ts";
import { temporaryDirectory } from "../support/node-tree.ts";
import { callKmod, callOurs, installLinks, namespaceProblem, type Scene } from "./support/caller.ts";
import type { Outcome } from "./support/case.ts";
import { comparable, takeIndexes } from "./support/index-set.ts";
import { kmodProblem } from "./support/kmod.ts";
import { type ModuleRoot, makeTreeRoot } from "./support/module-roots.ts";
import { findTree, type ModuleTree } from "./support/trees.ts";

const HEADERS = join(treesFolder(), "headers");
const HELLO = join(import.meta.dirname, "../../fixtures/dkms-hello");

const found = findTree("6.1");
const tree = found as ModuleTree;

function treeProblem(): string | undefined {
  if (found === undefined) return lackOfTrees(found);
  const headers = existsSync(join(HEADERS, "package")) ? readFileSync(join(HEADERS, "package"), "utf8") : "";
  return headers.startsWith(`linux-headers-${found.release} `)
    ? undefined
    : "the headers of the 6.1 tree are missing: node scripts/fetch-trees.mjs";
}

const problem =
  kmodProblem() ??
  treeProblem() ??
  namespaceProblem() ??
  (existsSync("/lib/modules") ? undefined : "there is no directory to mount a tree on: mkdir /lib/modules") ??
  programProblem();

function dkmsProblem(): string | undefined {
  if (process.getuid?.() !== 0) return "dkms works for root alone: run it as root";
  if (process.arch !== "x64") return "the tree's kernel is built for amd64";
  return lackOfPrograms(["dkms", "make", "gcc-12"]);
}

/** Places of the 6.1 tree's symbols as the kernel's build leaves them: every symbol that the kernel itself exports. */
function writeSystemMap(path: string): void {
  const file = join(HEADERS, "usr/src", `linux-headers-${tree.release}`, "Module.symvers");
  const entries = readFileSync(file, "latin1")
    .split("\n")
    .map((line) => line.split("\t"));
  const exported = entries.filter(([, , owner]) => owner === "vmlinux").map(([, name]) => name);
  expect(exported.length).toBeGreaterThan(1000);
  writeFileSync(path, exported.map((name) => `ffffffff81000000 r __ksymtab_${name}\n`).join(""), "latin1");
}

/** What Debian's kernel packages have in /boot. */
const STUB_MAP = "ffffffffffffffff B The real System.map is in the linux-image-<version>-dbg package\n";

/** The tree at /lib/modules, and a folder to work in. */
function makeScene(made: ModuleRoot): Scene {
  const directory = temporaryDirectory();
  writeSystemMap(join(directory, "System.map"));
  writeFileSync(join(directory, "stub.map"), STUB_MAP);
  const kbuild = join(HEADERS, "usr/lib/linux-kbuild-6.1");
  const environment = { RELEASE: made.release, ROOT: made.root, KBUILD: kbuild };
  return { mounts: { "/lib/modules": join(made.root, "lib/modules") }, directory, environment };
}

const POSTINST = `set -e
version=$RELEASE
depmod -a $version
test -f /lib/modules/$version/modules.dep`;

const CALLERS: Readonly<Record<string, string>> = {
  "a kernel package's postinst": POSTINST,
  "a kernel package's postinst of today, without -a": "set -e; depmod $RELEASE",
  "an image builder, for another root": 'depmod -b "$ROOT" -F System.map "$RELEASE"',
  "dkms, with the map that Debian packs": 'depmod -a "$RELEASE" -F stub.map',
  "the kernel's scripts/depmod.sh": 'depmod -V >/dev/null && sh "$KBUILD/scripts/depmod.sh" depmod "$RELEASE"',
  "the same, for another root": 'INSTALL_MOD_PATH="$ROOT" sh "$KBUILD/scripts/depmod.sh" depmod "$RELEASE"',
  "the same, with a map that lacks every symbol":
    'cp stub.map System.map; sh "$KBUILD/scripts/depmod.sh" depmod "$RELEASE"',
};

describeUnless(problem, "depmod as it is called beside kmod 30", () => {
  test.each(Object.entries(CALLERS))("%s", (_, script) => {
    const made = makeTreeRoot(tree);
    const scene = makeScene(made);
    const kmod = callKmod(script, scene);
    const kmodFiles = takeIndexes(made.directory);
    const ours = callOurs(script, scene, installLinks());
    const ourFiles = takeIndexes(made.directory);
    expect(ours).toEqual(kmod);
    expect(ours.status).toBe(0);
    expect(comparable(ourFiles)).toEqual(comparable(kmodFiles));
    // kmod 30 writes none.
    expect(kmodFiles["modules.weakdep"]).toBeUndefined();
    expect(ourFiles["modules.weakdep"]).toBeDefined();
  });
});

/** The module's source in two versions where dkms looks for it, beside the kernel's headers. */
function makeSources(): string {
  const folder = temporaryDirectory();
  for (const name of readdirSync(join(HEADERS, "usr/src")))
    symlinkSync(join(HEADERS, "usr/src", name), join(folder, name));
  for (const version of ["0.9", "1.0"]) {
    const source = join(folder, `kmod-ts-hello-${version}`);
    mkdirSync(source);
    for (const name of ["Makefile", "kmod-ts-hello.c"]) copyFileSync(join(HELLO, name), join(source, name));
    const settings = readFileSync(join(HELLO, "dkms.conf"), "utf8").replace("@VERSION@", version);
    writeFileSync(join(source, "dkms.conf"), settings);
  }
  return folder;
}

/** The hook that docs/check.md shows, put where it says. */
function addHook(source: string): void {
  const text = readFileSync(new URL("../../docs/check.md", import.meta.url), "utf8");
  const [, setting] = /`(PRE_INSTALL="[^`]*")`/.exec(text) ?? [];
  const [script] = /^ {4}#!\/bin\/sh\n(?: {4}.*\n)+/m.exec(text) ?? [];
  if (setting === undefined || script === undefined) throw new Error("docs/check.md shows no hook");
  appendFileSync(join(source, "dkms.conf"), `${setting}\n`);
  writeFileSync(join(source, "check-module.sh"), script.replaceAll(/^ {4}/gm, ""), { mode: 0o755 });
}

/** The build warns of what nobody exports, where an undefined symbol stops it otherwise. */
function addUnknownSymbol(source: string): void {
  appendFileSync(join(source, "Makefile"), "export KBUILD_MODPOST_WARN := 1\n");
  const file = join(source, "kmod-ts-hello.c");
  const text = readFileSync(file, "utf8").replace("return 0;", "return kmod_ts_nowhere();");
  writeFileSync(file, `extern int kmod_ts_nowhere(void);\n${text}`);
}

function makeDkmsScene(made: ModuleRoot, sources: string = makeSources()): Scene {
  const mounts = { "/lib/modules": join(made.root, "lib/modules"), "/usr/src": sources };
  symlinkSync(`/usr/src/linux-headers-${made.release}`, join(made.directory, "build"));
  const places = { ...mounts, "/var/lib/dkms": temporaryDirectory() };
  return { mounts: places, directory: "/", environment: { RELEASE: made.release, HOME: "/" } };
}

function dependencyLine(made: ModuleRoot): string | undefined {
  const lines = readFileSync(join(made.directory, "modules.dep"), "latin1").split("\n");
  return lines.find((line) => line.includes("kmod-ts-hello"));
}

const withoutDkms = problem ?? dkmsProblem();

describeUnless(withoutDkms, "dkms", () => {
  test("builds and installs a module, which our tools find; refuses an older one; removes it", {
    timeout: 300_000,
  }, () => {
    const made = makeTreeRoot(tree);
    const scene = makeDkmsScene(made);
    const links = installLinks();
    const run = (script: string): Outcome => callOurs(script, scene, links);
    const succeed = (script: string): string => {
      const { out, err, status } = run(script);
      expect(status, `${script}:\n${out}${err}`).toBe(0);
      return out;
    };
    const file = `/lib/modules/${made.release}/updates/dkms/kmod-ts-hello.ko`;
    const crc16 = `/lib/modules/${made.release}/kernel/lib/crc16.ko`;

    succeed('dkms install kmod-ts-hello/1.0 -k "$RELEASE"');
    expect(dependencyLine(made)).toBe("updates/dkms/kmod-ts-hello.ko: kernel/lib/crc16.ko");
    expect(succeed("dkms status")).toBe(`kmod-ts-hello/1.0, ${made.release}, x86_64: installed\n`);
    expect(succeed('modinfo -k "$RELEASE" -n kmod-ts-hello')).toBe(`${file}\n`);
    expect(succeed('modinfo -k "$RELEASE" -F version kmod-ts-hello')).toBe("1.0\n");
    expect(succeed('modprobe -S "$RELEASE" -D kmod-ts:hello-world seed=1')).toBe(
      `insmod ${crc16} \ninsmod ${file} seed=1\n`,
    );

    // dkms compares the versions that modinfo shows, leaves the newer module where it is, and calls that success.
    const older = run('dkms install kmod-ts-hello/0.9 -k "$RELEASE"');
    expect(older.status).toBe(0);
    expect(older.err).toContain("Module version 0.9 for kmod-ts-hello.ko");
    expect(older.err).toContain(`is not newer than what is already found in kernel ${made.release} (1.0).`);
    expect(succeed('modinfo -k "$RELEASE" -F version kmod-ts-hello')).toBe("1.0\n");

    succeed('dkms install kmod-ts-hello/1.0 -k "$RELEASE" --force');
    succeed("dkms remove kmod-ts-hello/1.0 --all");
    expect(dependencyLine(made)).toBeUndefined();
    expect(run('modinfo -k "$RELEASE" -n kmod-ts-hello')).toEqual({
      out: "",
      err: "modinfo: ERROR: Module kmod-ts-hello not found.\n",
      status: 1,
    });
  });
  test("keeps the hook of docs/check.md, which stops what the kernel would refuse", { timeout: 300_000 }, () => {
    const made = makeTreeRoot(tree);
    const sources = makeSources();
    for (const version of ["0.9", "1.0"]) addHook(join(sources, `kmod-ts-hello-${version}`));
    addUnknownSymbol(join(sources, "kmod-ts-hello-1.0"));
    const scene = makeDkmsScene(made, sources);
    const links = installLinks();
    symlinkSync(programOf("kmod-ts").file, join(links, "kmod-ts"));

    const good = callOurs('dkms install kmod-ts-hello/0.9 -k "$RELEASE"', scene, links);
    expect(good.status, good.out + good.err).toBe(0);
    callOurs("dkms remove kmod-ts-hello/0.9 --all", scene, links);

    const bad = callOurs('dkms install kmod-ts-hello/1.0 -k "$RELEASE"', scene, links);
    expect(bad.status, bad.out + bad.err).not.toBe(0);
    expect(dependencyLine(made)).toBeUndefined();
    const why = callOurs(
      'kmod-ts check -S "$RELEASE" /var/lib/dkms/kmod-ts-hello/1.0/"$RELEASE"/x86_64/module/kmod-ts-hello.ko',
      scene,
      links,
    );
    const text = [
      `/var/lib/dkms/kmod-ts-hello/1.0/${made.release}/x86_64/module/kmod-ts-hello.ko: does not fit ${made.release}`,
      "  neither the kernel nor a module of it exports 'kmod_ts_nowhere'\n",
    ].join("\n");
    expect(why).toEqual({ out: text, err: "", status: 3 });
    expect(bad.out).toContain(text);
  });
});
