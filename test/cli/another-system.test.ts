/** `--root` means the same in every command of ours that has it: see `rootOption`. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import { rootOption } from "../../src/commands/system.ts";
import { CHECK_RELEASE, CHECK_TREE } from "../support/check-tree.ts";
import { buildElf } from "../support/elf-builder.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";

const RELEASE = "1.0";
const D = `/lib/modules/${RELEASE}`;

/** The system that is asked about: what it has, this machine has not. */
const IMAGE: Tree = {
  [`${D}/modules.dep`]: "low.ko:\ntop.ko: low.ko\n",
  [`${D}/modules.alias`]: "alias al-* low\n",
  [`${D}/low.ko`]: buildElf({ modinfo: ["license=GPL", "parmtype=level:int"] }),
  [`${D}/top.ko`]: buildModule({}),
  "/etc/modprobe.d/a.conf": linkTo("/srv/inner.conf"),
  "/srv/inner.conf": "options low level=1 levle=1\nblacklist top\n",
  "/proc/modules": "low 16384 0 - Live 0x0000000000000000\n",
  "/proc/sys/kernel/osrelease": `${RELEASE}\n`,
  "/sys/module": { low: { initstate: "live\n", parameters: { level: "2\n" } } },
  "/sys/devices/pci0000:00/thing": { modalias: "al-x\n", subsystem: linkTo("../../../bus/pci") },
  "/sys/bus/pci/devices/0000:00:01.0": linkTo("../../../devices/pci0000:00/thing"),
};

/**
 * This machine: another kernel, other configuration, and the file that a link of the image would reach if it led out.
 */
const MACHINE: Tree = {
  "/lib/modules/9.9/modules.dep": "other.ko:\n",
  "/etc/modprobe.d/b.conf": "options low level=99\n",
  "/srv/inner.conf": "options low level=77\n",
  "/mine/low.ko": buildElf({ modinfo: ["license=GPL", "parmtype=level:int", "parmtype=mine:int"] }),
  "/mine/x.conf": "options low nosuch=1\n",
  "/file": "",
  "/mnt/image": IMAGE,
  "/mnt/link": linkTo("image"),
  "/mnt/slash": linkTo("/"),
};

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function answer(words: readonly string[], workingDirectory = "/mine"): Printed {
  const platform = memoryPlatform(MACHINE, { release: "9.9", workingDirectory });
  return { status: run(["kmod-ts", ...words], platform), ...platform.written };
}

/** For each command, words that lead to facts of the image. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  list: ["--available"],
  deps: ["top"],
  explain: ["low", "/sys/devices/pci0000:00/thing"],
  status: ["low", "top"],
  which: ["--all", "low"],
  params: ["low"],
  devices: ["/sys/bus/pci/devices/0000:00:01.0"],
  check: ["/mine/low.ko"],
  lint: [],
};

const rooted = subCommands.filter(({ options }) => options.some(({ long }) => long === "root"));

test("every command with --root is asked here", () => {
  expect(Object.keys(QUESTIONS).sort()).toEqual(rooted.map(({ name }) => name).sort());
});

describe.each(rooted)("kmod-ts $name --root", ({ name, options }) => {
  const words = (root: string, ...more: readonly string[]): readonly string[] => {
    return [name, "--root", root, ...more, ...(QUESTIONS[name] ?? [])];
  };
  const expected = answer(words("/mnt/image"));

  test("is the one option, whose rule stands in the help", () => {
    expect(options.includes(rootOption)).toBe(true);
    const help = answer([name, "--help"]).out.replace(/\s+/g, " ");
    expect(help).toContain(`--root=DIR ${rootOption.text}. ${rootOption.more}`);
  });

  test("answers for that system, and prints its paths without the directory", () => {
    const asJson = answer([...words("/mnt/image"), "--json"]);
    for (const { status, out, err } of [expected, asJson]) {
      expect({ status, err }).toEqual({ status: expected.status, err: expected.err });
      expect(out).not.toMatch(/\/mnt|level=(?:77|99)|b\.conf/);
    }
    expect(asJson.out).not.toBe("");
    expect(expected).not.toEqual(answer([name, ...(QUESTIONS[name] ?? [])]));
  });

  test.each([
    ["../mnt/image"],
    ["./../mnt/image/"],
    ["/mnt/../mnt/./image//"],
    ["/mnt/link"],
    ["/mnt/slash/mnt/image"],
  ])("takes %s for the same", (root) => expect(answer(words(root))).toEqual(expected));

  test.each([["/"], ["//."], ["../"], ["/mnt/slash"]])("takes %s for this system", (root) => {
    expect(answer(words(root))).toEqual(answer([name, ...(QUESTIONS[name] ?? [])]));
  });

  test.each([
    ["/nowhere", "--root '/nowhere': No such file or directory"],
    ["nowhere", "--root 'nowhere': No such file or directory"],
    ["/file", "--root '/file': Not a directory"],
    ["", `--root needs a directory. See 'kmod-ts ${name} --help'.`],
  ])("refuses %j", (root, text) => {
    expect(answer(words(root))).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text}\n` });
  });

  test.each([[""], ["."], [".."], ["1.0/"], ["/1.0"], ["../../x"], ["a/b"]])("refuses -S %j", (version) => {
    const expected = `kmod-ts: ERROR: '${version}' is no kernel release. See 'kmod-ts ${name} --help'.\n`;
    for (const typed of [["-S", version], [`--set-version=${version}`]]) {
      const asked = [[name, ...typed, ...(QUESTIONS[name] ?? [])], words("/mnt/image", ...typed)];
      for (const each of asked) expect(answer(each)).toEqual({ status: 1, out: "", err: expected });
    }
  });
});

test("kmod-ts check --kernel is the same as -S", () => {
  expect(answer(["check", "--kernel=1.0/", "/mine/low.ko"])).toEqual({
    status: 1,
    out: "",
    err: "kmod-ts: ERROR: '1.0/' is no kernel release. See 'kmod-ts check --help'.\n",
  });
});

test("modprobe takes any path with -S, as kmod's does", () => {
  const platform = memoryPlatform(MACHINE, { release: "9.9" });
  expect(run(["modprobe", "-S", "../modules/9.9/", "-D", "other"], platform)).toBe(0);
  expect(platform.written).toEqual({ out: "insmod /lib/modules/../modules/9.9//other.ko \n", err: "" });
});

describe("with --root, a file that the command line names", () => {
  const there = ["--root", "/mnt/image"];

  test.each([["/mine/low.ko"], ["./low.ko"], ["./../mine/low.ko"]])("is this machine's: %s", (path) => {
    expect(answer(["params", ...there, path]).out).toMatch(/^low \(loaded\)\n[\s\S]* {2}mine: int\n/);
    expect(answer(["deps", ...there, path])).toEqual({ status: 0, out: "low\n  no dependencies\n", err: "" });
  });

  test("is this machine's for check", () => {
    const { status, out } = answer(["check", ...there, "/mine/low.ko"]);
    expect(status).not.toBe(0);
    expect(out).toMatch(/^\/mine\/low\.ko: does not fit 1\.0\n/);
  });

  test.each([["/mine/x.conf"], ["x.conf"], ["../mine/x.conf"]])("is this machine's for lint: %s", (path) => {
    const { status, out, err } = answer(["lint", ...there, path]);
    expect({ status, err }).toEqual({ status: 3, err: "" });
    expect(out).toMatch(/^\/mine\/\S*x\.conf:1: unknown-parameter: low has no parameter 'nosuch'/);
  });

  test.each([
    ["params", [`${D}/low.ko`]],
    ["deps", [`${D}/low.ko`]],
    ["check", [`${D}/low.ko`]],
    ["lint", ["/etc/modprobe.d/a.conf"]],
    ["check", ["--symvers", "/srv/Module.symvers", "/mine/low.ko"]],
    ["check", ["--cert", "/srv/key.pem", "/mine/low.ko"]],
  ])("is not looked for in that system: %s %j", (name, words) => {
    const { status, err } = answer([name, ...there, ...words]);
    expect(status).toBe(1);
    expect(err).toContain("No such file or directory");
  });

  test("is this machine's for deps -C too, and -d would say where modules are once more", () => {
    const tree = {
      ...MACHINE,
      "/mine/soft.conf": "softdep top pre: low\n",
      "/mnt/image/srv": { "soft.conf": "bad\n" },
    };
    const platform = memoryPlatform(tree, { release: "9.9", workingDirectory: "/mine" });
    expect(run(["kmod-ts", "deps", ...there, "-C", "soft.conf", "top"], platform)).toBe(0);
    expect(platform.written).toEqual({ out: "top\n  low  hard      no symbols\n  low  soft pre\n", err: "" });
    expect(answer(["deps", ...there, "-d", "/x", "top"]).err).toBe(
      "kmod-ts: ERROR: --root and --dirname cannot be used together. See 'kmod-ts deps --help'.\n",
    );
  });

  test("is this machine's where it says what the kernel of that system exports", () => {
    const symvers = "0x00000011\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\n0x00000099\tprintk\tvmlinux\tEXPORT_SYMBOL\n";
    const image = Object.fromEntries(
      Object.entries(CHECK_TREE).map(([path, content]) => [path.startsWith("/mine") ? path : `/mnt${path}`, content]),
    );
    const platform = memoryPlatform({ ...image, "/own.symvers": symvers }, { workingDirectory: "/mine" });
    const words = ["--root", "../mnt", "-S", CHECK_RELEASE, "--symvers", "/own.symvers", "/mine/good.ko"];
    expect(run(["kmod-ts", "check", ...words], platform)).toBe(3);
    expect(platform.written.out).toContain("'printk' was 0x00000022 when the module was built, vmlinux has 0x00000099");
  });
});
