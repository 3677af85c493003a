import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { subCommands } from "../../src/commands/all.ts";
import { tools } from "../../src/commands/tools.ts";
import { buildElf } from "../support/elf-builder.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

const MODULE = buildElf({
  modinfo: [
    "parm=fast:Do it\x1b[2J\tfast",
    "parmtype=fast:bool",
    "parmtype=count:int",
    "parm=label:What it is called",
    "parmtype=$(id):int",
  ],
});

const TREE: Tree = {
  "/lib/modules/6.1.0": {
    "modules.dep":
      "kernel/snd-hda-core.ko:\nkernel/snd_hda_codec.ko:\nkernel/loop.ko:\nextra/a;b.ko:\nextra/$(id).ko:\nextra/-rf.ko:\n",
    "modules.builtin": "kernel/ext9.ko\n",
    "modules.builtin.modinfo": "ext9.parm=depth:How deep\0ext9.parmtype=depth:uint\0",
    kernel: { "loop.ko": MODULE },
  },
  "/lib/modules/6.9 x": {},
  "/lib/modules/6.2.0+": linkTo("6.1.0"),
  "/image/lib/modules/5.0/modules.dep": "kernel/old.ko:\n",
  "/rooted": {
    "proc/sys/kernel/osrelease": "5.1\n",
    "lib/modules": linkTo("/usr/lib/modules"),
    "usr/lib/modules": {
      "5.1": { "modules.dep": "kernel/inner.ko:\n" },
      "4.0": { "modules.dep": "kernel/oldest.ko:\n" },
    },
  },
  "/proc/modules": "loop 1 0 - Live 0x0\nsnd_hda_core 1 0 - Live 0x0\n",
  "/here/x.ko": MODULE,
};

const RELEASE = { release: "6.1.0", workingDirectory: "/here" };

/** What `kmod-ts complete` prints for these words. */
function complete(words: readonly string[], tree: Tree = TREE, options: MemoryPlatformOptions = RELEASE): string {
  const platform = memoryPlatform(tree, options);
  const status = run(["kmod-ts", "complete", ...words], platform);
  expect({ status, err: platform.written.err }).toEqual({ status: 0, err: "" });
  return platform.written.out;
}

/** The words that may stand in the place of the last one. */
function values(line: string, tree?: Tree): readonly string[] {
  const lines = complete(line.split(" "), tree).split("\n").slice(1, -1);
  return lines.map((each) => each.split("\t", 1)[0] ?? "");
}

describe("kmod-ts complete", () => {
  test("prints which files would do, and each word with what it is", () => {
    expect(complete(["kmod-ts", "insmod", "--force-"])).toBe(
      "-\t\n--force-modversion\tignore symbol versions\n--force-vermagic\tignore the version magic\n",
    );
    expect(complete(["insmod", ""])).toBe("module files\t\n");
    expect(complete(["modprobe", "--config=/e"])).toBe("files\t--config=\n");
    expect(complete(["kmod-ts", "install-links", "--man", "x"])).toBe("directories\t\n");
    expect(complete(["modinfo", "loo"])).toBe("module files\t\nloop\t\n");
  });

  test.each([
    ["kmod-ts ls", ["lsmod"]],
    ["/opt/bin/kmod-ts-x86_64 help ins", ["insmod", "install-links"]],
    ["kmod-ts help lsmod ", []],
    ["kmod-ts list --l", ["--loaded"]],
    ["kmod-ts --v", ["--version"]],
    ["kmod-ts kmod st", ["static-nodes"]],
    ["kmod ", ["help", "list", "static-nodes"]],
    ["kmod list --so", ["--sort="]],
    ["kmod lsmod ", []],
    ["kmod-ts nothing ", []],
    ["vim ", []],
    ["kmod-ts", []],
    ["lsmod --sort=", ["--sort=name", "--sort=size", "--sort=refs", "--sort=users"]],
    ["lsmod --so=si", ["--so=size"]],
    ["lsmod --graph m", ["mermaid"]],
    ["lsmod x", []],
    // --root is another system, with its own release and links; -d moves only the modules.
    ["kmod-ts explain --root /rooted in", ["inner"]],
    ["kmod-ts explain --root=../rooted -S 4.0 ", ["oldest"]],
    ["kmod-ts status --root /rooted -S ", ["4.0", "5.1"]],
    ["kmod-ts which --root /image ", ["old"]],
    ["kmod-ts which --root /nowhere ", []],
    ["kmod-ts which --root= loo", []],
    ["modprobe -d /image -S 5.0 ol", ["old"]],
    ["modprobe -d /image ol", []],
    ["kmod-ts deps --root /image -S 5.0 ol", ["old"]],
    ["static-nodes -fh", []],
    ["kmod static-nodes -fh", ["-fhuman"]],
    ["modinfo -F lic", ["license"]],
    ["modinfo --nothing lo", []],
    ["modinfo --help lo", []],
  ])("knows commands, options and values: %s", (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  test.each([
    ["modprobe ", ["_rf", "loop", "snd_hda_codec", "snd_hda_core"]],
    ["modprobe snd-h", ["snd-hda-codec", "snd-hda-core"]],
    ["modprobe snd_hda-", ["snd_hda-codec", "snd_hda-core"]],
    ["modprobe ext", []],
    ["kmod-ts deps ext", ["ext9"]],
    ["modinfo ex", ["ext9"]],
    ["modprobe -r ", ["loop", "snd_hda_core"]],
    ["modprobe -rf l", ["loop"]],
    ["rmmod snd-", ["snd-hda-core"]],
    ["rmmod loop s", ["snd_hda_core"]],
    ["modprobe -a loop s", ["snd_hda_codec", "snd_hda_core"]],
    ["modprobe -d /image -S 5.0 ", ["old"]],
    ["modprobe -d/image -S5.0 -- ", ["old"]],
    ["modprobe -- -r", ["-rf"]],
    ["modprobe --set-version=6", ["--set-version=6.1.0", "--set-version=6.2.0+"]],
    ["modinfo --basedir /image -k ", ["5.0"]],
    ["depmod -b /image ", ["5.0"]],
    ["depmod -aqS6", []],
    ["modprobe -S9 x", []],
  ])("finds names in the tree that is asked about: %s", (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  test.each([
    ["modprobe loop ", ["fast=", "count=", "label="]],
    ["modprobe loop fast=Y c", ["count="]],
    ["modprobe loop fast=Y f", []],
    ["modprobe loop fast=", ["fast=Y", "fast=N"]],
    ["modprobe loop count=", []],
    ["modprobe loop none=", []],
    ["modprobe ext9 ", ["depth="]],
    ["modprobe none ", []],
    ["insmod x.ko co", ["count="]],
    ["insmod ./gone.ko co", []],
  ])("finds parameters, and values of those that have few: %s", (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  test("describes parameters in a way that no terminal minds", () => {
    expect(complete(["modprobe", "loop", "f"])).toBe("-\t\nfast=\tbool: Do it [2J fast\n");
  });

  test("says nothing of what cannot be read", () => {
    const tree = { "/lib/modules/6.1.0": { "modules.dep.bin": "garbage, and more of it", "x.ko": "garbage" } };
    expect(values("modprobe ", tree)).toEqual([]);
    expect(values("insmod /lib/modules/6.1.0/x.ko ", tree)).toEqual([]);
    expect(values("rmmod ", tree)).toEqual([]);
    expect(values("modprobe -S ", {})).toEqual([]);
  });

  test.each([...tools, ...subCommands].map(({ name, options }) => [name, options] as const))(
    "offers every option of %s that its help shows",
    (name, options) => {
      const shown = options.filter(({ hidden }) => hidden !== true);
      const expected = shown.map(({ long, argument }) => `--${long}${argument === undefined ? "" : "="}`);
      expect(values(`kmod-ts ${name} --`)).toEqual(expect.arrayContaining(expected));
      const letters = shown.flatMap(({ short }) => (short === undefined ? [] : [`-${short}`]));
      expect(values(`kmod-ts ${name} -`)).toEqual(expect.arrayContaining(letters));
    },
  );
});
