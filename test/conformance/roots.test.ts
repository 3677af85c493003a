/** The bundled roots, whole and broken: what both programs say of them. */

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, test } from "vitest";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { rootProblem } from "./support/kmod.ts";
import { moduleFactsIn } from "./support/module-facts.ts";
import { copyFixture, makeRoot, SMALL_RELEASE } from "./support/roots.ts";

function moduleFiles(root: string, release: string): readonly string[] {
  const directory = `/lib/modules/${release}`;
  const names = readdirSync(root + directory, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.ko/.test(name) && !name.includes(".ko/")).map((name) => `${directory}/${name}`);
}

function modinfoCases(root: string, release: string, options: readonly (readonly string[])[]): readonly Case[] {
  return moduleFiles(root, release).flatMap((path) => {
    const modules = moduleFactsIn(root, [path]);
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.ko.*$/, "");
    return options.flatMap((words): readonly Case[] => [
      { tool: "modinfo", root, args: [...words, path], modules },
      { tool: "modinfo", root, args: ["-k", release, ...words, name], modules },
      { tool: "modinfo", root, args: ["-k", release, "-m", ...words, name], modules },
    ]);
  });
}

const WORKSTATION_NAMES = [
  ...[
    "acme_gpu",
    "acme-core",
    "acme_wifi",
    "acme_disk",
    "acme_fs",
    "acme-touch",
    "acme_rtc",
    "acme-console",
    "acme_timer",
  ],
  ...["acme_odd", "acme-speaker", "acme-net-7", "snd-card-2", "snd-card-7", "fs-acme", "char-major-10-240", "nosuch"],
  ...["pci:v0000ACEDd00000100sv00001111sd00002222bc03sc00i00", "acpi:ACED0003:", "symbol:acme_crc32", "rtc-acme"],
];

function workstation(): void {
  let root = "";
  beforeAll(() => {
    root = makeRoot((made) => copyFixture("roots/workstation", made));
  });
  const modprobe = (...words: readonly string[]): Case => ({
    tool: "modprobe",
    root,
    args: ["-S", SMALL_RELEASE, ...words],
  });

  test("modinfo of every module", () => {
    expectSameAsKmod(
      modinfoCases(root, SMALL_RELEASE, [[], ["-0"], ["-p"], ["-n"], ["-F", "author"], ["-F", "parmtype"]]),
    );
  });
  test("modinfo of names, aliases and built-in modules", () => {
    const ask = (...words: readonly string[]): Case => ({
      tool: "modinfo",
      root,
      args: ["-k", SMALL_RELEASE, ...words],
    });
    const touch = moduleFiles(root, SMALL_RELEASE).filter((path) => path.endsWith("/acme-touch.ko"));
    expectSameAsKmod([
      ...["acme_rtc", "acme-console", "acme_timer", "rtc-acme", "of:N*T*Cacme,console", "nosuch", "a]b"].map((name) =>
        ask(name),
      ),
      ask("-n", "crypto-acme-crc", "nosuch", "acme-touch", "acme_rtc"),
      { ...ask("-m", "acme-touch.ko", "fs-acme"), modules: moduleFactsIn(root, touch) },
      ask("-F", "license", "acme_rtc", "acme_timer"),
      ask(),
      { tool: "modinfo", root, args: ["-z"] },
      { tool: "modinfo", root, args: ["-F"] },
      { tool: "modinfo", root, args: ["--fi=license", "-k", SMALL_RELEASE, "acme_gpu"] },
    ]);
  });
  test("modprobe's queries", () => {
    const modes = [["-D"], ["-R"], ["-n"], ["-b", "-D"], ["-i", "-D"], ["-q", "-D"], ["-a", "-D"], ["-n", "-v"]];
    expectSameAsKmod([
      ...modes.flatMap((words) => WORKSTATION_NAMES.map((name) => modprobe(...words, "--", name))),
      modprobe("-c"),
      modprobe("-D", "acme_gpu", "modeset=0", "name=a b", "x='1 2'"),
      modprobe("-a", "-D", ...WORKSTATION_NAMES),
      modprobe("-R", "-a", ...WORKSTATION_NAMES),
      modprobe("-D"),
      modprobe("-D", "--first-time", "acme_gpu"),
      { ...modprobe("-D", "acme_wifi"), environment: { MODPROBE_OPTIONS: "-C /nowhere -q" } },
      { ...modprobe("-D"), environment: { MODPROBE_OPTIONS: "acme_gpu one='a b'" } },
    ]);
  });
  test("modprobe's command line errors", () => {
    expectSameAsKmod([
      ...[["-x"], ["--bogus"], ["-C"], ["--config"], ["--all=x"], ["--forc"], ["-w", "abc", "x"], []].map((words) =>
        modprobe(...words),
      ),
    ]);
  });
  test("lsmod", () => {
    expectSameAsKmod([
      { tool: "lsmod", root, args: [] },
      { tool: "kmod", root, args: ["list"] },
    ]);
  });
}

/** Releases that kmod 30 survives; it crashes on the others, where we have to be better. */
const SURVIVED = [
  "bad-magic",
  "bad-alias-magic",
  "wrong-version",
  "newer-minor",
  "short",
  "empty",
  "truncated",
  "text",
];

function indexCases(root: string, release: string): readonly Case[] {
  const modes = [["-D"], ["-R"], ["-c"], ["-a", "-D"]];
  const names = [
    "acme_gpu",
    "acme-core",
    "acme_rtc",
    "fs-acme",
    "rtc-acme",
    "acme_disk",
    "symbol:acme_crc32",
    "nosuch",
  ];
  return names.flatMap((name) =>
    modes.map((words): Case => ({ tool: "modprobe", root, args: ["-S", release, ...words, name] })),
  );
}

function corruptIndex(): void {
  let root = "";
  beforeAll(() => {
    root = makeRoot((made) => copyFixture("roots/corrupt-index", made));
  });
  test.each(SURVIVED)("%s", (release) => expectSameAsKmod(indexCases(root, release)));
}

function badModules(): void {
  let root = "";
  beforeAll(() => {
    root = makeRoot((made) => copyFixture("roots/bad-modules", made));
  });
  test("modinfo of what is no module", () => {
    const cases = modinfoCases(root, SMALL_RELEASE, [[], ["-n"], ["-F", "license"]]);
    // What today's kmod says of damaged zstd data is zstd's own wording, which its version decides.
    expectSameAsKmod(cases.filter(({ args }) => !/junk/.test(args.at(-1) ?? "")));
  });
  test("modinfo of a missing module, a directory and a name without suffix", () => {
    const kernel = `/lib/modules/${SMALL_RELEASE}/kernel`;
    const words = [
      ["missing"],
      ["directory"],
      [`${kernel}/directory.ko`],
      [`${kernel}/no-suffix`],
      ["nosuch.ko"],
      ["/"],
      [""],
    ];
    expectSameAsKmod(words.map((names) => ({ tool: "modinfo", root, args: ["-k", SMALL_RELEASE, ...names] })));
  });
}

conformanceSuite("roots", rootProblem(), () => {
  describe("workstation", workstation);
  describe("corrupt-index", corruptIndex);
  describe("bad-modules", badModules);
  test("busybox-like", () => {
    const root = makeRoot((made) => copyFixture("roots/busybox-like", made));
    expectSameAsKmod(indexCases(root, SMALL_RELEASE));
  });
  test("no-proc-modules", () => {
    const root = makeRoot((made) => copyFixture("roots/no-proc-modules", made));
    expectSameAsKmod([
      { tool: "lsmod", root, args: [] },
      { tool: "kmod", root, args: ["list"] },
      ...["-D", "-R", "-c"].map((word): Case => ({ tool: "modprobe", root, args: ["-S", SMALL_RELEASE, word, "x"] })),
      { tool: "modinfo", root, args: ["-k", SMALL_RELEASE, "x"] },
    ]);
  });
  test("binary-config", () => {
    const root = makeRoot((made) => {
      copyFixture("roots/binary-config", made);
      copyFixture("roots/no-proc-modules", made);
      writeFileSync(join(made, "etc/modprobe.d/f-old.alias"), "options acme_core suffix=alias\n");
    });
    expectSameAsKmod(
      ["-c", "-D", "-R"].map((word) => ({ tool: "modprobe", root, args: ["-S", SMALL_RELEASE, word, "x"] })),
    );
  });
});
