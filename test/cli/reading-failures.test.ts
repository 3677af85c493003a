/** What the tools say where a compressed module cannot be read. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const MISSING = new SystemError("decompress", "zstd", "ENOSYS", "libzstd.so.1 is not installed");
const HUGE = new SystemError("decompress", "gzip", "EFBIG", "more than 9 bytes when decompressed");
const CORRUPT = new FormatError("xz", "File is corrupt");

/** Standard error of a tool whose platform fails to decompress. */
function complaint(words: readonly string[], error: Error): string {
  const decompress = (): never => {
    throw error;
  };
  const platform = memoryPlatform({ "x.ko.xz": "\xfd7zXZ\0rest" }, { decompress });
  expect(run([...words, "/x.ko.xz"], platform)).toBe(1);
  expect(platform.written.out).toBe("");
  return platform.written.err;
}

/** A module of a system, named by each of the commands of ours that opens module files. */
const SYSTEM: Tree = {
  "/lib/modules/1.0": { "modules.dep": "x.ko.xz: b.ko\nb.ko:\n", "x.ko.xz": "\xfd7zXZ\0rest" },
  "/proc/cmdline": "x.level=1\n",
  "/etc/modprobe.d/x.conf": "options x level=1\n",
};

describe("commands of ours", () => {
  test.each([["check /lib/modules/1.0/x.ko.xz"], ["deps x"], ["params x"], ["lint"]])(
    "`%s` says that it was the decompressing, and of what",
    (command) => {
      const outcome = (error: Error): string => {
        const decompress = (): never => {
          throw error;
        };
        const platform = memoryPlatform(SYSTEM, { release: "1.0", decompress });
        expect(run(["kmod-ts", ...command.split(" ")], platform)).not.toBe(0);
        return platform.written.out + platform.written.err;
      };
      const missing = outcome(MISSING);
      expect(missing).toContain("cannot be decompressed (zstd): libzstd.so.1 is not installed\n");
      const corrupt = outcome(CORRUPT);
      expect(corrupt).toContain("cannot be decompressed (xz): File is corrupt\n");
      for (const said of [missing, corrupt]) expect(said).not.toMatch(/decompress '|xz: File/);
    },
  );
});

describe("modinfo", () => {
  test.each([
    [MISSING, "load_zstd: decompress 'zstd': libzstd.so.1 is not installed", "Function not implemented"],
    [HUGE, "load_zlib: decompress 'gzip': more than 9 bytes when decompressed", "File too large"],
    [CORRUPT, "xz_uncompress_belch: xz: File is corrupt", "Invalid argument"],
  ])("gives the reason of `%s` as the library does, then the errno", (error, reason, errno) => {
    expect(complaint(["modinfo", "-l"], error)).toBe(
      `libkmod: ERROR: ${reason}\nmodinfo: ERROR: could not get modinfo from 'x': ${errno}\n`,
    );
  });

  test("says nothing before the errno where it was not the decompressing that failed", () => {
    const error = new SystemError("read", "xz", "EIO");
    expect(complaint(["modinfo", "-l"], error)).toBe(
      "modinfo: ERROR: could not get modinfo from 'x': Input/output error\n",
    );
  });
});

describe("modprobe", () => {
  test.each([
    ["--show-modversions", "modversions"],
    ["--show-exports", "symbols"],
  ])("`%s` gives the reason, then the errno", (option, what) => {
    const outcome = (error: Error): string => complaint(["modprobe", option], error);
    expect(outcome(MISSING)).toBe(
      `modprobe: ERROR: decompress 'zstd': libzstd.so.1 is not installed\nmodprobe: FATAL: could not get ${what} of x: Function not implemented\n`,
    );
    expect(outcome(CORRUPT)).toBe(
      `modprobe: ERROR: xz: File is corrupt\nmodprobe: FATAL: could not get ${what} of x: Invalid argument\n`,
    );
  });
});
