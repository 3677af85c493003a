import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { faultSweep } from "../support/fault-sweep.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const MODULES = "lockd 1000 1 nfs, Live 0x0000000000000000\nnfs 200 0 - Live 0x0000000000000000\n";

const LISTING =
  "Module                  Size  Used by\nlockd                   1000  1 nfs\nnfs                      200  0\n";

function platform(): MemoryPlatform {
  return memoryPlatform({ "proc/modules": MODULES });
}

/** What a command line does over the two modules: `status`, standard output, standard error. */
function outcome(...argv: readonly string[]): readonly [number, string, string] {
  const over = platform();
  return [run(argv, over), over.written.out, over.written.err];
}

describe("lsmod on the command line", () => {
  test.each([
    ["lsmod", []],
    ["/sbin/lsmod", ["-s", "-vvv"]],
    ["kmod", ["list"]],
    ["kmod", ["list", "--verb", "--syslog"]],
    ["kmod-ts", ["lsmod"]],
  ])("%s %j lists the modules", (program, words) => {
    expect(outcome(program, ...words)).toEqual([0, LISTING, ""]);
  });

  test("an operand is one too many, under the name of the program", () => {
    expect(outcome("lsmod", "nfs")).toEqual([1, "", "lsmod: ERROR: too many arguments provided.\n"]);
    expect(outcome("kmod", "list", "nfs")).toEqual([1, "", "kmod: ERROR: too many arguments provided.\n"]);
  });

  test("values and forms that do not exist or exclude each other are refused", () => {
    expect(outcome("lsmod", "--sort=weight")).toEqual([
      1,
      "",
      "lsmod: ERROR: invalid sort key 'weight', expected one of name, size, refs, users\n",
    ]);
    expect(outcome("lsmod", "--json", "--tree")).toEqual([
      1,
      "",
      "lsmod: ERROR: --json and --tree cannot be used together\n",
    ]);
  });

  test("a missing list is reported in two lines", () => {
    const empty = memoryPlatform({});
    expect(run(["kmod", "list"], empty)).toBe(1);
    expect(empty.written).toEqual({
      out: "",
      err:
        "kmod: ERROR: could not open /proc/modules: No such file or directory\n" +
        "kmod: ERROR: could not get list of modules: No such file or directory\n",
    });
  });

  test.each([[[]], [["--tree"]], [["--json"]], [["--table", "--sort=size"]], [["--graph=svg"]]])(
    "no failure of the platform goes unnoticed (%s)",
    (words) => {
      expect(faultSweep({ platform, run: (faulty) => run(["lsmod", ...words], faulty) }).length).toBeGreaterThan(4);
    },
  );
});
