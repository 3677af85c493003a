import { describe, expect, test } from "vitest";
import { SystemError } from "../../../src/core/errors.ts";
import { modulesOf, parseProcModules, readLoadedModules } from "../../../src/core/state/proc-modules.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

const LOOP = {
  name: "loop",
  size: 40960,
  references: 0,
  usedBy: [],
  permanent: false,
  state: "live",
  address: "0x00000000c75b9000",
  taint: "",
};

describe("parseProcModules", () => {
  test.each([
    ["a module that nobody uses", "loop 40960 0 - Live 0x00000000c75b9000", {}],
    [
      "a module with users",
      "loop 40960 2 tdep,tdep2, Live 0x00000000c75b9000",
      { references: 2, usedBy: ["tdep", "tdep2"] },
    ],
    ["a permanent module", "loop 40960 0 [permanent], Live 0x00000000c75b9000", { permanent: true }],
    [
      "a permanent module with a user",
      "loop 40960 1 tdep,[permanent], Live 0x00000000c75b9000",
      { references: 1, usedBy: ["tdep"], permanent: true },
    ],
    ["an unsafe module of an old kernel", "loop 40960 0 [unsafe], Live 0x00000000c75b9000", {}],
    ["a kernel without unload support", "loop 40960 - - Live 0x00000000c75b9000", { references: undefined }],
    [
      "a module that is loading",
      "loop 40960 1 - Loading 0x00000000c75b9000 (O+)",
      { references: 1, state: "loading", taint: "O" },
    ],
    [
      "a clean module that is loading",
      "loop 40960 1 - Loading 0x00000000c75b9000 (+)",
      { references: 1, state: "loading" },
    ],
    [
      "a module that is unloading",
      "loop 40960 -1 - Unloading 0x00000000c75b9000 (O-)",
      { references: -1, state: "unloading", taint: "O" },
    ],
    ["a tainted module", "loop 40960 0 - Live 0x00000000c75b9000 (POE)", { taint: "POE" }],
    ["a name with a dash and a suffix", "lo-op.ko 40960 0 - Live 0x00000000c75b9000", { name: "lo_op" }],
    ["more blanks and words than needed", "\tloop   40960\t0 - Live 0x00000000c75b9000  () more", {}],
    ["a line that ends after the use count", "loop 40960 0", { address: "" }],
  ])("`parseProcModules` reads %s", (_what, line, differences) => {
    expect(parseProcModules(`${line}\n`)).toEqual([{ module: { ...LOOP, ...differences } }]);
  });

  test.each([
    ["no words", "", ""],
    ["blanks only", " \t ", ""],
    ["a name only", "loop", "loop"],
    ["no use count", "loop 40960", "loop"],
    ["a size that is no number", "loop abc 0 - Live 0x0", "loop"],
    ["a size in hexadecimal", "loop 0x10 0 - Live 0x0", "loop"],
    ["a size below zero", "loop -1 0 - Live 0x0", "loop"],
    ["a size beyond exact numbers", "loop 99999999999999999999 0 - Live 0x0", "loop"],
    ["a use count that is no number", "loop 40960 x - Live 0x0", "loop"],
  ])("`parseProcModules` calls a line with %s bad", (_what, line, name) => {
    const text = `loop 40960 0 - Live 0x00000000c75b9000\n${line}\nloop 40960 0 - Live 0x00000000c75b9000`;
    expect(parseProcModules(text)).toEqual([{ module: LOOP }, { badLine: 2, name }, { module: LOOP }]);
  });

  test("`parseProcModules` finds no lines in an empty file", () => {
    expect(parseProcModules("")).toEqual([]);
  });

  test("`parseProcModules` lists users as the kernel lists holders, by the width of its addresses", () => {
    const line = (address: string): string => `popular 1 3 nft_ct,nft_limit,nft_masq,nft_log, Live ${address}\n`;
    const users = (address: string) => modulesOf(parseProcModules(line(address)))[0]?.usedBy;
    expect(users("0x0000000000000000")).toEqual(["nft_ct", "nft_log", "nft_masq", "nft_limit"]);
    expect(users("0xbf000000")).toEqual(["nft_ct", "nft_limit", "nft_masq", "nft_log"]);
  });
});

describe("readLoadedModules", () => {
  test("`readLoadedModules` gives the modules in the kernel's order and leaves out what is none", () => {
    const platform = memoryPlatform({ "proc/modules": "zram 1 0 - Live 0x0\nrubbish\nloop 2 0 - Live 0x0\n" });
    expect(readLoadedModules(platform).map((module) => module.name)).toEqual(["zram", "loop"]);
  });

  test("`readLoadedModules` says that there is no list", () => {
    expect(() => readLoadedModules(memoryPlatform({}))).toThrow(SystemError);
  });
});
