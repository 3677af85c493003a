/** What the executable makes of the process that its caller has left it. */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, removeFolders, staticProblem } from "./support/executable.ts";

const problem = staticProblem();

describeUnless(problem, "a process", () => {
  let root = "";

  /** Runs a line of the shell in a folder with `./modprobe` and its like. */
  function shell(line: string): { readonly out: string; readonly err: string; readonly status: number | null } {
    const cwd = join(root, "sbin");
    const { stdout, stderr, status } = spawnSync("/bin/sh", ["-c", line], { cwd, encoding: "utf8" });
    return { out: stdout, err: stderr, status };
  }

  beforeAll(() => {
    root = makeStaticRoot("workstation");
  });
  afterAll(removeFolders);

  test("knows how a command ended though the caller ignores the end of children", () => {
    writeFileSync(join(root, "sbin/commands.conf"), "install fine echo ran\ninstall failing exit 3\n");
    const line = (name: string): string =>
      `exec env --ignore-signal=CHLD ./modprobe -C commands.conf -d .. -S 6.1.0-fixture ${name}`;
    expect(shell(line("fine"))).toEqual({ out: "ran\n", err: "", status: 0 });
    expect(shell(line("failing"))).toEqual({
      out: "",
      err:
        "modprobe: ERROR: Error running install command 'exit 3' for module failing: retcode 3\n" +
        "modprobe: ERROR: could not insert 'failing': Invalid argument\n",
      status: 1,
    });
  });

  test("breaks help in the width of its terminal, and goes by COLUMNS where that says nothing", () => {
    const lines = (setUp: string): readonly string[] => {
      const { out } = shell(`script -qec "${setUp} ./modprobe --help" /dev/null </dev/null`);
      return out.replaceAll("\r", "").trimEnd().split("\n");
    };
    const longest = (shown: readonly string[]): number => Math.max(...shown.map((line) => line.length));
    const piped = shell("./modprobe --help").out.trimEnd().split("\n");
    expect(longest(piped)).toBeGreaterThan(80);
    expect(longest(lines("stty cols 53;"))).toBeLessThanOrEqual(53);
    expect(lines("stty cols 53;")).toEqual(lines("stty cols 0; COLUMNS=53"));
    expect(lines("stty cols 0; COLUMNS=")).toEqual(piped);
    expect(lines("stty cols 200;")).toEqual(piped);
  });

  test("takes a module on standard input, plain or compressed, and no more than a module can have", () => {
    const kernel = "../lib/modules/6.1.0-fixture/kernel";
    for (const path of ["sound/acme_audio.ko", "net/wireless/acme_wifi.ko.xz", "lib/acme_crc.ko.zst"]) {
      const file = shell(`./modinfo ${kernel}/${path} | tail -n +2`);
      const piped = shell(`cat ${kernel}/${path} | ./modinfo -`);
      expect(piped).toEqual({ out: `filename:       -\n${file.out}`, err: "", status: 0 });
      const check = "./kmod-ts check --root .. -S 6.1.0-fixture";
      const { out, status } = shell(`${check} - < ${kernel}/${path}`);
      const named = shell(`${check} ${kernel}/${path}`);
      expect([out.slice(1), status]).toEqual([named.out.slice(`${kernel}/${path}`.length), named.status]);
    }
    const err = "modinfo: ERROR: could not get modinfo from '-': File too large\n";
    expect(shell("head -c 70000000 /dev/zero | ./modinfo -")).toEqual({ out: "filename:       -\n", err, status: 1 });
  });

  test("says so where output is larger than the caller allows, and ends by itself", () => {
    const { err, status } = shell("ulimit -f 1; exec ./modprobe --help > help");
    expect({ err, status }).toEqual({
      err: "modprobe: ERROR: could not write to standard output: File too large\n",
      status: 1,
    });
    expect(readFileSync(join(root, "sbin/help")).length).toBeGreaterThan(0);
  });
});
