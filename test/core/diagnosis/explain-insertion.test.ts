import { describe, expect, test } from "vitest";
import { toConfiguration } from "../../../src/core/config/configuration.ts";
import { explainIgnored, explainInsertion } from "../../../src/core/diagnosis/explain-insertion.ts";
import { openScene } from "../../../src/core/diagnosis/scene.ts";
import { FormatError, SystemError } from "../../../src/core/errors.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";
import { appendSignature, buildPkcs7 } from "../../support/signature-builder.ts";
import { directory, file, MAGIC, modules, refused, texts } from "./refused.ts";

describe("the kernel's log", () => {
  test("comes first: what names the module or is the loader's, once, and no remark on taint", () => {
    const findings = refused({
      tree: modules({ modinfo: ["license=GPL"], internalName: "real_foo" }),
      errno: "EINVAL",
      log: [
        "eth0: link is up",
        "foo: broken",
        "foo: broken",
        "real-foo: also broken",
        "foobar: another",
        "Loading of unsigned module is rejected",
        "foo: loading out-of-tree module taints kernel.",
      ],
    });
    expect(findings).toEqual([
      { kind: "log", text: "kernel: foo: broken", message: "foo: broken" },
      { kind: "log", text: "kernel: real-foo: also broken", message: "real-foo: also broken" },
      {
        kind: "log",
        text: "kernel: Loading of unsigned module is rejected",
        message: "Loading of unsigned module is rejected",
      },
    ]);
  });

  test("is cut where it is long, and does nothing to a terminal", () => {
    const log = Array.from({ length: 30 }, (_, at) => `foo: ${at}`);
    expect(texts(refused({ tree: modules({}), log }))).toEqual(log.slice(0, 8).map((text) => `kernel: ${text}`));
    const [long = "", escaped = ""] = texts(
      refused({ tree: modules({}), log: [`foo: ${"x".repeat(999)}`, "foo: \x1b[2J"] }),
    );
    expect([long.length, escaped]).toEqual([403, "kernel: foo: \\x1b[2J"]);
  });
});

test("a name with controls of eight bits does nothing to a terminal either", () => {
  const log = ["foo: \xc2\x9b2J caf\xc3\xa9 \x9bm"];
  expect(texts(refused({ tree: modules({}), log }))).toEqual(["kernel: foo: \\xc2\\x9b2J caf\xc3\xa9 \\x9bm"]);
});

describe("the version magic", () => {
  const foo = { modinfo: ["vermagic=2.0 SMP preempt mod_unload modversions "] };

  test("is compared word by word with what the kernel logged", () => {
    const log = ["foo: version magic '2.0 SMP preempt ' should be '1.0 SMP PREEMPT_DYNAMIC '"];
    expect(refused({ tree: modules(foo), errno: "ENOEXEC", log }).slice(1)).toEqual([
      {
        kind: "vermagic",
        text: "built for 2.0, this kernel is 1.0; only the module has 'preempt'; only the kernel has 'PREEMPT_DYNAMIC'",
        ofModule: "2.0 SMP preempt ",
        ofKernel: "1.0 SMP PREEMPT_DYNAMIC ",
        onlyModule: ["2.0", "preempt"],
        onlyKernel: ["1.0", "PREEMPT_DYNAMIC"],
      },
    ]);
  });

  test("is compared with that of a module which fits, where nothing was logged", () => {
    const text = "built for 2.0, this kernel is 1.0; only the module has 'preempt modversions'";
    expect(texts(refused({ tree: modules(foo), errno: "ENOEXEC" }))).toEqual([text]);
    const loaded = modules(foo, {
      "/proc/modules": "third 1 0 - Live 0x0\n",
      [`${directory}/modules.dep`]: "foo.ko:\nother.ko:\nthird.ko:\n",
      [`${directory}/third.ko`]: buildElf({ modinfo: ["vermagic=1.0 SMP preempt mod_unload modversions "] }),
    });
    expect(texts(refused({ tree: loaded, errno: "ENOEXEC" }))).toEqual(["built for 2.0, this kernel is 1.0"]);
  });

  test("is compared with the release alone where no other module is there", () => {
    const tree = modules(foo, { [`${directory}/modules.dep`]: "foo.ko:\n" });
    expect(refused({ tree, errno: "ENOEXEC" })).toEqual([
      {
        kind: "vermagic",
        text: "built for 2.0, this kernel is 1.0",
        ofModule: "2.0 SMP preempt mod_unload modversions ",
        ofKernel: undefined,
        onlyModule: ["2.0"],
        onlyKernel: ["1.0"],
      },
    ]);
  });

  test("is missed where the module states none", () => {
    expect(texts(refused({ tree: modules({ modinfo: ["license=GPL"] }), errno: "ENOEXEC" }))).toEqual([
      "the module states no version magic, which this kernel asks for",
    ]);
  });
});

describe("symbols", () => {
  const index = {
    [`${directory}/modules.dep`]: "foo.ko:\nbaz.ko:\nold.ko:\n",
    [`${directory}/modules.symbols`]: "alias symbol:one baz\nalias symbol:two baz\nalias symbol:three old\n",
    "/sys/module/old/initstate": "live\n",
  };
  const foo = {
    modinfo: ["license=GPL"],
    symbols: [{ name: "one" }, { name: "three" }, { name: "kernels" }, { name: "two", info: 0x20 }],
  };

  test("that the kernel did not know lead to the modules that export them", () => {
    const log = ["one", "two", "three", "none"].map((symbol) => `foo: Unknown symbol ${symbol} (err -2)`);
    const other = "foo: Unknown symbol bad (err -22)";
    expect(refused({ tree: modules(foo, index), errno: "ENOENT", log: [...log, other] })).toEqual([
      { kind: "log", text: `kernel: ${log[0]}`, message: log[0] },
      { kind: "log", text: `kernel: ${log[1]}`, message: log[1] },
      {
        kind: "symbol",
        text: "symbols 'one' and 1 more are exported by baz (not loaded)",
        symbols: ["one", "two"],
        exporters: [{ module: "baz", loaded: false }],
      },
      {
        kind: "symbol",
        text: "symbol 'three' is exported by old (loaded)",
        symbols: ["three"],
        exporters: [{ module: "old", loaded: true }],
      },
      {
        kind: "symbol",
        text: "symbol 'none' is exported by no module in /lib/modules/1.0, nor by the kernel",
        symbols: ["none"],
        exporters: [],
      },
    ]);
  });

  test("are taken from the file without a log: those of modules that are not loaded, but weak ones", () => {
    expect(texts(refused({ tree: modules(foo, index), errno: "ENOENT" }))).toEqual([
      "symbol 'one' is exported by baz (not loaded)",
    ]);
  });

  test("may be closed to a module for its licence", () => {
    const log = ["foo: Unknown symbol one (err -2)"];
    const tree = modules({ modinfo: ["license=Proprietary"] }, index);
    expect(texts(refused({ tree, errno: "ENOENT", log })).slice(1)).toEqual([
      "symbol 'one' is exported by baz (not loaded); symbols for GPL modules only are closed to it (Proprietary)",
    ]);
  });

  const versions = [
    { name: "one", crc: 0x11223344 },
    { name: "vm", crc: 1 },
    { name: "lost", crc: 2 },
  ];

  test("of another version are shown with both", () => {
    const baz = buildElf({ symbols: [{ name: "__crc_one", section: 0xfff1, value: 0x55667788 }] });
    const tree = modules(
      { modinfo: [], versions },
      {
        ...index,
        [`${directory}/baz.ko`]: baz,
        [`${directory}/build/Module.symvers`]: "0x00000003\tx\tvmlinux\n0x0000000a\tvm\tvmlinux\tEXPORT_SYMBOL\t\n",
      },
    );
    const log = ["one", "vm", "lost"].map((symbol) => `foo: disagrees about version of symbol ${symbol}`);
    expect(refused({ tree, errno: "EINVAL", log }).slice(2)).toEqual([
      {
        kind: "symbol-version",
        text: "symbol 'one': the module was built against version 0x11223344, baz has 0x55667788",
        symbol: "one",
        ofModule: "0x11223344",
        exporter: "baz",
        ofExporter: "0x55667788",
      },
      {
        kind: "symbol-version",
        text: "symbol 'vm': the module was built against version 0x00000001, vmlinux has 0x0000000a",
        symbol: "vm",
        ofModule: "0x00000001",
        exporter: "vmlinux",
        ofExporter: "0x0000000a",
      },
      {
        kind: "symbol-version",
        text: "symbol 'lost': the module was built against version 0x00000002, the kernel has another",
        symbol: "lost",
        ofModule: "0x00000002",
        exporter: undefined,
        ofExporter: undefined,
      },
    ]);
  });
});

describe("parameters", () => {
  const foo = {
    modinfo: ["parmtype=max_part:int", "parm=max_part:How many", "parmtype=on:bool", "parmtype=list:array of uint"],
  };

  test("with a wrong value are shown with their type", () => {
    const log = ["foo: `abc' invalid for parameter `max_part'"];
    expect(refused({ tree: modules(foo), log, options: "max_part=abc on=maybe" }).slice(1)).toEqual([
      {
        kind: "parameter-value",
        text: "parameter 'max_part' takes int, not 'abc'",
        parameter: "max_part",
        value: "abc",
        type: "int",
      },
    ]);
  });

  test("are judged by their types where nothing was logged", () => {
    const options = 'max-part="x y" on=maybe list=1,2,z unknown=1 -- on=no';
    expect(texts(refused({ tree: modules(foo), options }))).toEqual([
      "parameter 'max-part' takes int, not 'x y'",
      "parameter 'on' takes bool, not 'maybe'",
      "parameter 'list' takes array of uint, not '1,2,z'",
    ]);
  });

  test("that the module does not have lead to the nearest, also where it was inserted all the same", () => {
    const records = ["max-prt", "zzz"].map((name, at) => `4,${at},1,-;foo: unknown parameter '${name}' ignored\n`);
    const platform = memoryPlatform(modules(foo), { release: "1.0" });
    const scene = openScene(platform, directory, toConfiguration([]));
    const attempt = { module: "foo", path: file, options: "x", records };
    const known = ["list", "on", "max_part"];
    expect(explainIgnored(scene, attempt)).toEqual([
      {
        kind: "parameter",
        text: "module foo has no parameter 'max-prt'; the nearest is 'max_part'",
        module: "foo",
        parameter: "max-prt",
        nearest: "max_part",
        known,
      },
      {
        kind: "parameter",
        text: "module foo has no parameter 'zzz'; it has list, on, max_part",
        module: "foo",
        parameter: "zzz",
        nearest: undefined,
        known,
      },
    ]);
    expect(explainIgnored(scene, { ...attempt, records: [] })).toEqual([]);
    expect(texts(explainIgnored(scene, { ...attempt, path: "/gone" }))).toEqual([
      "module foo has no parameter 'max-prt'",
      "module foo has no parameter 'zzz'",
    ]);
  });
});

describe("what is not known", () => {
  const broken = buildElf({ sections: [{ name: ".modinfo", bytes: "license=GPL\0", lies: { size: 2 ** 25 } }] });

  test("is not taken for absent: .modinfo that cannot be read", () => {
    const log = ["foo: unknown parameter 'a' ignored"];
    expect(texts(refused({ tree: modules(broken), errno: "ENOENT", log }))).not.toContain(
      "module foo has no parameter 'a', nor any other",
    );
    expect(texts(refused({ tree: modules(broken), errno: "ENOEXEC" }))).not.toContainEqual(
      expect.stringContaining("states no version magic"),
    );
  });

  test("is not taken for absent: an index of symbols that is not there", () => {
    const log = ["foo: Unknown symbol bar (err -2)"];
    expect(texts(refused({ tree: modules({}), errno: "ENOENT", log }))[1]).toContain(
      `symbol 'bar' is not known to the kernel, and ${directory} has no index that says who exports what`,
    );
  });
});

test.each(["ERANGE", "ENOSPC"] as const)("%s is the loader's answer to a value, not the module's own", (errno) => {
  const log = ["foo: `99999999999' invalid for parameter `val'"];
  const foo = { modinfo: ["parmtype=val:int"] };
  expect(texts(refused({ tree: modules(foo), errno, log })).slice(1)).toEqual([
    "parameter 'val' takes int, not '99999999999'",
  ]);
});

describe("permission", () => {
  const unsigned = buildElf({ modinfo: [`vermagic=${MAGIC}`] });
  const signed = appendSignature(unsigned, { signature: buildPkcs7() });

  test("says what the process or the kernel lacks, before anything is read of the module", () => {
    const tree = {
      "/proc/self/status": "Name:\tmodprobe\nCapEff:\t000001fffffeffff\n",
      "/proc/sys/kernel/modules_disabled": "1\n",
    };
    expect(refused({ tree, errno: "EPERM" })).toEqual([
      {
        kind: "capability",
        text: "this process lacks the capability CAP_SYS_MODULE, which root has outside of containers",
        capability: "CAP_SYS_MODULE",
      },
      {
        kind: "modules-disabled",
        text: "inserting and removing modules is switched off until the next boot (kernel.modules_disabled is 1)",
      },
    ]);
  });

  test("says that the kernel is locked down, and who signed the module", () => {
    const allowed = { "/proc/self/status": "CapEff:\t000001ffffffffff\n" };
    const locked = { ...allowed, "/sys/kernel/security/lockdown": "none [integrity] confidentiality\n" };
    expect(refused({ tree: modules(unsigned, locked), errno: "EPERM" })).toEqual([
      { kind: "lockdown", text: "the kernel is locked down (integrity): modules must be signed", mode: "integrity" },
      { kind: "signature", text: "the module is not signed", signer: undefined, hashAlgorithm: undefined },
    ]);
    const enforced = { ...allowed, "/sys/module/module/parameters/sig_enforce": "Y\n" };
    expect(refused({ tree: modules(signed, enforced), errno: "EKEYREJECTED" })).toEqual([
      {
        kind: "signature-enforced",
        text: "the kernel takes only modules that are signed with a key it trusts (module.sig_enforce)",
      },
      {
        kind: "signature",
        text: "the module is signed by 'Test key' (sha256): the kernel lacks that key, or the file was changed after",
        signer: "Test key",
        hashAlgorithm: "sha256",
      },
    ]);
  });

  test("leaves signatures alone where nothing asks for them", () => {
    const open = {
      "/sys/kernel/security/lockdown": "[none] integrity\n",
      "/sys/module/module/parameters/sig_enforce": "N\n",
    };
    expect(texts(refused({ tree: modules(unsigned, open), errno: "EPERM" }))).toEqual([
      "the kernel's loader gave no reason: perhaps the module's own initialisation said so",
    ]);
  });
});

describe("the file", () => {
  test("may be no module, or end too soon", () => {
    expect(refused({ tree: modules("no module at all"), errno: "ENOEXEC" })).toEqual([
      { kind: "file", text: `${file}: too short for an ELF file`, path: file, problem: "too short for an ELF file" },
    ]);
    const cut = buildElf({ modinfo: ["license=GPL"] }).slice(0, 100);
    expect(
      texts(refused({ tree: modules(cut), errno: "ENOEXEC", log: ["Invalid ELF section header overflow"] })),
    ).toEqual([
      "kernel: Invalid ELF section header overflow",
      `${file}: section table leaves the file: damaged or cut short`,
    ]);
  });

  test("may be for another machine", () => {
    const arm = { machine: 40, elfClass: 32, modinfo: [`vermagic=${MAGIC}`] } as const;
    expect(refused({ tree: modules(arm), errno: "ENOEXEC" })).toEqual([
      {
        kind: "architecture",
        text: "built for arm, 32 bits, little endian; this kernel: amd64, 64 bits, little endian",
        ofModule: "arm, 32 bits, little endian",
        ofKernel: "amd64, 64 bits, little endian",
      },
    ]);
  });

  test("may be named for another compression than it has", () => {
    const platform = memoryPlatform({ "/foo.ko.xz": "no xz at all, and no ELF either" });
    const scene = openScene(platform, directory, toConfiguration([]));
    const attempt = { module: "foo", path: "/foo.ko.xz", options: "", records: [] };
    expect(explainInsertion(scene, attempt, new SystemError("finit_module", "", "ENOEXEC")).slice(1)).toEqual([
      {
        kind: "compression",
        text: "/foo.ko.xz: the name says xz, the content is not compressed",
        named: "xz",
        actual: undefined,
      },
    ]);
  });

  test("may be unreadable, or too short for anybody", () => {
    expect(refused({ tree: {}, error: new SystemError("open", file, "EACCES") })).toEqual([
      { kind: "file", text: `${file}: Permission denied`, path: file, problem: "Permission denied" },
    ]);
    const error = new FormatError(file, "a module has at least 6 bytes, this file has 3");
    expect(texts(refused({ tree: modules("abc"), error }))).toEqual([
      `${file}: a module has at least 6 bytes, this file has 3: damaged or cut short`,
    ]);
  });

  test("of a pipe is gone, and only what the kernel said is left", () => {
    const scene = openScene(memoryPlatform({}), directory, toConfiguration([]));
    const attempt = { module: "_", path: undefined, options: "", records: ["4,1,1,-;Invalid ELF header magic\n"] };
    expect(texts(explainInsertion(scene, attempt, new SystemError("init_module", "", "ENOEXEC")))).toEqual([
      "kernel: Invalid ELF header magic",
    ]);
  });
});

test("an errno that the loader does not use is the module's own", () => {
  const text = "the module's own initialisation said so; usually the device is not there, or another driver has it";
  expect(refused({ tree: modules({}), errno: "ENODEV" })).toEqual([{ kind: "initialisation", text, certain: true }]);
  expect(texts(refused({ tree: modules({}), errno: "E517", log: ["foo: later"] }))).toEqual([
    "kernel: foo: later",
    "the module's own initialisation said so",
  ]);
});

test("what our own side lacks is all that is told", () => {
  const error = new SystemError("finit_module", file, "ENOSYS", "needs the addon");
  expect(refused({ tree: modules({}), error })).toEqual([
    { kind: "support", text: "needs the addon", missing: "needs the addon" },
  ]);
});
