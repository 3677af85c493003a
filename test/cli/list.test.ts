import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { schemaProblems } from "../support/json-schema.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const SYSTEM: Tree = {
  "lib/modules/1.0": {
    "modules.dep": "kernel/snd-pcm.ko: kernel/snd.ko\nkernel/snd.ko:\nupdates/zfs.ko.xz:\n/opt/own.ko:\n",
    "modules.builtin": "kernel/fs/ext4.ko\nkernel/drivers/snd-hda.ko\n",
  },
  "lib/modules/2.0/modules.dep": "other.ko:\n",
  "proc/modules": [
    "zfs 10 0 - Live 0x0",
    "snd_pcm 20 0 - Loading 0x0",
    "snd 30 1 snd_pcm, Live 0x0",
    "by_hand 5 0 - Unloading 0x0 (O)",
    "",
  ].join("\n"),
};

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function overTree(tree: Tree, ...words: readonly string[]): Printed {
  const platform = memoryPlatform(tree, { release: "1.0", workingDirectory: "/mnt" });
  const status = run(["kmod-ts", "list", ...words], platform);
  return { status, ...platform.written };
}

const list = (...words: readonly string[]): Printed => overTree(SYSTEM, ...words);
const names = (...lines: readonly string[]): Printed => ({
  status: 0,
  out: lines.map((l) => `${l}\n`).join(""),
  err: "",
});

describe("kmod-ts list", () => {
  test("lists what is loaded, in byte order, whatever state it is in", () => {
    expect(list()).toEqual(names("by_hand", "snd", "snd_pcm", "zfs"));
    expect(list("--loaded")).toEqual(list());
  });

  test("lists what has a file, loaded or not, and what is built in", () => {
    expect(list("--available")).toEqual(names("own", "snd", "snd_pcm", "zfs"));
    expect(list("--builtin")).toEqual(names("ext4", "snd_hda"));
  });

  test("lists a module once that several options name", () => {
    expect(list("--loaded", "--available", "--builtin")).toEqual(
      names("by_hand", "ext4", "own", "snd", "snd_hda", "snd_pcm", "zfs"),
    );
  });

  test("takes patterns, with - for _ but not within brackets", () => {
    expect(list("snd*")).toEqual(names("snd", "snd_pcm"));
    expect(list("--builtin", "snd-h??")).toEqual(names("snd_hda"));
    expect(list("--available", "snd-pcm", "[a-o]wn")).toEqual(names("own", "snd_pcm"));
    expect(list("nosuch")).toEqual(names());
    expect(list("s[nd")).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: the brackets of 's[nd' do not match. See 'kmod-ts list --help'.\n",
    });
  });

  test("says with --json what each module is, as far as it was asked", () => {
    const { out } = list("--json", "--loaded", "--available", "--builtin", "snd-*", "own");
    expect(schemaProblems("list", JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out)).toEqual({
      schemaVersion: 1,
      kinds: ["loaded", "available", "builtin"],
      running: true,
      modules: [
        { name: "own", state: null, path: "/opt/own.ko", builtin: false },
        { name: "snd_hda", state: null, path: null, builtin: true },
        { name: "snd_pcm", state: "loading", path: "/lib/modules/1.0/kernel/snd-pcm.ko", builtin: false },
      ],
    });
  });

  test("asks about another release, or says that there are no modules of it", () => {
    expect(list("--available", "-S", "2.0")).toEqual(names("other"));
    const err =
      "kmod-ts: ERROR: no modules: stat '/lib/modules/3': No such file or directory\n" +
      "kmod-ts: WARNING: there is no /lib/modules/3, only 1.0, 2.0\n";
    for (const kinds of [[], ["--loaded"], ["--available"], ["--builtin"], ["--loaded", "--loaded"]]) {
      expect(list(...kinds, "-S", "3")).toEqual({ status: 1, out: "", err });
    }
    expect(list("-S", "2.0")).toEqual(list());
    const json = list("--json", "-S", "3");
    expect({ ...json, out: JSON.parse(json.out).modules }).toEqual({ status: 1, out: [], err });
  });

  test("needs the kernel's list only for what is loaded, and the indexes for all else", () => {
    const { "proc/modules": _, ...withoutProc } = SYSTEM;
    expect(overTree(withoutProc, "--builtin")).toEqual(names("ext4", "snd_hda"));
    expect(overTree({ "proc/modules": "a 1 0 - Live 0x0\n" })).toEqual(names("a"));
  });
});

describe("where there is no /proc/modules", () => {
  const { "proc/modules": _, ...image } = SYSTEM;
  const unknown = "nothing is known of what is loaded, because there is no /proc/modules";
  const warned = (text: string, ...lines: readonly string[]): Printed => ({
    ...names(...lines),
    err: `kmod-ts: WARNING: ${text}\n`,
  });

  test("lists what is available, and says why", () => {
    expect(overTree(image)).toEqual(warned(`${unknown}: listing what is available`, "own", "snd", "snd_pcm", "zfs"));
    expect(overTree(image, "snd*")).toEqual(warned(`${unknown}: listing what is available`, "snd", "snd_pcm"));
    expect(overTree(image, "--available")).toEqual(names("own", "snd", "snd_pcm", "zfs"));
  });

  test("answers what can be answered of several questions, and fails where that is nothing", () => {
    expect(overTree(image, "--loaded", "--builtin")).toEqual(warned(unknown, "ext4", "snd_hda"));
    const err = `kmod-ts: ERROR: ${unknown}; --available lists what could be\n`;
    expect(overTree(image, "--loaded")).toEqual({ status: 1, out: "", err });
  });

  test("says so with --json", () => {
    const documents = [["zfs"], ["--loaded", "zfs"], ["--builtin", "ext4"]].map((words) =>
      JSON.parse(overTree(image, "--json", ...words).out),
    );
    for (const document of documents) expect(schemaProblems("list", document)).toEqual([]);
    expect(documents).toMatchObject([
      { kinds: ["available"], running: false, modules: [{ name: "zfs", state: null }] },
      { kinds: ["loaded"], running: false, modules: [] },
      { kinds: ["builtin"], running: null, modules: [{ name: "ext4", builtin: true }] },
    ]);
  });
});

describe("--root", () => {
  const below = (tree: Tree): Tree => ({ ...SYSTEM, "mnt/image": tree });

  test("asks about the system there, by an absolute path or a relative one", () => {
    const image = below({ "proc/modules": "inner 1 0 - Live 0x0\n" });
    expect(overTree(image, "--root", "/mnt/image")).toEqual(names("inner"));
    expect(overTree(image, "--root=image")).toEqual(names("inner"));
  });

  test("takes the release that its own /proc names, or the only one that it has modules of", () => {
    const modules = { "1.0/modules.dep": "a.ko:\n", "9/modules.dep": "b.ko:\n" };
    const image = below({ "lib/modules": modules, "proc/sys/kernel/osrelease": "9\n" });
    const several = below({ "lib/modules": modules, "lib/modules/README": "" });
    expect(overTree(image, "--root=image", "--available")).toEqual(names("b"));
    const only = below({ "usr/lib/modules/8/modules.dep": "c.ko:\n", lib: linkTo("/usr/lib") });
    expect(overTree(only, "--root=image", "--available")).toEqual(names("c"));
    expect(overTree(image, "--root=image", "--available", "-S1.0")).toEqual(names("a"));
    const choose = "/mnt/image/lib/modules has several kernels, none of which runs there: choose one with -S: 1.0, 9";
    expect(overTree(several, "--root=image", "--available")).toEqual({
      ...{ status: 1, out: "", err: `kmod-ts: ERROR: ${choose}\n` },
    });
    expect(overTree(several, "--root=image", "--available", "-S1.0")).toEqual(names("a"));
  });
});

describe("the fault sweep of kmod-ts list", () => {
  const platform = (): MemoryPlatform =>
    memoryPlatform({ ...SYSTEM, "mnt/lib/modules/1.0/modules.dep": "x.ko:\n" }, { release: "1.0" });
  /** A binary index that is not there has a text in its place; one that is not there at all has nothing in it. */
  const isAbsence = ({ errno, subject }: Fault): boolean => errno === "ENOENT" && !/1\.0$/.test(subject);
  /** What cannot be seen as a link is taken as it is: reading it fails, or does not. */
  const isLink = ({ method }: Fault): boolean => method === "files.readLink";

  test.each([
    [["--loaded", "--available", "--builtin"]],
    [["--json", "--available", "s*"]],
    [["--root", "/mnt", "--available", "-S", "1.0"]],
  ])("no failure of the platform goes unnoticed (%j)", (words) => {
    const outcomes = faultSweep({
      platform,
      run: (faulty) => run(["kmod-ts", "list", ...words], faulty),
      survives: (fault) => isAbsence(fault) || isLink(fault),
    });
    expect(outcomes.length).toBeGreaterThan(4);
  });
});
