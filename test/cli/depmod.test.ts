import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { openTrie } from "../../src/core/index/trie-reader.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { INDEX_NAMES } from "../support/index-names.ts";
import { changedAt, type Tree, textOf } from "../support/memory-file-system.ts";
import { type MemoryPlatform, type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";

const D = "/lib/modules/6.1";

const MODULES: Tree = {
  "modules.order": "kernel/user.ko\nkernel/owner.ko\n",
  "modules.builtin": "kernel/fat.ko\n",
  "modules.builtin.modinfo": "fat.alias=fs-fat\0",
  kernel: {
    "owner.ko": buildModule({ exports: ["owned"], aliases: ["pci:v1*"], softdeps: ["pre: x"], weakdeps: ["y"] }),
    "user.ko": buildModule({ needs: ["owned", "printk"], aliases: ["devname:u", "char-major-10-3"] }),
  },
};

const TEXTS = {
  "modules.dep": "kernel/user.ko: kernel/owner.ko\nkernel/owner.ko:\n",
  "modules.alias":
    "# Aliases extracted from modules themselves.\nalias devname:u user\nalias char-major-10-3 user\nalias pci:v1* owner\n",
  "modules.softdep": "# Soft dependencies extracted from modules themselves.\nsoftdep owner pre: x\n",
  "modules.weakdep": "# Weak dependencies extracted from modules themselves.\nweakdep owner y\n",
  "modules.symbols": "# Aliases for symbols, used by symbol_request().\nalias symbol:owned owner\n",
  "modules.devname": "# Device nodes to trigger on-demand module loading.\nuser u c10:3\n",
};

interface Trial {
  readonly platform: MemoryPlatform;
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function depmod(words: readonly string[], tree: Tree = { [D]: MODULES }, options: MemoryPlatformOptions = {}): Trial {
  const platform = memoryPlatform(tree, { release: "6.1", ...options });
  const status = run(["/sbin/depmod", ...words], platform);
  return { platform, status, out: platform.written.out, err: platform.written.err };
}

function texts(platform: MemoryPlatform, directory: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(TEXTS).map((name) => [name, textOf(platform.files, `${directory}/${name}`)]));
}

function keys(platform: MemoryPlatform, name: string): readonly string[] {
  return [...openTrie(platform.files.read(`${D}/${name}`), name).entries()].map(({ key, value }) => `${key}=${value}`);
}

describe("depmod", () => {
  test("writes eleven files for the running kernel without a word", () => {
    const { platform, status, out, err } = depmod([]);
    expect([status, out, err]).toEqual([0, "", ""]);
    expect(texts(platform, D)).toEqual(TEXTS);
    expect(keys(platform, "modules.dep.bin")).toEqual([
      "owner=kernel/owner.ko:",
      "user=kernel/user.ko: kernel/owner.ko",
    ]);
    expect(keys(platform, "modules.alias.bin")).toEqual(["char_major_10_3=user", "devname:u=user", "pci:v1*=owner"]);
    expect(keys(platform, "modules.symbols.bin")).toEqual(["symbol:owned=owner"]);
    expect(keys(platform, "modules.builtin.bin")).toEqual(["fat="]);
    expect(keys(platform, "modules.builtin.alias.bin")).toEqual(["fs_fat=fat"]);
    const written = platform.files.list(D).map(({ name }) => name);
    expect(written.toSorted()).toEqual([...Object.keys(MODULES), ...INDEX_NAMES].toSorted());
  });

  test("-n prints the text files and writes nothing", () => {
    const { platform, status, out } = depmod(["-n", "6.1"]);
    expect([status, out]).toEqual([0, Object.values(TEXTS).join("")]);
    expect(platform.files.list(D).length).toBe(Object.keys(MODULES).length);
    expect(depmod(["--dry-run"]).out).toBe(out);
  });

  test("-b, -m and -o say where to read and to write; relative ones count from the working directory", () => {
    const tree = { "/w/image/opt/mods/6.1": MODULES };
    const { platform, status, err } = depmod(["-b", "image", "-m", "/opt/mods", "-o", "out", "6.1"], tree, {
      workingDirectory: "/w",
    });
    expect([status, err]).toEqual([0, ""]);
    expect(texts(platform, "/w/out/opt/mods/6.1")).toEqual(TEXTS);
    expect(platform.files.list("/w/image/opt/mods/6.1").length).toBe(Object.keys(MODULES).length);
  });

  test("-v prints what needs what before anything else", () => {
    const { out } = depmod(["-v", "-n"]);
    expect(out).toBe(`${D}/kernel/user.ko needs "owned": ${D}/kernel/owner.ko\n${Object.values(TEXTS).join("")}`);
  });

  test.each(["6", "6.", "v6.1", "6 .1", "", "/path/x.ko"])("refuses the version %j", (version) => {
    expect(depmod([version])).toMatchObject({ status: 1, err: `depmod: ERROR: Bad version passed ${version}\n` });
  });

  test.each(["+6.1", " 6.1", "6. 1", "06.01", "6.1x"])("takes the version %j as it is", (version) => {
    expect(depmod([version], { [`/lib/modules/${version}`]: MODULES })).toMatchObject({ status: 0, err: "" });
  });

  test("refuses a path that is too long", () => {
    const base = `/${"x".repeat(4095)}`;
    const err = `depmod: ERROR: Bad directory ${base}/lib/modules/6.1: path too long\n`;
    expect(depmod(["-b", base])).toMatchObject({ status: 1, err });
  });

  test("-P takes one character", () => {
    expect(depmod(["-P", "ab"])).toMatchObject({ status: 1, err: "depmod: FATAL: -P only takes a single char\n" });
  });

  test("old options warn by the name that was typed", () => {
    const warnings = ["-q", "--quiet", "-u", "--root", "--map"];
    const err = warnings.map((name) => `depmod: WARNING: Ignored deprecated option ${name}\n`).join("");
    expect(depmod(["-n", ...warnings])).toMatchObject({ status: 0, err });
    expect(depmod(["--qui", "-n"]).err).toBe("");
  });

  test("-A does nothing while nothing is newer, and all where something is", () => {
    const tree = (modified: bigint): Tree => ({
      [D]: { ...MODULES, "modules.dep": changedAt(5_000_000n, "old"), "kernel/owner.ko": changedAt(modified, "") },
    });
    const idle = depmod(["-A"], tree(5_000_000n));
    expect([idle.status, textOf(idle.platform.files, `${D}/modules.dep`)]).toEqual([0, "old"]);
    expect(textOf(depmod(["-A"], tree(6_000_000n)).platform.files, `${D}/modules.dep`)).not.toBe("old");
    expect(depmod(["-A", "-n"], tree(6_000_000n))).toMatchObject({ status: 0, out: "", err: "" });
  });

  test("a module that cannot be read is named, keeps its line, and fails the run", () => {
    const { platform, status, err } = depmod([], { [D]: { ...MODULES, kernel: { "bad.ko": "no module" } } });
    expect(err).toBe(`depmod: ERROR: failed to load symbols from ${D}/kernel/bad.ko: Exec format error\n`);
    expect([status, textOf(platform.files, `${D}/modules.dep`)]).toEqual([1, "kernel/bad.ko:\n"]);
  });

  test("a missing addon is named before the module that needs it", () => {
    const { status, err } = depmod([], { [D]: { ...MODULES, kernel: { "a.ko.gz": "\x1f\x8b-------" } } });
    expect(err).toBe(
      `depmod: ERROR: decompress 'gzip': no codecs here\ndepmod: ERROR: failed to load symbols from ${D}/kernel/a.ko.gz: Function not implemented\n`,
    );
    expect(status).toBe(1);
  });

  test("circles are all named, and nothing is written", () => {
    const needing = (exported: string, ...needs: readonly string[]): Uint8Array =>
      buildModule({ exports: [exported], needs });
    const kernel = {
      "a.ko": needing("a", "b"),
      "b.ko": needing("b", "a", "c"),
      "c.ko": needing("c", "d", "e"),
      "d.ko": needing("d", "c"),
      "e.ko": needing("e", "c"),
    };
    const order = [..."abcde"].map((name) => `kernel/${name}.ko\n`).join("");
    const { platform, status, err } = depmod([], { [D]: { kernel, "modules.order": order } });
    expect(err.split("\n")).toEqual([
      "depmod: ERROR: Cycle detected: a -> b -> a",
      "depmod: ERROR: Cycle detected: c -> d -> c",
      "depmod: ERROR: Also part of that cycle: e",
      "depmod: ERROR: Found 5 modules in dependency cycles!",
      "",
    ]);
    expect([status, platform.files.list(D).length]).toEqual([1, 2]);
  });

  test("what an index cannot hold ends the run before anything is written", () => {
    const kernel = { "a.ko": buildModule({ aliases: ["caf\xe9"] }) };
    const { platform, status, err } = depmod([], { [D]: { ...MODULES, kernel } });
    expect(err).toBe(
      "depmod: FATAL: Module index: bad character '\xe9'=0xe9 - only 7-bit ASCII is supported:\ncaf\xe9\n",
    );
    expect([status, platform.files.list(D).length]).toEqual([1, Object.keys(MODULES).length]);
  });
});

/** What depmod does without: configuration, and what is not there of the rest. -A asks before all is looked at anyway. */
function survives({ subject, method, errno }: Fault): boolean {
  if (subject.includes("depmod.d") || method === "files.remove") return true;
  const isInput = /modules\.(?:order|builtin|builtin\.modinfo)$/.test(subject) || subject.startsWith(`${D}/kernel`);
  const isMadeAnew = method === "files.status" && D.startsWith(subject);
  return (isInput || isMadeAnew) && errno === "ENOENT";
}

/** Whatever is read is a part of what is written, and what can be read is written. */
const isReading = ({ method }: Fault): boolean => !/create|setMode|rename|remove|makeDirectory/.test(method);

describe("depmod under faults", () => {
  const tree: Tree = {
    [D]: { ...MODULES, "modules.dep": "old", "modules.dep.bin": "old" },
    "/etc/depmod.d/a.conf": "search updates\n",
    "/map": "ffff T __ksymtab_printk\n",
  };
  const platform = (): MemoryPlatform => memoryPlatform(tree, { release: "6.1" });

  test.each([[[]], [["-n"]], [["-e", "-F", "/map", "-v"]], [["6.1", `${D}/kernel/owner.ko`]]])(
    "no failure of the platform goes unnoticed, and no half of a set is left (%j)",
    (words) => {
      const outcomes = faultSweep({
        platform,
        run: (faulty) => run(["depmod", ...words], faulty),
        survives,
        changesOutput: isReading,
      });
      expect(outcomes.length).toBeGreaterThan(40);
    },
  );

  test("-A makes the indexes anew where it cannot tell whether that is needed", () => {
    const outcomes = faultSweep({
      platform,
      run: (faulty) => run(["depmod", "-A"], faulty),
      survives: () => true,
      changesOutput: isReading,
    });
    const unseen = outcomes.filter(({ fault }) => [1, 2].includes(fault.position));
    expect(unseen.map(({ status }) => status)).toEqual(unseen.map(() => 0));
    expect(unseen[0]?.err).toContain("could not open directory");
  });
});
