/** The static edition says what the Node edition says: the same bytes and the same status, over the same files. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { subCommands } from "../../src/commands/all.ts";
import { tools } from "../../src/commands/tools.ts";
import { rootProblem } from "../conformance/support/kmod.ts";
import { runWords } from "../conformance/support/ours.ts";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, type Program, removeFolders, runStatic, staticProblem } from "./support/executable.ts";

type Words = readonly [program: Program, ...args: string[]];

const NAMES = [
  "acme_gpu",
  "acme-core",
  "acme_wifi",
  "acme_odd",
  "acme-speaker",
  "fs-acme",
  "nosuch",
  "symbol:acme_crc32",
];
const MODALIAS = "pci:v0000ACEDd00000100sv00001111sd00002222bc03sc00i00";

function moduleFiles(root: string): readonly string[] {
  if (!existsSync(join(root, "lib"))) return [];
  const names = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.ko(\.\w+)?$/.test(name)).map((name) => `/lib/${name}`);
}

function releasesIn(root: string): readonly string[] {
  const modules = join(root, "lib/modules");
  return existsSync(modules) ? readdirSync(modules) : ["6.1.0-fixture"];
}

function moduleQuestions(root: string): readonly Words[] {
  return moduleFiles(root).flatMap((path): readonly Words[] => [
    ["modinfo", path],
    ["modinfo", "--json", path],
    ["modinfo", "-0", "-p", path],
    ["modprobe", "--show-modversions", path],
    ["modprobe", "--show-exports", path],
    ["insmod", `${path}/none`],
    ["kmod-ts", "check", "-S", "6.1.0-fixture", "-v", path],
    ["kmod-ts", "check", "-S", "6.1.0-fixture", "--json", path],
  ]);
}

function indexQuestions(release: string): readonly Words[] {
  const each = [...NAMES, MODALIAS].flatMap((name): readonly Words[] => [
    ["modinfo", "-k", release, name],
    ["modprobe", "-S", release, "-n", "-v", name],
    ["modprobe", "-S", release, "-R", name],
    ["modprobe", "-S", release, "-D", name, "a=b c", "\xe9"],
    ["modprobe", "-S", release, "-D", "--json", name],
    ["modprobe", "-S", release, "-r", "-n", "-v", name],
    ["kmod-ts", "deps", "-S", release, name],
    ["kmod-ts", "deps", "-S", release, "--tree", "--reverse", name],
    ["kmod-ts", "params", "-S", release, name],
    ["kmod-ts", "params", "-S", release, "--json", "--diff", name],
    ["kmod-ts", "complete", "modprobe", "-S", release, name, ""],
  ]);
  return [
    ...each,
    ["modprobe", "-S", release, "-c"],
    ["modprobe", "-S", release, "-c", "--json"],
    ["modprobe", "-S", release, "-l"],
    ["kmod-ts", "complete", "modprobe", "-S", release, "acme-"],
    ["kmod-ts", "complete", "modinfo", "-k", release, ""],
    ["modprobe", "-S", release, "-n", "-a", ...NAMES],
    ["kmod-ts", "which", "-S", release, "--all", ...NAMES],
    ["kmod-ts", "status", "-S", release, "-v", ...NAMES, MODALIAS],
    ["kmod-ts", "explain", "-S", release, ...NAMES, MODALIAS],
    ["depmod", "-n", release],
    ["depmod", "-n", "-e", "-F", "/none", release],
    ["depmod", "--verify", release],
    ["kmod-ts", "lint", "-v", "-S", release],
    ["kmod-ts", "lint", "--json", "-S", release],
    ["kmod-ts", "list", "-S", release, "--available", "--builtin"],
    ["kmod-ts", "devices", "-S", release],
    ["kmod-ts", "devices", "-S", release, "--json"],
    ["kmod-ts", "list", "-S", release, "--json", "--loaded", "--available", "acme-*"],
    ["depmod", "--verify", "--json", release],
  ];
}

const PLAIN: readonly Words[] = [
  ["lsmod"],
  ["lsmod", "--json"],
  ["lsmod", "--tree"],
  ["kmod-ts", "complete", "kmod-ts", ""],
  ["kmod-ts", "complete", "modprobe", "-"],
  ["kmod-ts", "complete", "rmmod", ""],
  ["lsmod", "--sort", "size"],
  ["lsmod", "--graph", "mermaid"],
  ["lsmod", "x\xe9"],
  ["lsmod", "--nosuch"],
  ["modinfo"],
  ["modprobe"],
  ["rmmod"],
  ["rmmod", "nosuch"],
  ["rmmod", "acme_gpu"],
  ["insmod", "/none.ko"],
  ["kmod"],
  ["kmod", "list"],
  ["kmod", "help"],
  ["kmod", "nosuch"],
  ["kmod-ts"],
  ["kmod-ts", "lsmodd"],
  ["kmod-ts", "--version"],
  ["kmod-ts", "list"],
  ["kmod-ts", "params", "--changed"],
  ["kmod-ts", "list", "--root", "/."],
  ["kmod-ts", "devices", "--unbound"],
  ["kmod-ts", "devices", "--unbound", "-a", "--json"],
  ["kmod-ts", "devices", "0000:00:1b.0", "1-1:1.0", "acme0", "rtc-acme", "rtc-acne", "eth0"],
  ["kmod-ts", "explain", "0000:00:1b.0", "1-1:1.0", "acme0", "eth0", "rtc-acne"],
  ["kmod-ts", "status", "-q", "nosuch"],
  ["kmod-ts", "status", "-q"],
  ["kmod-ts", "check", "-S", "6.1.0-fixture", "/lib/modules", "/none.ko", "/proc"],
  ["kmod-ts", "lint", "--root", "/proc"],
  ["kmod-ts", "status", "--root", "/proc", "nosuch"],
  ["kmod-ts", "devices", "/dev/acme0", "pci:00:02.0", "/dev/none", "pci:00:09.0", "x"],
  ...(["devname", "tmpfiles", "human"] as const).map(
    (form): Words => ["kmod", "static-nodes", "-f", form, "-o", "/nodes"],
  ),
  ...[...tools, ...subCommands].map(({ name }): Words => ["kmod-ts", "help", name]),
  ...tools.map(({ name }): Words => [name as Program, "-V"]),
];

function questions(root: string): readonly Words[] {
  return [...PLAIN, ...moduleQuestions(root), ...releasesIn(root).flatMap(indexQuestions)];
}

const ROOTS = [
  "workstation",
  "bad-modules",
  "corrupt-index",
  "busybox-like",
  "binary-config",
  "no-proc-modules",
  "crossroads",
];

const problem = staticProblem() ?? rootProblem();

describeUnless(problem, "the static edition", () => {
  afterAll(removeFolders);

  test.each(ROOTS)("answers as the Node edition does in the root %s", (name) => {
    const root = makeStaticRoot(name);
    const asked = questions(root);
    const answers = asked.map(([program, ...args]) => {
      return { words: [program, ...args].join(" "), ...runStatic({ program, args, root }) };
    });
    const expected = asked.map(([program, ...args]) => {
      return { words: [program, ...args].join(" "), ...runWords([`/sbin/${program}`, ...args], { root }) };
    });
    expect(answers).toEqual(expected);
  });

  test("reads the environment as bytes", () => {
    const root = makeStaticRoot("workstation");
    const environment = { MODPROBE_OPTIONS: "-S 6.1.0-fixture -D", KMOD_LOG: "x\xe9" };
    const answer = runStatic({ program: "modprobe", args: ["acme_gpu"], root, environment });
    expect(answer).toEqual(runWords(["/sbin/modprobe", "acme_gpu"], { root, environment }));
  });

  test("ends as SIGPIPE would end it, and takes closed streams for the null device", () => {
    const root = makeStaticRoot("workstation");
    const program = join(root, "sbin/kmod-ts");
    const ended = (line: string): string => spawnSync("/bin/bash", ["-c", line, program], { encoding: "utf8" }).stdout;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    expect(ended('"$0" help depmod | true; echo "${PIPESTATUS[0]}"')).toMatch(/^(0|141)\n$/);
    expect(ended('"$0" help >/dev/full 2>/dev/null; echo $?')).toBe("1\n");
    expect(ended('"$0" help >&-; echo $?')).toBe("0\n");
    expect(ended('"$0" nosuch 2>&-; echo $?')).toBe("1\n");
  });

  test("says that it draws no tables and no pictures", () => {
    const root = makeStaticRoot("workstation");
    const table = runStatic({ program: "lsmod", args: ["--table"], root });
    const picture = runStatic({ program: "lsmod", args: ["--graph", "svg"], root });
    const only = "are drawn by the Node edition of kmod-ts only";
    expect(table).toEqual({ out: "", status: 1, err: `lsmod: ERROR: tables ${only}; --json has the same facts\n` });
    const instead = "Graphviz makes one of the dot form: dot -Tsvg";
    expect(picture).toEqual({ out: "", status: 1, err: `lsmod: ERROR: pictures ${only}; ${instead}\n` });
  });
});
