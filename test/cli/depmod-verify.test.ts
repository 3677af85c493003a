import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { decodeUtf8, fromByteString } from "../../src/core/bytes.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { INDEX_NAMES } from "../support/index-names.ts";
import { schemaProblems } from "../support/json-schema.ts";
import { changedAt, linkTo, type Tree, textOf } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";
import { recording } from "../support/recording.ts";

const D = "/lib/modules/6.1";

const MODULES: Tree = {
  "modules.order": "kernel/user.ko\nkernel/owner.ko\n",
  "modules.builtin": "kernel/fat.ko\nkernel/n-ls.ko\n",
  "modules.builtin.modinfo": "fat.alias=fs-fat\0",
  kernel: {
    "owner.ko": buildModule({ exports: ["owned"], aliases: ["pci:v1*", "x-y[a-b]"], softdeps: ["pre: x"] }),
    "user.ko": buildModule({ needs: ["owned"], aliases: ["devname:u", "char-major-10-3", "x]"], weakdeps: ["y"] }),
  },
};

/** A tree that has been indexed by us. */
function indexed(tree: Tree = {}, ...options: readonly string[]): MemoryPlatform {
  const platform = memoryPlatform({ [D]: MODULES, ...tree }, { release: "6.1" });
  expect(run(["depmod", ...options], platform)).toBe(0);
  return memoryless(platform);
}

/** The same files, and nothing said yet. */
function memoryless({ files }: MemoryPlatform): MemoryPlatform {
  return { ...memoryPlatform({}, { release: "6.1" }), files };
}

interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function verify(platform: MemoryPlatform, ...options: readonly string[]): Answer {
  const status = run(["depmod", "--verify", ...options], platform);
  return { status, ...platform.written };
}

/** A change of what `indexed` makes. */
type Change = (files: FileSystem) => void;

const write =
  (name: string, text: string): Change =>
  (files) =>
    files.overwrite(`${D}/${name}`, fromByteString(text));

const edit =
  (name: string, from: string, to: string): Change =>
  (files) => {
    const text = textOf(files, `${D}/${name}`);
    expect(text).toContain(from);
    write(name, text.replace(from, to))(files);
  };

const create =
  (name: string, bytes: Uint8Array = buildModule()): Change =>
  (files) => {
    if (name.includes("/") && name.startsWith("updates")) files.makeDirectory(`${D}/updates`, 0o755);
    files.create(`${D}/${name}`, bytes, 0o644);
  };

const remove =
  (name: string): Change =>
  (files) =>
    files.remove(`${D}/${name}`);

/** What follows where depmod would put things right. */
const HINT = "WARNING: the same command without --verify makes the indexes anew";

/** The older file stands there again, so that only what is said of it differs. */
const KIND_CASES: readonly (readonly [
  kind: string,
  what: string,
  changes: readonly Change[],
  lines: readonly string[],
])[] = [
  ...INDEX_NAMES.filter((name) => name !== "modules.weakdep").map(
    (name) => ["missing", name, [remove(name)], [`ERROR: ${D}/${name} is missing`]] as const,
  ),
  [
    "damaged",
    "an index without its magic number",
    [write("modules.alias.bin", "nonsense and more of it")],
    [`ERROR: ${D}/modules.alias.bin: magic check fail: 6e6f6e73 instead of b007f457`],
  ],
  [
    "damaged",
    "an index of another version",
    [edit("modules.symbols.bin", "\x00\x02\x00\x01", "\x00\x03\x00\x01")],
    [`ERROR: ${D}/modules.symbols.bin: major version check fail: 3 instead of 2`],
  ],
  [
    "damaged",
    "an index that was cut off",
    [(files) => write("modules.dep.bin", textOf(files, `${D}/modules.dep.bin`).slice(0, -1))(files)],
    [`ERROR: ${D}/modules.dep.bin:84: string without an end`],
  ],
  [
    "damaged",
    "an empty index that has something to say",
    [write("modules.builtin.bin", ""), write("modules.builtin.alias.bin", "")],
    [
      `ERROR: ${D}/modules.builtin.bin: index of 0 bytes is shorter than its header of 12`,
      `ERROR: ${D}/modules.builtin.alias.bin: index of 0 bytes is shorter than its header of 12`,
    ],
  ],
  [
    "damaged",
    "text that is no text of its kind",
    [
      edit("modules.alias", "alias pci", "alas pci"),
      edit("modules.symbols", "alias symbol:owned owner", "alias symbol:owned"),
      write("modules.softdep", "softdep\nsoftdep \nsoftdep a b\n"),
      write("modules.weakdep", "softdep a b\n"),
      write("modules.devname", "# nodes\nuser u c10\n"),
    ],
    [
      `ERROR: ${D}/modules.alias:5: expected 'alias PATTERN MODULE'`,
      `ERROR: ${D}/modules.softdep:1: expected 'softdep MODULE TEXT' (and 1 more bad line)`,
      `ERROR: ${D}/modules.weakdep:1: expected 'weakdep MODULE TEXT'`,
      `ERROR: ${D}/modules.symbols:2: expected 'alias PATTERN MODULE'`,
      `ERROR: ${D}/modules.devname:2: expected 'MODULE DEVNAME TMAJOR:MINOR'`,
    ],
  ],
  [
    "damaged",
    "what a crash leaves of text",
    [
      write("modules.alias", ""),
      write("modules.softdep", "# Soft\nsoftdep owner pr"),
      write("modules.weakdep", "# Weak\nweakdep user y\0\0\n"),
    ],
    [
      `ERROR: ${D}/modules.alias: the file is empty`,
      `ERROR: ${D}/modules.softdep:2: line without an end`,
      `ERROR: ${D}/modules.weakdep:2: NUL in the line`,
    ],
  ],
  [
    "damaged",
    "a line of modules.dep, whose module is not listed then",
    [edit("modules.dep", "kernel/owner.ko:\n", "kernel/owner.ko\n")],
    [`ERROR: ${D}/modules.dep:2: expected 'PATH: DEPENDENCY...'`, `ERROR: ${D}/kernel/owner.ko is not in modules.dep`],
  ],
  [
    "disagreement",
    "modules.dep",
    [edit("modules.dep", "user.ko: kernel/owner.ko", "user.ko:")],
    [
      `ERROR: ${D}/modules.dep.bin: 'user kernel/user.ko: kernel/owner.ko' is not in modules.dep`,
      `ERROR: ${D}/modules.dep:1: 'kernel/user.ko:' is not in modules.dep.bin`,
    ],
  ],
  [
    "disagreement",
    "modules.alias",
    [edit("modules.alias", "pci:v1*", "pci:v2-*")],
    [
      `ERROR: ${D}/modules.alias.bin: 'pci:v1* owner' is not in modules.alias`,
      `ERROR: ${D}/modules.alias:5: 'alias pci:v2-* owner' is not in modules.alias.bin`,
    ],
  ],
  [
    "disagreement",
    "an alias that is there twice",
    [edit("modules.alias", "alias pci:v1* owner\n", "alias pci:v1* owner\nalias pci:v1* owner\n")],
    [`ERROR: ${D}/modules.alias:5: 'alias pci:v1* owner' is not in modules.alias.bin`],
  ],
  [
    "disagreement",
    "modules.symbols",
    [edit("modules.symbols.bin", "owned", "ownet")],
    [
      `ERROR: ${D}/modules.symbols.bin: 'symbol:ownet owner' is not in modules.symbols`,
      `ERROR: ${D}/modules.symbols:2: 'alias symbol:owned owner' is not in modules.symbols.bin`,
    ],
  ],
  [
    "disagreement",
    "what is built in",
    [edit("modules.builtin", "fat", "vfat"), edit("modules.builtin.modinfo", "fs-fat", "fs-vfat")],
    [
      `ERROR: ${D}/modules.builtin.bin: 'fat' is not in modules.builtin`,
      `ERROR: ${D}/modules.builtin: 'vfat' is not in modules.builtin.bin`,
      `ERROR: ${D}/modules.builtin.alias.bin: 'fs_fat fat' is not in modules.builtin.modinfo`,
      `ERROR: ${D}/modules.builtin.modinfo: 'fs_vfat fat' is not in modules.builtin.alias.bin`,
      `WARNING: ${D}/modules.builtin is newer than modules.dep`,
      `WARNING: ${D}/modules.builtin.modinfo is newer than modules.dep`,
    ],
  ],
  [
    "missing-module",
    "a file that has gone, which others need",
    [remove("kernel/owner.ko")],
    [`ERROR: ${D}/modules.dep:2: kernel/owner.ko cannot be found: No such file or directory`],
  ],
  [
    "missing-module",
    "files that only others need, and what is no file",
    [
      write("modules.dep", "kernel/user.ko: kernel/gone.ko kernel\nkernel/owner.ko:\n"),
      (files) => files.remove(`${D}/modules.dep.bin`),
    ],
    [
      `ERROR: ${D}/modules.dep.bin is missing`,
      `ERROR: ${D}/modules.dep:1: kernel/gone.ko cannot be found: No such file or directory`,
      `ERROR: ${D}/modules.dep:1: kernel cannot be found: it is no file`,
    ],
  ],
  [
    "unlisted-module",
    "a new module, and one that takes the place of another",
    [create("kernel/added.ko.xz"), create("updates/user.ko")],
    [
      `ERROR: ${D}/kernel/added.ko.xz is not in modules.dep`,
      `ERROR: ${D}/updates/user.ko is not in modules.dep, which has kernel/user.ko`,
      `WARNING: ${D}/kernel/added.ko.xz is newer than modules.dep`,
      `WARNING: ${D}/updates/user.ko is newer than modules.dep`,
    ],
  ],
  [
    "passed-over-module",
    "what the configuration excludes since",
    [(files) => files.create("/etc/depmod.d/a.conf", fromByteString("exclude owner.ko\n"), 0o644)],
    [
      `WARNING: ${D}/modules.dep:2: kernel/owner.ko is there, but depmod would pass it over`,
      "WARNING: /etc/depmod.d/a.conf is newer than modules.dep",
    ],
  ],
  [
    "newer-module",
    "a module that was built again",
    [(files) => files.overwrite(`${D}/kernel/user.ko`, buildModule())],
    [`WARNING: ${D}/kernel/user.ko is newer than modules.dep`],
  ],
  [
    "newer-input",
    "the kernel's order",
    [(files) => files.overwrite(`${D}/modules.order`, new Uint8Array())],
    [`WARNING: ${D}/modules.order is newer than modules.dep`],
  ],
  [
    "left-over",
    "temporary files of ours and of kmod's",
    [
      create(".modules.alias.bin.kmod-ts-0.tmp"),
      create("tmpfileaB3xYz"),
      create("modules.dep.123.456789.1700000000"),
      create("modules.dep.old"),
    ],
    [".modules.alias.bin.kmod-ts-0.tmp", "tmpfileaB3xYz", "modules.dep.123.456789.1700000000"].map(
      (name) => `WARNING: ${D}/${name} was left by a depmod that did not end, or is at work`,
    ),
  ],
];

describe("depmod --verify", () => {
  test("takes a tree that an older kmod indexed for a good one, and says with -v what is not there", () => {
    const platform = indexed();
    platform.files.remove(`${D}/modules.weakdep`);
    expect(verify(platform)).toEqual({ status: 0, out: "", err: "" });
    const text = `${D}/modules.weakdep is missing: a kmod before 33 or another depmod has made the indexes`;
    expect(verify(memoryless(platform), "-v")).toEqual({
      status: 0,
      out: `${D}: the indexes of 2 modules are complete and up to date\n`,
      err: `depmod: NOTICE: ${text}\n`,
    });
    const { status, out } = verify(memoryless(platform), "--json");
    expect(schemaProblems("depmod-verify", JSON.parse(out))).toEqual([]);
    expect([status, JSON.parse(out)]).toMatchObject([
      0,
      { modules: 2, problems: [{ kind: "not-written", severity: "note", file: `${D}/modules.weakdep`, text }] },
    ]);
    platform.files.remove(`${D}/modules.softdep`);
    const err = [`ERROR: ${D}/modules.softdep is missing`, HINT].map((line) => `depmod: ${line}\n`).join("");
    expect(verify(memoryless(platform))).toEqual({ status: 1, out: "", err });
  });

  test("says which kernels have modules where the one in question has none", () => {
    const platform = memoryPlatform({ "/b/lib/modules": { "6.2": {}, "6.3": {} } }, { release: "6.1" });
    expect(verify(platform, "-b", "/b")).toEqual({
      status: 1,
      out: "",
      err:
        "depmod: ERROR: could not open directory /b/lib/modules/6.1: No such file or directory\n" +
        "depmod: WARNING: there is no /b/lib/modules/6.1, only 6.2, 6.3\n",
    });
  });

  test("says nothing of what depmod has just made, and one line with -v", () => {
    const platform = indexed({ "/etc/depmod.d/a.conf": "search updates\n" });
    expect(verify(platform)).toEqual({ status: 0, out: "", err: "" });
    const out = `${D}: the indexes of 2 modules are complete and up to date\n`;
    expect(verify(platform, "-v")).toEqual({ status: 0, out, err: "" });
  });

  test("says nothing of a tree without modules and inputs either", () => {
    expect(verify(indexed({ [D]: { "modules.order": "" } }))).toEqual({ status: 0, out: "", err: "" });
  });

  test.each(KIND_CASES)("names what is %s: %s", (kind, _what, changes, lines) => {
    const platform = indexed({ "/etc/depmod.d": {} });
    for (const change of changes) change(platform.files);
    const err = [...lines, ...(kind === "left-over" ? [] : [HINT])].map((line) => `depmod: ${line}\n`).join("");
    expect(verify(platform, "-v")).toEqual({ status: 1, out: "", err });
  });

  test.each([
    ["cannot be read", "ENOENT", { [`${D}/modules.dep`]: {} }, `could not read ${D}/modules.dep: Is a directory`],
    ["is not there", "", {}, "could not open directory /lib/modules/6.1: No such file or directory"],
    ["is no directory", "", { [D]: "" }, "could not open directory /lib/modules/6.1: Not a directory"],
  ])("stops where what it needs %s", (_what, _, tree, text) => {
    const { status, err } = verify(memoryPlatform(tree, { release: "6.1" }));
    expect([status, err.split("\n")[0]]).toEqual([1, `depmod: ERROR: ${text}`]);
    expect(err).not.toContain("newer");
  });

  test.each([
    [5_000_999n, ""],
    [5_001_000n, `depmod: WARNING: ${D}/kernel/a.ko is newer than modules.dep\n`],
  ])("compares microseconds, as -A does (%s)", (modified, warning) => {
    const tree = {
      ...Object.fromEntries(INDEX_NAMES.map((name) => [name, "# \n"])),
      "kernel/a.ko": changedAt(modified, ""),
      "modules.dep": changedAt(5_000_000n, "kernel/a.ko:\n"),
    };
    const { err } = verify(memoryPlatform({ [D]: tree }, { release: "6.1" }));
    expect(err.split("\n").filter((line) => line.includes("newer"))).toEqual(warning.split("\n").filter(Boolean));
  });

  test("looks where -b, -m, -o, -C and VERSION say", () => {
    const places = ["-b", "/image", "-m", "mods", "-o", "/out", "-C", "/c.conf", "6.2"];
    const tree = { "/image/mods/6.2": MODULES, "/ext/e.ko": buildModule(), "/c.conf": "external * /ext\n" };
    const platform = indexed(tree, ...places);
    expect(verify(platform, ...places)).toEqual({ status: 0, out: "", err: "" });
    platform.files.remove("/ext/e.ko");
    platform.files.remove("/out/mods/6.2/modules.devname");
    platform.files.create("/image/mods/6.2/kernel/new.ko", buildModule(), 0o644);
    expect(verify(platform, ...places).err.split("\n")).toEqual([
      "depmod: ERROR: /out/mods/6.2/modules.devname is missing",
      "depmod: ERROR: /out/mods/6.2/modules.dep:3: /ext/e.ko cannot be found: No such file or directory",
      "depmod: ERROR: /image/mods/6.2/kernel/new.ko is not in modules.dep",
      "depmod: WARNING: /image/mods/6.2/kernel/new.ko is newer than modules.dep",
      `depmod: ${HINT}`,
      "",
    ]);
  });

  test("shows ten of a kind and counts the others", () => {
    const platform = indexed();
    for (let at = 10; at < 25; at++) create(`kernel/m${at}.ko`)(platform.files);
    const lines = verify(platform).err.split("\n");
    expect(lines.length).toBe(24);
    expect(lines.slice(9, 12)).toEqual([
      `depmod: ERROR: ${D}/kernel/m19.ko is not in modules.dep`,
      "depmod: ERROR: 5 more of that kind (unlisted-module)",
      `depmod: WARNING: ${D}/kernel/m10.ko is newer than modules.dep`,
    ]);
  });

  test("is not drawn out by an index whose keys are as long as itself", () => {
    const nodes = 200_000;
    const size = 15;
    const bytes = new Uint8Array(12 + nodes * size);
    const view = new DataView(bytes.buffer);
    const reference = (at: number): number => 0x60000000 + 12 + at * size;
    view.setUint32(0, 0xb007f457);
    view.setUint32(4, 0x00020001);
    view.setUint32(8, reference(0));
    for (let at = 0; at < nodes; at++) {
      view.setUint16(12 + at * size, 0x6161);
      view.setUint32(14 + at * size, at + 1 < nodes ? reference(at + 1) : 0);
      view.setUint32(18 + at * size, 1);
    }
    const platform = indexed();
    platform.files.overwrite(`${D}/modules.alias.bin`, bytes);
    expect(verify(platform).err).toContain(`depmod: ERROR: ${nodes - 10} more of that kind (disagreement)\n`);
  });

  test("passes on what the search for modules says, and fails where that is a loss", () => {
    const platform = indexed();
    platform.files.link("none", `${D}/kernel/dangling`);
    const said = `depmod: ERROR: fstatat(${D}/kernel, dangling): No such file or directory\n`;
    expect(verify(platform)).toEqual({ status: 0, out: "", err: said });
    platform.files.link("round", `${D}/kernel/round`);
    const { status, err } = verify(memoryless(platform));
    expect(status).toBe(1);
    expect(err).toBe(`${said}depmod: ERROR: fstatat(${D}/kernel, round): Too many levels of symbolic links\n`);
  });

  test("says that the modules cannot be searched, and what the indexes elsewhere lack", () => {
    const platform = indexed({}, "-o", "/out");
    const tree = { "/out": linkTo("/elsewhere"), [D]: "" };
    const gone = memoryPlatform({ ...tree, "/elsewhere": {} }, { release: "6.1" });
    expect(verify(gone, "-o", "/out").err).toBe(
      "depmod: ERROR: could not open directory /out/lib/modules/6.1: No such file or directory\n",
    );
    for (const name of ["user.ko", "owner.ko"]) platform.files.remove(`${D}/kernel/${name}`);
    platform.files.rename(D, "/moved");
    const { status, err } = verify(platform, "-o", "/out");
    expect([status, err.split("\n").slice(0, 2)]).toEqual([
      1,
      [
        `depmod: ERROR: could not open directory ${D}: No such file or directory`,
        "depmod: ERROR: could not search modules: No such file or directory",
      ],
    ]);
  });

  test.each([
    [["6.1", "/x.ko"], "--verify looks at all modules and takes no FILE"],
    [["-n"], "--verify and --show cannot be used together"],
    [["-A"], "--verify and --quick cannot be used together"],
    [["x"], "Bad version passed x"],
  ])("refuses %j", (words, text) => {
    expect(verify(indexed(), ...words)).toEqual({ status: 1, out: "", err: `depmod: ERROR: ${text}\n` });
  });

  test("asks the disk, and changes nothing there", () => {
    const recorder = recording(indexed());
    expect(run(["depmod", "--verify"], recorder)).toBe(0);
    const methods = new Set(recorder.calls.map(({ method }) => method));
    expect([...methods].toSorted()).toEqual(["files.list", "files.read", "files.status", "kernel.release"]);
  });
});

describe("depmod --verify --json", () => {
  test("has every problem with its place, and how many more there are", () => {
    const platform = indexed();
    for (let at = 0; at < 12; at++)
      edit("modules.alias", "alias pci", `alias new${at} n\xe9\nalias pci`)(platform.files);
    write("modules.symbols", "# Symbols\nrubbish\n")(platform.files);
    write("modules.symbols.bin", "\xb0\x07\xf4\x57\x00\x02\x00\x01\x20\x00\x00\x0c\xff\xff")(platform.files);
    create("kernel/a.ko")(platform.files);
    const { status, out } = verify(platform, "--json");
    const { problems, omitted, ...rest } = JSON.parse(decodeUtf8(out));
    expect([status, rest]).toEqual([1, { schemaVersion: 1, kernelRelease: "6.1", directory: D, modules: 3 }]);
    const error = { severity: "error", line: null, offset: null, entry: null };
    const [alias, symbols, symbolsBin, module] = [
      ...["modules.alias", "modules.symbols", "modules.symbols.bin", "kernel/a.ko"].map((name) => `${D}/${name}`),
    ];
    const added = { kind: "disagreement", ...error, file: alias };
    expect(problems.slice(0, 2)).toEqual([
      {
        ...added,
        line: 5,
        entry: "alias new0 n\ufffd",
        text: `${alias}:5: 'alias new0 n\ufffd' is not in modules.alias.bin`,
      },
      {
        ...added,
        line: 6,
        entry: "alias new1 n\ufffd",
        text: `${alias}:6: 'alias new1 n\ufffd' is not in modules.alias.bin`,
      },
    ]);
    expect(problems.slice(10)).toEqual([
      {
        ...error,
        kind: "damaged",
        file: symbols,
        line: 2,
        text: `${symbols}:2: expected 'alias PATTERN MODULE'`,
      },
      {
        ...error,
        kind: "damaged",
        file: symbolsBin,
        offset: 12,
        text: `${symbolsBin}:12: children from 255 to 255`,
      },
      {
        ...error,
        kind: "unlisted-module",
        file: module,
        entry: "kernel/a.ko",
        text: `${module} is not in modules.dep`,
      },
      {
        ...error,
        kind: "newer-module",
        severity: "warning",
        file: module,
        text: `${module} is newer than modules.dep`,
      },
    ]);
    expect(omitted).toEqual([{ kind: "disagreement", file: alias, count: 2 }]);
  });

  test("has an empty list where nothing is wrong", () => {
    const { status, out, err } = verify(indexed(), "--json");
    expect([status, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual({
      schemaVersion: 1,
      kernelRelease: "6.1",
      directory: D,
      modules: 2,
      problems: [],
      omitted: [],
    });
  });
});

describe("depmod --verify under faults", () => {
  const platform = (): MemoryPlatform => indexed({ "/etc/depmod.d/a.conf": "search updates\n" });

  /** As for depmod: configuration, and what is legitimately not there. */
  const survives = ({ subject, errno }: Fault): boolean => {
    const isInput = /modules\.(?:order|builtin|builtin\.modinfo|weakdep)$/.test(subject);
    return subject.includes("depmod.d") || (isInput && errno === "ENOENT");
  };

  test.each([[[]], [["-v"]], [["--json"]]])("no failure of the platform goes unnoticed (%j)", (words) => {
    const outcomes = faultSweep({
      platform,
      run: (faulty) => run(["depmod", "--verify", ...words], faulty),
      survives,
    });
    expect(outcomes.length).toBeGreaterThan(80);
  });
});
