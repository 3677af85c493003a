/**
 * Our own commands over systems that do not run: no /proc, no /sys, mostly no configuration, one kernel, several, or
 * none.
 */

import { describe, expect, test } from "vitest";
import { subCommands } from "../../src/commands/all.ts";
import { type Answer, answerOn } from "../support/answers-tree.ts";
import { CHECK_RELEASE, CHECK_TREE, checkModule } from "../support/check-tree.ts";
import type { Tree } from "../support/memory-file-system.ts";

/**
 * The kernel of the machine that asks, which has nothing to do with the image; but its module directory is in one of
 * them.
 */
const HOST: Tree = {
  "/lib/modules/1.0/modules.dep": "host.ko:\n",
  "/proc/modules": "host 1 0 - Live 0x0\n",
  "/sys/module/host": {},
};
const MODULES: Tree = {
  "modules.dep": "a.ko:\nb.ko: a.ko\n",
  "modules.alias": "alias al b\n",
  "modules.builtin": "kernel/inside.ko\n",
  "a.ko": checkModule(),
  "b.ko": checkModule(),
};

const on = (modules: Tree, ...words: readonly string[]): Answer =>
  answerOn({ ...HOST, "/img/lib/modules": modules, "/x.ko": checkModule() }, ...words, "--root", "/img");

/** A question of each command that takes --root. */
const QUESTIONS: readonly (readonly [command: string, ...words: string[]])[] = [
  ["list"],
  ["list", "--available"],
  ["explain", "b"],
  ["status", "a"],
  ["which", "a"],
  ["which", "--all", "a"],
  ["params", "a"],
  ["params", "--changed"],
  ["devices"],
  ["devices", "eth0"],
  ["check", "/x.ko"],
  ["lint"],
  ["deps", "b"],
];

test("each command that can be asked about another system is", () => {
  const commands = subCommands.filter(({ options }) => options.some(({ long }) => long === "root"));
  expect([...new Set(QUESTIONS.map(([command]) => command))].toSorted()).toEqual(
    commands.map(({ name }) => name).toSorted(),
  );
});

/** Those that need no modules, or fail earlier. */
const OTHERS = ["lint", "devices"];
const NO_SYSFS = "kmod-ts: ERROR: nothing is known of devices, because there is no /sys: ask on the machine itself\n";

describe.each([
  [
    "several kernels",
    { "2.0": MODULES, "1.0": MODULES },
    "/img/lib/modules has several kernels, none of which runs there: choose one with -S: 1.0, 2.0",
  ],
  ["no kernel", {}, "there are no modules of any kernel in /img/lib/modules"],
])("an image with %s", (_what, modules, text) => {
  test.each(QUESTIONS.filter(([command]) => !OTHERS.includes(command)))("%s %s: asks which, once", (...words) => {
    expect(on(modules, ...words)).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text}\n` });
  });

  test("lint judges what needs no modules, and devices have other troubles", () => {
    const err = `kmod-ts: WARNING: ${text}; names of modules and parameters are not looked at\n`;
    expect(on(modules, "lint")).toEqual({ status: 0, out: "", err });
    expect(on(modules, "devices")).toEqual({ status: 1, out: "", err: NO_SYSFS });
  });

  test("status -q says that, too: it is a matter of the command line", () => {
    expect(on(modules, "status", "-q", "a")).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text}\n` });
  });
});

const AVAILABLE =
  "kmod-ts: WARNING: nothing is known of what is loaded, because there is no /proc/modules: listing what is available\n";

describe.each<[string, Tree, readonly string[]]>([
  ["one kernel", { "2.0": MODULES }, []],
  ["several kernels, of which one is chosen", { "2.0": MODULES, "1.0": {} }, ["-S", "2.0"]],
])("an image with %s", (_what, modules, choice) => {
  const ask = (...words: readonly string[]): Answer => on(modules, ...words, ...choice);
  const good = (out: string, err = ""): Answer => ({ status: 0, out, err });

  test("is answered for as far as files know", () => {
    expect(ask("list")).toEqual(good("a\nb\n", AVAILABLE));
    expect(ask("list", "--available", "--builtin")).toEqual(good("a\nb\ninside\n"));
    expect(ask("explain", "al").out.split("\n").slice(0, 2)).toEqual(["al stands for b", "b: nothing stops it"]);
    expect(ask("status", "a", "inside")).toEqual({ status: 3, out: "a available\ninside builtin\n", err: "" });
    expect(ask("status", "-q", "a")).toEqual({ status: 3, out: "", err: "" });
    expect(ask("which", "a", "inside")).toEqual(good("/lib/modules/2.0/a.ko\n(builtin)\n"));
    expect(ask("which", "--all", "a")).toEqual(good("a\n  /lib/modules/2.0/a.ko  counts\n"));
    expect(ask("deps", "b")).toEqual(good("b\n  a  hard  no symbols\n"));
    expect(ask("lint")).toEqual(good(""));
  });

  test("has no live values, and does not say that something is not loaded", () => {
    expect(ask("params", "a")).toEqual(good("a (nobody knows whether it is loaded)\n  no parameters\n"));
    expect(ask("params", "inside").out).toContain("inside (built in)\n");
    const unknown = "nothing is known of live values, because there is no /sys/module";
    expect(ask("params", "--diff", "a")).toEqual(good("", `kmod-ts: WARNING: ${unknown}\n`));
    expect(ask("params", "--changed")).toEqual({
      status: 1,
      out: "",
      err: `kmod-ts: ERROR: ${unknown}; 'kmod-ts params NAME' shows what is wanted\n`,
    });
    expect(ask("devices", "--unbound")).toEqual({ status: 1, out: "", err: NO_SYSFS });
  });
});

describe("check", () => {
  test("takes files of this machine for a kernel of the image", () => {
    const image = Object.fromEntries(Object.entries(CHECK_TREE).map(([path, node]) => [`/img${path}`, node]));
    const tree = { ...HOST, ...image, "/mine/good.ko": checkModule({ needs: { printk: 0x22 } }) };
    expect(answerOn(tree, "check", "--root", "/img", "/mine/good.ko")).toEqual({
      status: 0,
      out: `/mine/good.ko: fits ${CHECK_RELEASE}\n  note: the module is not signed, so it will taint the kernel\n`,
      err: "",
    });
  });
});

describe("status -q", () => {
  const tree = {
    "/lib/modules/1.0": {},
    "/etc/modprobe.d/a.conf": "nonsense\noptions\n",
    "/etc/modprobe.d/b.conf": { "no-file": "" },
  };

  test("says not a word of what is wrong on the machine, where there is an answer all the same", () => {
    expect(answerOn(tree, "status", "nosuch").err).not.toBe("");
    const { status, out, err } = answerOn(tree, "status", "-q", "nosuch");
    expect({ out, err }).toEqual({ out: "", err: "" });
    expect(status).toBe(answerOn(tree, "status", "nosuch").status);
    const damaged = { ...tree, "/lib/modules/1.0/modules.alias.bin": "rubbish and more of it" };
    const magic = "kmod-ts: ERROR: magic check fail: 72756262 instead of b007f457\n";
    expect(answerOn(damaged, "status", "-q", "nosuch").err).toBe(magic);
    const { err: reason } = answerOn({ "/proc/modules": {} }, "status", "a");
    expect(answerOn({ "/proc/modules": {} }, "status", "-q", "a")).toEqual({ status: 1, out: "", err: reason });
    expect(reason).not.toBe("");
  });

  test.each([
    [["-q"], "name at least one module. See 'kmod-ts status --help'."],
    [
      ["-q", "/a/b.ko"],
      "'/a/b.ko' is a file and no name: ask for 'b', or 'kmod-ts check' and modinfo about a file. See 'kmod-ts status --help'.",
    ],
    [["-q", "--root=", "a"], "--root needs a directory. See 'kmod-ts status --help'."],
  ])("says what is wrong with the command line: %j", (words, text) => {
    expect(answerOn(tree, "status", ...words)).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text}\n` });
  });
});
