import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Addon, findAddon } from "../../src/node/addon.ts";
import { describeUnless, lackOfAddon, lackOfPrograms } from "../support/lack.ts";

const SHIM = join(import.meta.dirname, "../support/module-calls-shim.c");

const found = findAddon();

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

/** The file of the addon that this process has loaded. */
function addonPath(): string {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: readonly string[] };
  return sharedObjects.find((path) => path.endsWith("/kmod-ts.node")) ?? "";
}

/** Nothing here is a module, so that nothing happens on a machine that lets us. */
describeUnless(lackOfAddon(), "the addon's system calls", () => {
  const addon = found as Addon;

  test("a file that cannot be opened gives the errno of opening", () => {
    expect(addon.insertFile(bytes("/no/such/module.ko"), bytes(""), 0)).toBe(-2);
    expect(addon.insertFile(bytes(`${SHIM}/x.ko`), bytes(""), 0)).toBe(-20);
  });

  test("what is no module gives a negated errno", () => {
    expect(addon.insertFile(bytes("/"), bytes(""), 0)).toBeLessThan(0);
    expect(addon.insertFile(bytes(SHIM), bytes(""), 0)).toBeLessThan(0);
    expect(addon.insertImage(bytes("no module"), bytes(""))).toBeLessThan(0);
    expect(addon.insertImage(bytes(""), bytes(""))).toBeLessThan(0);
    expect(addon.removeModule(bytes("no_such_module_anywhere"), 0x800)).toBeLessThan(0);
  });

  test("the kernel log is a descriptor or a negated errno", () => {
    const descriptor = addon.openKernelLog();
    if (descriptor < 0) return;
    const [, flags] = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1")) ?? [];
    expect((Number.parseInt(flags ?? "", 8) & 0o2004003).toString(8)).toBe("2004000");
    closeSync(descriptor);
  });

  test("arguments of the wrong type or number are refused", () => {
    const untyped = addon as unknown as Record<keyof Addon, (...args: unknown[]) => unknown>;
    const none = bytes("");
    for (const args of [
      [],
      [none],
      [none, none],
      ["x", none, 0],
      [none, "x", 0],
      [none, none, "0"],
      [none, none, -1],
    ]) {
      expect(() => untyped.insertFile(...args)).toThrow(TypeError);
    }
    for (const args of [[], [none], ["x", none], [none, "x"], [none, none, 0], [bytes("x"), bytes("a\0b")]]) {
      expect(() => untyped.insertImage(...args)).toThrow(TypeError);
    }
    for (const args of [[], [none], ["x", 0], [none, "0"], [none, -1], [bytes("a\0b"), 0]]) {
      expect(() => untyped.removeModule(...args)).toThrow(TypeError);
    }
    expect(() => untyped.insertFile(bytes("a\0b"), none, 0)).toThrow("unexpected NUL byte");
    expect(() => untyped.insertFile(none, bytes("a\0b"), 0)).toThrow("unexpected NUL byte");
    expect(() => untyped.openKernelLog(0)).toThrow(TypeError);
  });
});

describeUnless(
  lackOfAddon() ?? lackOfPrograms(["cc"], { cc: "gcc" }),
  "with a library between the addon and the kernel",
  () => {
    let directory = "";

    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "kmod-ts-calls-"));
      const shim = join(directory, "shim.so");
      const args = ["-D_GNU_SOURCE", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", shim, SHIM, "-ldl"];
      const { status, stderr } = spawnSync("cc", args, { encoding: "latin1" });
      expect(stderr).toBe("");
      expect(status).toBe(0);
    });

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    /** Runs an expression of `addon` and `bytes` in a process of its own: its value, and the calls that arrived. */
    function arrived(expression: string, errno = 0): { value: unknown; calls: string } {
      const calls = join(directory, "calls");
      rmSync(calls, { force: true });
      const program = `
      const addon = require(${JSON.stringify(addonPath())});
      const bytes = (text) => new Uint8Array(Buffer.from(text, "latin1"));
      console.log(JSON.stringify(${expression}));`;
      const preloaded = [process.env["LD_PRELOAD"], join(directory, "shim.so")].filter(Boolean).join(" ");
      const env = { ...process.env, LD_PRELOAD: preloaded, SHIM_CALLS: calls, SHIM_ERRNO: `${errno}` };
      const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { env, encoding: "latin1" });
      expect(stderr).toBe("");
      return { value: JSON.parse(stdout), calls: existsSync(calls) ? readFileSync(calls, "latin1") : "" };
    }

    test("finit_module gets the file, opened for reading and closed on exec, the options, and the flags", () => {
      const path = join(directory, "a b\xff.ko");
      writeFileSync(Buffer.from(path, "latin1"), "module");
      const call = `addon.insertFile(bytes(${JSON.stringify(path)}), bytes('a=1 b="x y" c=\xff'), 7)`;
      expect(arrived(call)).toEqual({
        value: 0,
        calls: `finit_module ${path} mode=0 cloexec=1 [a=1 b="x y" c=\xff] 7\n`,
      });
    });

    test("finit_module's file is closed again, whatever the answer", () => {
      const open = `require("node:fs").readdirSync("/proc/self/fd").length`;
      const call = `[${open}, addon.insertFile(bytes(${JSON.stringify(SHIM)}), bytes(""), 0), ${open}]`;
      for (const errno of [0, 17]) {
        const [before, result, after] = arrived(call, errno).value as number[];
        expect(result).toBe(errno === 0 ? 0 : -17);
        expect(after).toBe(before);
      }
    });

    test("a file that cannot be opened is not asked of the kernel", () => {
      expect(arrived(`addon.insertFile(bytes("/no/such.ko"), bytes(""), 0)`)).toEqual({ value: -2, calls: "" });
    });

    test("init_module gets the bytes and the options", () => {
      const call = `addon.insertImage(bytes("\\x7fELF\\0\xff"), bytes("debug=1"))`;
      expect(arrived(call)).toEqual({ value: 0, calls: "init_module 7f454c4600ff [debug=1]\n" });
      const part = `addon.insertImage(bytes("abcdef").subarray(2, 4), bytes(""))`;
      expect(arrived(part, 8)).toEqual({ value: -8, calls: "init_module 6364 []\n" });
    });

    test("delete_module gets the name and the flags", () => {
      expect(arrived(`addon.removeModule(bytes("ext4"), 0x800)`)).toEqual({
        value: 0,
        calls: "delete_module [ext4] 2048\n",
      });
      expect(arrived(`addon.removeModule(bytes("ext4"), 0xa00)`, 11)).toEqual({
        value: -11,
        calls: "delete_module [ext4] 2560\n",
      });
    });
  },
);
