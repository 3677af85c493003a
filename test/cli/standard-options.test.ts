import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const VERSION = "kmod version 34\n+ZSTD +XZ +ZLIB +OPENSSL -MBEDTLS\n";

describe("every tool", () => {
  it.each([["lsmod"], ["modinfo"], ["modprobe"], ["kmod"], ["kmod", "list"], ["kmod-ts", "modprobe"]])(
    "%s %s prints kmod's version with -V, and nothing else",
    (...argv) => {
      const platform = memoryPlatform({});
      expect(run([...argv, "-V"], platform)).toBe(0);
      expect(platform.written).toEqual({ out: VERSION, err: "" });
    },
  );

  it.each([
    ["lsmod"],
    ["modinfo"],
    ["modprobe"],
    ["kmod"],
    ["kmod", "list"],
    ["kmod", "static-nodes"],
    ["kmod-ts"],
    ["kmod-ts", "install-links"],
    ["kmod-ts", "deps"],
  ])("%s %s prints its help with -h and with --help", (...argv) => {
    const short = memoryPlatform({});
    const long = memoryPlatform({});
    expect(run([...argv, "-h"], short)).toBe(0);
    expect(run([...argv, "--help"], long)).toBe(0);
    expect(short.written.err).toBe("");
    expect(short.written.out).toMatch(/Usage: .*\[OPTION\].*\n(.*\n)*\nOptions:\n(.*\n)*.*-h, --help/);
    expect(long.written).toEqual(short.written);
  });

  it("static-nodes has no -V, as in kmod", () => {
    const platform = memoryPlatform({});
    expect(run(["kmod", "static-nodes", "-V"], platform)).toBe(1);
    expect(platform.written).toEqual({ out: "", err: "static-nodes: invalid option -- 'V'\n" });
  });
});
