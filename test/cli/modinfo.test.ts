import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { fromByteString, toByteString } from "../../src/core/bytes.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import { concatBytes } from "../support/byte-builder.ts";
import { buildElf } from "../support/elf-builder.ts";
import { fixtureBytes } from "../support/fixture-modules.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const directory = "/lib/modules/1.0";

interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

function modinfo(args: readonly string[], tree: Tree = {}): Outcome {
  const platform = memoryPlatform(tree, { release: "1.0", workingDirectory: "/w" });
  const status = run(["modinfo", ...args], platform);
  return { ...platform.written, status };
}

function moduleWith(...modinfo: string[]): Uint8Array {
  return buildElf({ modinfo });
}

const builtin: Tree = {
  [`${directory}/modules.builtin`]: "kernel/bi-one.ko\n",
  [`${directory}/modules.builtin.modinfo`]: [
    "bi_one.license=GPL",
    "bi_one.file=kernel/bi-one",
    "bi_one.alias=bialias-x*",
    "bi_one.parm=p:desc",
    "bi_one.parmtype=p:int",
    "",
  ].join("\0"),
};

describe("modinfo FILE", () => {
  it("prints every string in file order, the build id, the signature, and the parameters last", () => {
    // A memory file system has no current directory: the relative path is found below the root.
    const bytes = fixtureBytes("gcc12-amd64-signed.ko");
    const { out, err, status } = modinfo(["./s.ko"], { "s.ko": bytes, "w/s.ko": bytes });
    expect({ err, status }).toEqual({ err: "", status: 0 });
    expect(out).toMatchSnapshot();
  });

  it("keeps bytes that are no UTF-8, blanks at the end, odd keys and newlines as they are", () => {
    const strings = ["author=J\xf6rg", "depends=", "noequals", "=empty key", "exactly15chars_=v", "a=two\nlines"];
    expect(modinfo(["/m.ko"], { "m.ko": moduleWith(...strings) })).toEqual({
      out: [
        "filename:       /m.ko",
        "author:         J\xf6rg",
        "depends:        ",
        "noequals:       ",
        ":               empty key",
        "exactly15chars_:v",
        "a:              two\nlines",
        "",
      ].join("\n"),
      err: "",
      status: 0,
    });
  });

  it("merges parameters by name, and writes a lone type differently among all fields and alone", () => {
    const strings = [
      "parm=p1:desc",
      "parmtype=p1:int",
      "parm=p3:desc",
      "parmtype=p5:charp",
      "parm=p4:",
      "parmtype=p4:bool",
    ];
    const tree = { "m.ko": moduleWith(...strings) };
    expect(modinfo(["/m.ko"], tree).out).toBe(
      [
        "filename:       /m.ko",
        "parm:           p4: (bool)",
        "parm:           p5:charp",
        "parm:           p3:desc",
        "parm:           p1:desc (int)",
        "",
      ].join("\n"),
    );
    expect(modinfo(["-p", "/m.ko"], tree).out).toBe("p4: (bool)\np5: (charp)\np3:desc\np1:desc (int)\n");
    expect(modinfo(["-F", "parmtype", "/m.ko"], tree).out).toBe("p1:int\np5:charp\np4:bool\n");
  });

  it("complains of a parameter without a colon and goes on", () => {
    expect(modinfo(["-F", "parm", "/m.ko"], { "m.ko": moduleWith("parm=nocolon", "parm=a:b") })).toEqual({
      out: "a:b\n",
      err: `modinfo: ERROR: Found invalid "parm=nocolon": missing ':'\n`,
      status: 0,
    });
  });

  it("ends items with NUL and sets `=` between key and value with -0", () => {
    const tree = { "m.ko": moduleWith("license=GPL", "parm=p:desc") };
    expect(modinfo(["-0", "/m.ko"], tree).out).toBe("filename:       /m.ko\0license=GPL\0parm:           p:desc\0");
    expect(modinfo(["-0", "-l", "/m.ko"], tree).out).toBe("GPL\0");
  });

  it("takes the last of the options that choose a field", () => {
    const tree = { "m.ko": moduleWith("license=GPL", "author=A", "author=B") };
    expect(modinfo(["-l", "-F", "nothing", "-a", "/m.ko"], tree).out).toBe("A\nB\n");
  });
});

describe("modinfo -", () => {
  const piped = (input: Uint8Array, ...args: readonly string[]): Outcome => {
    const decompress = (_: string, bytes: Uint8Array): Uint8Array => bytes.slice(8);
    const platform = memoryPlatform(
      { ...builtin, "-": "" },
      { release: "1.0", input: toByteString(input), decompress },
    );
    const status = run(["modinfo", ...args], platform);
    return { ...platform.written, status };
  };
  const module = moduleWith("license=GPL", "name=piped", "parm=a:b");

  it("describes the module on standard input, plain or compressed", () => {
    const out = "filename:       -\nlicense:        GPL\nname:           piped\nparm:           a:b\n";
    expect(piped(module, "-")).toEqual({ out, err: "", status: 0 });
    const magics = [
      [0x28, 0xb5, 0x2f, 0xfd],
      [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
      [0x1f, 0x8b],
    ];
    for (const magic of magics) {
      const compressed = concatBytes(magic, new Uint8Array(8 - magic.length), module);
      expect(piped(compressed, "-")).toEqual({ out, err: "", status: 0 });
    }
  });

  it("reads it once, whatever is asked and however often", () => {
    expect(piped(module, "-F", "license", "-", "-")).toEqual({ out: "GPL\nGPL\n", err: "", status: 0 });
    expect(piped(module, "-n", "-")).toEqual({ out: "-\n", err: "", status: 0 });
    expect(JSON.parse(piped(module, "--json", "-").out).modules).toMatchObject([{ name: "piped", filename: "-" }]);
  });

  it("says what is wrong with it, and takes it for a name with -m", () => {
    const err = "modinfo: ERROR: could not get modinfo from '-': Exec format error\n";
    expect(piped(fromByteString("no module at all"), "-")).toEqual({ out: "filename:       -\n", err, status: 1 });
    expect(piped(new Uint8Array(), "-").err).toBe("modinfo: ERROR: could not get modinfo from '-': Invalid argument\n");
    expect(piped(module, "-m", "-")).toEqual({ out: "", err: "modinfo: ERROR: Module name - not found.\n", status: 1 });
  });

  it("says why it cannot be read", () => {
    const platform = memoryPlatform({}, { release: "1.0" });
    const readInput = (): never => {
      throw new SystemError("read", "standard input", "EFBIG");
    };
    const status = run(["modinfo", "-"], { ...platform, host: { ...platform.host, readInput } });
    const err = "modinfo: ERROR: could not get modinfo from '-': File too large\n";
    expect({ status, ...platform.written }).toEqual({ status: 1, out: "filename:       -\n", err });
  });
});

describe("modinfo NAME", () => {
  it.each(["bi-one", "bi_one", "bialias-x1"])("finds a built-in module by %s", (name) => {
    expect(modinfo([name], builtin)).toEqual({
      out: [
        "name:           bi_one",
        "filename:       (builtin)",
        "license:        GPL",
        "file:           kernel/bi-one",
        "alias:          bialias-x*",
        "parm:           p:desc (int)",
        "",
      ].join("\n"),
      err: "",
      status: 0,
    });
  });

  it("prints every module of an alias, goes on after one that is not found, and fails then", () => {
    const tree = {
      [`${directory}/modules.dep`]: "kernel/aa.ko:\nkernel/dd.ko:\nkernel/ee.ko:\n",
      [`${directory}/modules.alias`]: "alias dup dd\nalias dup ee\n",
    };
    expect(modinfo(["-n", "dup", "nosuch", "aa"], tree)).toEqual({
      out: `${directory}/kernel/dd.ko\n${directory}/kernel/ee.ko\n${directory}/kernel/aa.ko\n`,
      err: "modinfo: ERROR: Module nosuch not found.\n",
      status: 1,
    });
  });

  it.each([
    [["-m", "dup"], "modinfo: ERROR: Module name dup not found.\n"],
    [["a]b"], "modinfo: ERROR: Module alias a]b not found.\n"],
    [["./x.ko"], "modinfo: ERROR: Module ./x.ko not found.\n"],
    [["aa.ko"], "modinfo: ERROR: Module aa.ko not found.\n"],
    [[], "modinfo: ERROR: missing module or filename.\n"],
    [["--json"], "modinfo: ERROR: missing module or filename.\n"],
    [["--table"], "modinfo: ERROR: missing module or filename.\n"],
  ])("says of %j what is wrong", (args, err) => {
    const tree = { [`${directory}/modules.dep`]: "kernel/aa.ko:\n" };
    expect(modinfo(args, tree)).toEqual({ out: "", err, status: 1 });
  });

  it("cuts a name at the first dot with -m", () => {
    const tree = { [`${directory}/modules.dep`]: "kernel/a-a.ko:\n" };
    expect(modinfo(["-n", "-m", "a-a.ko"], tree).out).toBe(`${directory}/kernel/a-a.ko\n`);
  });
});

describe("modinfo on bad files", () => {
  it.each([
    ["is empty", new Uint8Array(), "Invalid argument"],
    ["is too short", "12345", "Invalid argument"],
    ["is no ELF file", "#!/bin/sh\necho this is a script\n", "Exec format error"],
    ["has no .modinfo", buildElf({}), "No data available"],
    ["is cut short", moduleWith("license=GPL").subarray(0, 80), "Invalid argument"],
  ])("prints the file name and one message where the file %s", (_what, file, text) => {
    expect(modinfo(["/x.ko"], { "x.ko": file })).toEqual({
      out: "filename:       /x.ko\n",
      err: `modinfo: ERROR: could not get modinfo from 'x': ${text}\n`,
      status: 1,
    });
  });

  it("says why compressed data cannot be read, then which module it was", () => {
    const platform = memoryPlatform(
      { "x.ko.xz": "\xfd7zXZ\0rest" },
      {
        decompress() {
          throw new FormatError("xz", "Unexpected end of input");
        },
      },
    );
    expect(run(["modinfo", "-l", "/x.ko.xz"], platform)).toBe(1);
    expect(platform.written).toEqual({
      out: "",
      err: [
        "libkmod: ERROR: xz_uncompress_belch: xz: Unexpected end of input",
        "modinfo: ERROR: could not get modinfo from 'x': Invalid argument",
        "",
      ].join("\n"),
    });
  });

  it("says that modules.builtin.modinfo is damaged before the module that was asked for", () => {
    const tree = { ...builtin, [`${directory}/modules.builtin.modinfo`]: "nodot\0bi_one.license=GPL\0" };
    expect(modinfo(["bi_one"], tree)).toEqual({
      out: "name:           bi_one\nfilename:       (builtin)\n",
      err: [
        "libkmod: ERROR: get_strings: get_strings: unexpected string without modname prefix",
        "modinfo: ERROR: could not get modinfo from 'bi_one': Invalid argument",
        "",
      ].join("\n"),
      status: 1,
    });
  });

  it("does not open the file for its name", () => {
    expect(modinfo(["-n", "/x.ko"], { "x.ko": "rubbish" })).toEqual({ out: "/x.ko\n", err: "", status: 0 });
  });

  it("takes a directory for a name", () => {
    expect(modinfo(["/d.ko"], { "d.ko": {} }).err).toBe("modinfo: ERROR: Module /d.ko not found.\n");
  });
});
