/** A module file into the kernel: which system call, with which flags, and what is tried next. */

import { describe, expect, test } from "vitest";
import { fromByteString, toByteString } from "../../../src/core/bytes.ts";
import { SystemError } from "../../../src/core/errors.ts";
import { type FileInsertion, insertFile } from "../../../src/core/module/insert-file.ts";
import { type MemoryPlatform, type MemoryPlatformOptions, memoryPlatform } from "../../support/memory-platform.ts";

const XZ = "\xfd7zXZ\x00…";
const ZSTD = "\x28\xb5\x2f\xfd……";
const plain = { ignoreModversions: false, ignoreVermagic: false };

/** Files whose compressed form decompresses to the name of the module. */
function machine(compression: string | undefined, options: MemoryPlatformOptions = {}): MemoryPlatform {
  const tree = { "/m.ko": "plain module", "/m.ko.xz": XZ, "/m.ko.zst": ZSTD, "/short.ko": "12345" };
  const sys = compression === undefined ? {} : { "/sys/module/compression": compression };
  return memoryPlatform({ ...tree, ...sys }, { decompress: () => fromByteString("m\n"), ...options });
}

function insert(platform: MemoryPlatform, insertion: Partial<FileInsertion>): readonly string[] {
  const problems: string[] = [];
  insertFile(platform, { path: "/m.ko", options: "", forcing: plain, ...insertion }, (text) => problems.push(text));
  return problems;
}

describe("insertFile", () => {
  test("hands a plain file over as it is", () => {
    const platform = machine("xz\n");
    insert(platform, { options: "a=1", forcing: { ignoreModversions: true, ignoreVermagic: true } });
    expect(platform.kernel.calls).toEqual(['finit_module /m.ko "a=1" modversions|vermagic']);
  });

  test.each([
    ["/m.ko.xz", "xz\n", ['finit_module /m.ko.xz "" compressed']],
    ["/m.ko.zst", "zstd\n", ['finit_module /m.ko.zst "" compressed']],
    ["/m.ko.zst", "xz\n", ['init_module m ""']],
    ["/m.ko.xz", undefined, ['init_module m ""']],
  ])("gives %s to a kernel that decompresses %j as %j", (path, compression, calls) => {
    const platform = machine(compression);
    expect(insert(platform, { path })).toEqual([]);
    expect(platform.kernel.calls).toEqual(calls);
  });

  test("takes an unknown compression for none, and says so", () => {
    const platform = machine("brotli\n");
    expect(insert(platform, { path: "/m.ko.xz" })).toEqual(["unknown kernel compression brotli"]);
    expect(platform.kernel.calls).toEqual(['init_module m ""']);
  });

  test("reads and decompresses by itself where the kernel has no finit_module", () => {
    const platform = machine("xz\n", { kernel: { old: true } });
    insert(platform, {});
    insert(platform, { path: "/m.ko.xz", options: "x" });
    expect(platform.kernel.calls).toEqual([
      'finit_module /m.ko "" 0',
      'init_module plain module ""',
      'finit_module /m.ko.xz "x" compressed',
      'init_module m "x"',
    ]);
  });

  test("decompresses by itself where the kernel could not after all", () => {
    const kernel = {
      insertion: { m: ["EINVAL", "ok"] },
      logs: { m: ["module: decompression failed with status 6"] },
    } as const;
    const platform = machine("xz\n", { kernel });
    insert(platform, { path: "/m.ko.xz" });
    expect(platform.kernel.calls).toEqual(['finit_module /m.ko.xz "" compressed', 'init_module m ""']);
  });

  test("does not run an initialisation twice that refused by itself", () => {
    const cases = [
      ["EINVAL", "m: bad value"],
      ["EINVAL", "m: lz4 decompressor registered"],
      ["EINVAL", "other 0000:01:00.0: failed to decompress fw.bin.xz"],
      ["ENODEV", "decompression failed with status 6"],
    ] as const;
    for (const [errno, text] of cases) {
      const platform = machine("xz\n", { kernel: { insertion: { m: [errno] }, logs: { m: [text] } } });
      expect(() => insert(platform, { path: "/m.ko.xz" })).toThrow(expect.objectContaining({ errno }));
      expect(platform.kernel.calls).toEqual(['finit_module /m.ko.xz "" compressed']);
    }
  });

  test("refuses a file that is too short for a magic number", () => {
    const platform = machine(undefined);
    expect(() => insert(platform, { path: "/short.ko" })).toThrow(
      "/short.ko: a module has at least 6 bytes, this file has 5",
    );
    expect(platform.kernel.calls).toEqual([]);
  });

  test("passes on what the disk and the decompressor say", () => {
    const platform = machine(undefined, {
      decompress: () => {
        throw new SystemError("decompress", "xz", "ENOSYS", "no library");
      },
    });
    expect(() => insert(platform, { path: "/none.ko" })).toThrow(expect.objectContaining({ errno: "ENOENT" }));
    expect(() => insert(platform, { path: "/m.ko.xz" })).toThrow("no library");
  });

  test("strips the versions of an image that has to be forced", () => {
    const image = toByteString(fromByteString("no ELF file, though long enough"));
    const platform = machine(undefined, { decompress: () => fromByteString(image) });
    const forcing = { ignoreModversions: false, ignoreVermagic: true };
    expect(() => insert(platform, { path: "/m.ko.xz", forcing })).toThrow("/m.ko.xz: not an ELF file");
  });
});
