import { describe, expect, test } from "vitest";
import { FormatError, SystemError } from "../../../src/core/errors.ts";
import type { FileSystem } from "../../../src/core/platform.ts";
import {
  readCoreSize,
  readHolders,
  readInitState,
  readParameters,
  readReferenceCount,
  readSections,
  readTaint,
} from "../../../src/core/state/sys-module.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";

const files = memoryFileSystem({
  "sys/module": {
    loop: {
      initstate: "live\n",
      refcnt: "2\n",
      coresize: "40960\n",
      taint: "OE\n",
      holders: { zeta: {}, alpha: {} },
      sections: { ".text": "0x00000000c75b9000\n", ".bss": "0x00000000c75ba000\n" },
      parameters: { max_part: "8\n", text: "two\nlines\n" },
    },
    random: { parameters: { ratelimit_disable: "0\n" } },
    leaving: { initstate: "going\n", refcnt: "-1\n", taint: "\n" },
    odd: { initstate: "dancing\n", refcnt: "many\n", coresize: "\n" },
  },
  etc: { initstate: "live\n" },
});

/** `files` where reading one path fails. */
function failing(path: string, errno: "EACCES" | "EIO" | "ENODEV"): FileSystem {
  return {
    ...files,
    read(asked) {
      if (asked === path) throw new SystemError("read", path, errno);
      return files.read(asked);
    },
  };
}

describe("a loaded module", () => {
  test("`readInitState` reads each state", () => {
    expect(readInitState(files, "loop")).toBe("live");
    expect(readInitState(files, "leaving")).toBe("going");
  });

  test("`readInitState` takes a directory without a state for a module that is coming", () => {
    expect(readInitState(files, "random")).toBe("coming");
  });

  test("`readReferenceCount` and `readCoreSize` read numbers", () => {
    expect(readReferenceCount(files, "loop")).toBe(2);
    expect(readReferenceCount(files, "leaving")).toBe(-1);
    expect(readCoreSize(files, "loop")).toBe(40960);
  });

  test("`readHolders` keeps the order of the directory", () => {
    expect(readHolders(files, "loop")).toEqual(["zeta", "alpha"]);
  });

  test("`readSections` gives addresses as text", () => {
    expect(readSections(files, "loop")).toEqual([
      { name: ".text", address: "0x00000000c75b9000" },
      { name: ".bss", address: "0x00000000c75ba000" },
    ]);
  });

  test("`readParameters` takes one newline off a value", () => {
    expect(readParameters(files, "loop")).toEqual([
      { name: "max_part", value: "8", errno: undefined, mode: 0o644 },
      { name: "text", value: "two\nlines", errno: undefined, mode: 0o644 },
    ]);
  });

  test("`readTaint` gives the letters, none for a clean module", () => {
    expect(readTaint(files, "loop")).toBe("OE");
    expect(readTaint(files, "leaving")).toBe("");
  });
});

describe("absence", () => {
  test.each(["nosuch", "", ".", "..", "../../etc", "loop/holders", "lo\0op"])(
    "nothing is known of module '%s'",
    (name) => {
      expect(readInitState(files, name)).toBeUndefined();
      expect(readReferenceCount(files, name)).toBeUndefined();
      expect(readCoreSize(files, name)).toBeUndefined();
      expect(readTaint(files, name)).toBeUndefined();
      expect(readHolders(files, name)).toEqual([]);
      expect(readSections(files, name)).toEqual([]);
      expect(readParameters(files, name)).toEqual([]);
    },
  );

  test("built-in code has parameters and nothing else", () => {
    expect(readReferenceCount(files, "random")).toBeUndefined();
    expect(readHolders(files, "random")).toEqual([]);
    expect(readParameters(files, "random")).toMatchObject([{ name: "ratelimit_disable", value: "0" }]);
  });

  test("a parameter that may not be read has no value, one that vanished is left out", () => {
    const path = "/sys/module/loop/parameters/max_part";
    expect(readParameters(failing(path, "EACCES"), "loop")[0]).toMatchObject({ name: "max_part", value: undefined });
    expect(readParameters(failing(path, "ENODEV"), "loop").map(({ name }) => name)).toEqual(["text"]);
  });
});

describe("what no kernel says", () => {
  test("a state or number of another form is a FormatError that names the file", () => {
    expect(() => readInitState(files, "odd")).toThrow(
      new FormatError("/sys/module/odd/initstate", "unknown module state 'dancing'"),
    );
    expect(() => readReferenceCount(files, "odd")).toThrow(
      new FormatError("/sys/module/odd/refcnt", "expected an integer, found 'many'"),
    );
    expect(() => readCoreSize(files, "odd")).toThrow(FormatError);
  });

  test("a file that cannot be read is a SystemError", () => {
    expect(() => readReferenceCount(failing("/sys/module/loop/refcnt", "EIO"), "loop")).toThrow(SystemError);
  });
});
