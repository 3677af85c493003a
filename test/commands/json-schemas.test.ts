import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { lsmod } from "../../src/commands/lsmod.ts";
import { refusalsJson } from "../../src/commands/refusal-json.ts";
import { staticNodes } from "../../src/commands/static-nodes.ts";
import { decodeUtf8 } from "../../src/core/bytes.ts";
import type { Finding } from "../../src/core/diagnosis/finding.ts";
import { SystemError } from "../../src/core/errors.ts";
import { RULES } from "../../src/core/lint/finding.ts";
import { modules, refused, stays } from "../core/diagnosis/refused.ts";
import { concatBytes } from "../support/byte-builder.ts";
import { certificateFile } from "../support/certificates.ts";
import { CHECK_RELEASE, CHECK_TREE, checkModule } from "../support/check-tree.ts";
import { DEPS_TREE } from "../support/deps-tree.ts";
import { fixtureBytes } from "../support/fixture-modules.ts";
import { gatherAndView } from "../support/gather-and-view.ts";
import { LINT_RELEASE, LINT_TREE } from "../support/lint-tree.ts";
import { changedAt, linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { procModulesOf, procScenarios } from "../support/proc-scenario.ts";

function schema(tool: string): ValidateFunction {
  const path = join(import.meta.dirname, `../../schemas/${tool}.schema.json`);
  const failures = JSON.parse(readFileSync(join(import.meta.dirname, "../../schemas/failures.schema.json"), "utf8"));
  return new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, schemas: [failures] }).compile(
    JSON.parse(readFileSync(path, "utf8")),
  );
}

/** The problems that a schema finds in a document; none for a valid one. */
function problems(validate: ValidateFunction, document: unknown): readonly unknown[] {
  return validate(document) ? [] : (validate.errors ?? []);
}

describe("lsmod.schema.json", () => {
  const validate = schema("lsmod");

  test.each(procScenarios().filter((name) => procModulesOf(name) !== undefined))(
    "lsmod --json of %s is valid",
    (name) => {
      const modules = procModulesOf(name) ?? "";
      const { text } = gatherAndView(lsmod, memoryPlatform({ "proc/modules": modules }), ["json"]);
      expect(problems(validate, JSON.parse(decodeUtf8(text)))).toEqual([]);
    },
  );

  test("the schema refuses what lsmod does not print", () => {
    expect(problems(validate, { schemaVersion: 1, modules: [], more: 1 })).toHaveLength(1);
    expect(problems(validate, { schemaVersion: 2, modules: [] })).toHaveLength(1);
    expect(problems(validate, { schemaVersion: 1, modules: [{}] })).toHaveLength(9);
  });
});

describe("static-nodes.schema.json", () => {
  const validate = schema("static-nodes");

  test.each([
    ["nodes", "fuse fuse c10:229\nloop loop-control b4294967295:0\nn\xe9 d\xff/x c1:2\n"],
    ["no nodes", ""],
  ])("static-nodes --json of a file with %s is valid", (_what, devname) => {
    const platform = memoryPlatform({ "lib/modules/6.1.0-test/modules.devname": devname });
    const { text } = gatherAndView(staticNodes, platform, ["json"]);
    expect(problems(validate, JSON.parse(decodeUtf8(text)))).toEqual([]);
  });

  test("the schema refuses what static-nodes does not print", () => {
    const node = { module: "m", path: "/tmp/x", type: "fifo", major: -1, minor: 0.5 };
    expect(problems(validate, { schemaVersion: 1, kernelRelease: "6.1", nodes: [node] })).toHaveLength(4);
    expect(problems(validate, { schemaVersion: 1, nodes: [] })).toHaveLength(1);
  });
});

/** The JSON that a command line prints over a tree. */
function printed(tree: Tree, ...argv: string[]): unknown {
  const platform = memoryPlatform(tree, { release: "1.0" });
  run(argv, platform);
  return JSON.parse(decodeUtf8(platform.written.out));
}

const D = "/lib/modules/1.0";
const MODULES: Tree = {
  [`${D}/modules.dep`]: "kernel/aa.ko:\nkernel/bb.ko: kernel/aa.ko\n",
  [`${D}/modules.alias`]: "alias al-* bb\n",
  [`${D}/modules.symbols`]: "alias symbol:sym aa\n",
  [`${D}/modules.builtin`]: "kernel/bi.ko\n",
  [`${D}/modules.builtin.modinfo`]: "bi.license=GPL\0",
  [`${D}/kernel`]: { "aa.ko": fixtureBytes("gcc12-amd64-signed.ko"), "bb.ko": fixtureBytes("gcc12-armhf.ko") },
  "/etc/modprobe.d/a.conf": [
    "options bb x=\xff",
    "blacklist b",
    "install i echo hi",
    "remove r true",
    "alias a-x aa",
    "softdep bb pre: i bi post: a-x",
    "weakdep bb aa cc",
    "",
  ].join("\n"),
  "/proc/cmdline": "bb.y=2 modprobe.blacklist=z\n",
  "/sys/module/aa/initstate": "live\n",
  "/sys/module/aa/refcnt": "0\n",
};

describe("modinfo.schema.json", () => {
  const validate = schema("modinfo");

  test.each([[["aa", "bb", "bi", "nosuch"]], [["-n", "aa", "bi"]], [["-F", "parm", "aa"]], [["-F", "none", "bi"]]])(
    "modinfo --json %j is valid",
    (words) => {
      const document = printed(MODULES, "modinfo", "--json", ...words);
      expect(problems(validate, document)).toEqual([]);
      expect((document as { modules: unknown[] }).modules.length).toBeGreaterThan(0);
    },
  );

  test("the schema refuses what modinfo does not print", () => {
    expect(problems(validate, { schemaVersion: 1, modules: [] })).toHaveLength(1);
    expect(problems(validate, { schemaVersion: 1, field: null, modules: [{ name: "x" }] })).not.toEqual([]);
  });
});

describe("modprobe.schema.json", () => {
  const validate = schema("modprobe");

  test.each([
    [["-D", "bb"], "steps"],
    [["-n", "-a", "bb", "i", "a-x"], "steps"],
    [["-r", "-n", "aa"], "steps"],
    [["-r", "-D", "r"], "steps"],
    [["-R", "-a", "al-1", "bi"], "resolved"],
    [["-c"], "indexedSymbols"],
    [["-l"], "modules"],
    [["--show-exports", "aa"], "symbols"],
    [["--show-modversions", "bb"], "symbols"],
  ])("modprobe --json %j is valid", (words, key) => {
    const document = printed(MODULES, "modprobe", "--json", ...words);
    expect(problems(validate, document)).toEqual([]);
    expect(Object.entries(document as object).find(([name]) => name === key)?.[1]).not.toEqual([]);
  });

  test("the schema refuses what modprobe does not print", () => {
    expect(problems(validate, { schemaVersion: 1 })).not.toEqual([]);
    expect(problems(validate, { schemaVersion: 1, steps: [{ action: "explode", module: "x" }] })).not.toEqual([]);
    expect(problems(validate, { schemaVersion: 1, steps: [], resolved: [] })).not.toEqual([]);
  });
});

describe("deps.schema.json", () => {
  const validate = schema("deps");

  test.each([
    [["top-one", "nosuch", "commanded"], 5],
    [["--reverse", "lone", "inside"], 5],
    [["helper", "/mine/extra.ko"], 10],
    [["nosuch"], 0],
  ])("deps --json %j is valid", (words, edges) => {
    const document = printed(DEPS_TREE, "kmod-ts", "deps", "--json", ...words);
    expect(problems(validate, document)).toEqual([]);
    expect((document as { edges: unknown[] }).edges.length).toBeGreaterThanOrEqual(edges);
  });

  test("deps --json is valid where files cannot be read", () => {
    const tree = { [`${D}/modules.dep`]: "aa.ko: bb.ko\nbb.ko:\n" };
    expect(problems(validate, printed(tree, "kmod-ts", "deps", "--json", "aa"))).toEqual([]);
  });

  test("the schema refuses what deps does not print", () => {
    const hard = { from: "a", to: "b", kind: "hard", symbols: [], word: null, origin: null };
    const whole = { schemaVersion: 1, directory: "/m", direction: "dependencies", requests: [], modules: [] };
    expect(problems(validate, { ...whole, edges: [hard] })).toEqual([]);
    expect(problems(validate, { ...whole, edges: [{ ...hard, kind: "soft" }] })).not.toEqual([]);
    expect(problems(validate, { ...whole, edges: [{ ...hard, word: "b" }] })).not.toEqual([]);
    expect(problems(validate, whole)).not.toEqual([]);
  });
});

describe("check.schema.json", () => {
  const validate = schema("check");

  test("kmod-ts check --json is valid, with every kind of misfit", () => {
    const names = Object.keys(CHECK_TREE["/mine"]).map((name) => `/mine/${name}`);
    const zstd = concatBytes([0x28, 0xb5, 0x2f, 0xfd], new Uint8Array(4), checkModule());
    const tree = { ...CHECK_TREE, "/new/good.ko.zst": zstd, "/new/rsa.pem": certificateFile("rsa.pem") };
    const decompress = (_: string, bytes: Uint8Array): Uint8Array => bytes.slice(8);
    const documents = [[], ["--cert=/new/rsa.pem"], ["-S", "none"]].map((options) => {
      const platform = memoryPlatform(tree, { release: CHECK_RELEASE, decompress });
      run(["kmod-ts", "check", "--json", ...options, ...names, "/new/good.ko.zst"], platform);
      return JSON.parse(platform.written.out);
    });
    for (const document of documents) expect(problems(validate, document)).toEqual([]);
    const kinds = JSON.stringify(documents).matchAll(/"kind":"([a-z-]+)","weight"/g);
    expect([...new Set([...kinds].map(([, kind]) => kind))].sort()).toEqual([
      "architecture",
      "compression",
      "file",
      "parameter",
      "parameter-value",
      "record",
      "signature",
      "symbol",
      "symbol-licence",
      "symbol-namespace",
      "symbol-version",
      "vermagic",
      "versions",
    ]);
  });

  test("the schema refuses what check does not print", () => {
    expect(problems(validate, { schemaVersion: 1, kernel: {}, files: [] })).toHaveLength(5);
    expect(problems(validate, { schemaVersion: 1, files: [], more: 1 })).toHaveLength(2);
  });
});

describe("lint.schema.json", () => {
  const validate = schema("lint");

  test("kmod-ts lint --json is valid, with every rule", () => {
    const platform = memoryPlatform(LINT_TREE, { release: LINT_RELEASE });
    expect(run(["kmod-ts", "lint", "--json"], platform)).toBe(3);
    const document = JSON.parse(platform.written.out);
    expect(problems(validate, document)).toEqual([]);
    const found = new Set(document.findings.map(({ rule }: { readonly rule: string }) => rule));
    expect(Object.keys(RULES).filter((rule) => !found.has(rule))).toEqual([]);
  });

  test("the schema refuses what lint does not print", () => {
    expect(problems(validate, { schemaVersion: 1, directory: "", files: [], findings: [{}] })).toHaveLength(5);
  });
});

describe("depmod.schema.json", () => {
  const validate = schema("depmod");

  test.each<readonly [words: readonly string[], tree: Tree, written: number, messages: number]>([
    [[], MODULES, 11, 1],
    [["-n"], MODULES, 0, 1],
    [["-A"], { ...MODULES, [`${D}/modules.dep`]: changedAt(9_000n, "") }, 0, 0],
    [["-w"], { ...MODULES, [`${D}/kernel/b\xe9d.ko`]: "" }, 0, 3],
    [[], {}, 0, 2],
  ])("depmod --json %j is valid", (words, tree, written, messages) => {
    const document = printed(tree, "depmod", "--json", ...words) as { written: unknown[]; messages: unknown[] };
    expect(problems(validate, document)).toEqual([]);
    expect([document.written.length, document.messages.length]).toEqual([written, messages]);
  });

  test("the schema refuses what depmod does not print", () => {
    const document = printed(MODULES, "depmod", "--json") as object;
    expect(problems(validate, { ...document, phases: [{ name: "sleep", milliseconds: 1 }] })).not.toEqual([]);
    expect(problems(validate, { ...document, modules: -1 })).not.toEqual([]);
    expect(problems(validate, { ...document, more: 1 })).not.toEqual([]);
  });
});

describe("depmod-verify.schema.json", () => {
  const validate = schema("depmod-verify");
  const aliases = Array.from({ length: 20 }, (_, at) => `alias a\xe9${at} aa\n`).join("");

  test.each<readonly [what: string, tree: Tree, kinds: readonly string[]]>([
    ["no directory", {}, ["missing"]],
    ["a tree with text files only", { ...MODULES, [`${D}/modules.softdep`]: {} }, ["missing", "unreadable"]],
    [
      "damaged and differing indexes",
      {
        [`${D}/modules.dep`]: "kernel/gone.ko:\nkernel/no.ko:\nx\n",
        [`${D}/modules.dep.bin`]: "\xb0\x07\xf4\x57\x00\x02\x00\x01\x20\x00\x00\x0c\xff\xff",
        [`${D}/modules.alias`]: aliases,
        [`${D}/modules.alias.bin`]: "\xb0\x07\xf4\x57\x00\x02\x00\x01\x00\x00\x00\x0c",
        [`${D}/modules.order`]: changedAt(9_000n, ""),
        [`${D}/.modules.dep.kmod-ts-0.tmp`]: "",
        [`${D}/kernel/no.ko`]: "",
        [`${D}/kernel/new.ko`]: changedAt(9_000n, ""),
        [`${D}/kernel/loop`]: linkTo("loop"),
        "/etc/depmod.d/a.conf": changedAt(9_000n, "exclude no.ko\n"),
      },
      [
        "damaged",
        "disagreement",
        "left-over",
        "missing-module",
        "newer-configuration",
        "newer-input",
        "newer-module",
        "passed-over-module",
        "search",
        "unlisted-module",
      ],
    ],
  ])("depmod --verify --json of %s is valid", (_what, tree, kinds) => {
    const document = printed(tree, "depmod", "--verify", "--json");
    expect(problems(validate, document)).toEqual([]);
    const found = (document as { problems: readonly { kind: string }[] }).problems.map(({ kind }) => kind);
    expect(found).toEqual(expect.arrayContaining([...kinds]));
  });

  test("the schema refuses what depmod --verify does not print", () => {
    const fine = { schemaVersion: 1, kernelRelease: "", directory: "", modules: 0, problems: [], omitted: [] };
    expect(problems(validate, fine)).toEqual([]);
    expect(problems(validate, { ...fine, schemaVersion: 2 })).toHaveLength(1);
    expect(problems(validate, { ...fine, problems: [{ kind: "odd" }] })).toHaveLength(7);
    expect(problems(validate, { ...fine, omitted: [{ kind: "search", file: null, count: 0 }] })).toHaveLength(1);
  });
});

describe.each(["insmod", "rmmod"])("%s.schema.json", (tool) => {
  const validate = schema(tool);

  test.each([["/lib/modules/1.0/kernel/aa.ko", "a=1"], ["aa", "bi"], ["nosuch"]])(
    "its --json is valid (%j)",
    (...operands) => {
      const loaded = { initstate: "live\n", refcnt: "0\n", holders: {} };
      const tree = { ...MODULES, ...(tool === "rmmod" ? { "/sys/module/aa": loaded } : {}) };
      expect(problems(validate, printed(tree, tool, "--json", ...operands))).toEqual([]);
    },
  );

  test("it refuses what the tool does not print", () => {
    expect(problems(validate, { schemaVersion: 1 })).not.toEqual([]);
    expect(problems(validate, { schemaVersion: 1, file: "", options: "", done: 1 })).not.toEqual([]);
    expect(problems(validate, { schemaVersion: 1, modules: [{ module: "aa" }] })).not.toEqual([]);
  });
});

test("modprobe.schema.json takes what a modprobe prints that inserts or removes", () => {
  const validate = schema("modprobe");
  const loaded = { initstate: "live\n", refcnt: "0\n", holders: {} };
  expect(problems(validate, printed(MODULES, "modprobe", "--json", "bb"))).toEqual([]);
  expect(
    problems(validate, printed({ ...MODULES, "/sys/module/aa": loaded }, "modprobe", "--json", "-r", "aa")),
  ).toEqual([]);
});

describe("failures.schema.json", () => {
  const validate = schema("insmod");
  const valid = (findings: readonly Finding[]): readonly unknown[] => {
    const failure = { operation: "insert", module: "foo", errno: undefined, message: "no", findings } as const;
    const refusals = refusalsJson({ failures: [failure], notes: [{ module: "foo", findings }] });
    return problems(validate, { schemaVersion: 1, file: "foo.ko", options: "", done: false, ...refusals });
  };
  const foo = modules({ machine: 40, modinfo: ["vermagic=2.0 ", "parmtype=n:int"], symbols: [{ name: "s" }] });
  const log = [
    "foo: Unknown symbol s (err -2)",
    "foo: disagrees about version of symbol s",
    "foo: unknown parameter 'x' ignored",
    "foo: `a' invalid for parameter `n'",
  ];
  const policy: Tree = {
    "/proc/self/status": "CapEff:\t0000000000000000\n",
    "/proc/sys/kernel/modules_disabled": "1\n",
    "/sys/kernel/security/lockdown": "none [integrity]\n",
    "/sys/module/module/parameters/sig_enforce": "Y\n",
  };
  const inUse = (more: Tree): Tree => ({
    "/sys/module/foo": { initstate: "live\n", refcnt: "3\n", holders: {} },
    ...more,
  });

  test.each<[string, readonly Finding[]]>([
    ["vermagic", refused({ tree: foo, errno: "ENOEXEC" })],
    ["symbol", refused({ tree: foo, errno: "ENOENT", log })],
    ["symbol-version", refused({ tree: foo, log })],
    ["parameter", refused({ tree: foo, log })],
    ["parameter-value", refused({ tree: foo, log })],
    ["architecture", refused({ tree: foo, errno: "ENOEXEC" })],
    ["file", refused({ tree: modules("rubbish"), errno: "ENOEXEC" })],
    ["initialisation", refused({ tree: foo, errno: "ENODEV" })],
    ["capability", refused({ tree: policy, errno: "EPERM" })],
    ["modules-disabled", refused({ tree: policy, errno: "EPERM" })],
    ["signature", refused({ tree: { ...foo, ...policy }, errno: "ENOKEY" })],
    ["lockdown", refused({ tree: { ...foo, ...policy }, errno: "ENOKEY" })],
    ["signature-enforced", refused({ tree: { ...foo, ...policy }, errno: "ENOKEY" })],
    ["support", refused({ tree: foo, error: new SystemError("finit_module", "", "ENOSYS", "gone") })],
    ["references", stays(inUse({}), "in use")],
    ["mount", stays(inUse({ "/proc/self/mountinfo": "1 1 0:1 / /a rw - foo b rw\n" }), "in use")],
    ["interface", stays(inUse({ "/sys/class/net/e/device/driver/module": { linkTo: "foo" } }), "in use")],
    ["forced-unload", stays(inUse({}), "EAGAIN", { force: true })],
    ["permanent", stays({ "/proc/modules": "foo 1 0 [permanent], Live 0x0\n" }, "EBUSY")],
    ["builtin", stays({}, "builtin")],
    ["not-loaded", stays({ "/proc/modules": "fooo 1 0 - Live 0x0\n" }, "absent")],
    ["state", stays({}, "going")],
    ["compression", [{ kind: "compression", text: "", named: undefined, actual: "xz" }]],
    ["command", [{ kind: "command", text: "", path: undefined, line: undefined, status: 1 }]],
    ["dependency", [{ kind: "dependency", text: "", module: "aa", path: undefined }]],
    ["holders", [{ kind: "holders", text: "", modules: ["aa"] }]],
    ["open-device", [{ kind: "open-device", text: "", path: "/dev/x", process: 1, command: "" }]],
    ["log", refused({ tree: foo, log })],
  ])("a finding of kind %s is valid", (kind, findings) => {
    expect(findings.map((finding) => finding.kind)).toContain(kind);
    expect(valid(findings)).toEqual([]);
  });

  test("the schema refuses what is no finding", () => {
    expect(problems(validate, { schemaVersion: 1, file: "", options: "", done: true })).not.toEqual([]);
    const findings = [{ kind: "permanent", text: "", more: 1 }] as unknown as readonly Finding[];
    expect(valid(findings)).not.toEqual([]);
  });
});
