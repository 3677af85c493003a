import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { faultSweep } from "../support/fault-sweep.ts";
import { textOf } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const DIRECTORY = "/lib/modules/6.1.0-test";

function platform(): MemoryPlatform {
  return memoryPlatform({ [`${DIRECTORY}/modules.devname`]: "fuse fuse c10:229\n", "run/old.conf": "old\n" });
}

describe("static-nodes on the command line", () => {
  test.each([
    ["kmod", ["static-nodes", "-f", "devname"]],
    ["kmod", ["static-nodes", "--form=devname", "ignored"]],
    ["kmod-ts", ["static-nodes", "-fdevname"]],
  ])("%s %j prints the nodes", (program, words) => {
    const over = platform();
    expect(run([program, ...words], over)).toBe(0);
    expect(over.written).toEqual({ out: "fuse fuse c10:229\n", err: "" });
  });

  test("an unknown format is refused with the help", () => {
    const over = platform();
    expect(run(["kmod", "static-nodes", "-f", "bad"], over)).toBe(1);
    expect(over.written.err).toBe("Unknown format: 'bad'.\n");
    expect(over.written.out).toMatch(/^Usage: kmod static-nodes .*\nFormats:\n {2}human {8}/s);
  });

  test("the file of --output takes the place of the old one", () => {
    const over = platform();
    expect(run(["kmod", "static-nodes", "-o", "/run/old.conf", "--format=tmpfiles"], over)).toBe(0);
    expect(over.written).toEqual({ out: "", err: "" });
    expect(textOf(over.files, "/run/old.conf")).toBe("c! /dev/fuse 0600 - - - 10:229\n");
  });

  test.each([[[]], [["--json"]], [["-o", "/run/old.conf"]], [["-o", "/run/new/nodes.conf"]]])(
    "no failure of the platform goes unnoticed (%s)",
    (words) => {
      const outcomes = faultSweep({
        platform,
        run: (faulty) => run(["kmod", "static-nodes", ...words], faulty),
        survives: ({ subject, method, errno }) =>
          errno === "ENOENT" &&
          (subject === `${DIRECTORY}/modules.devname` || method === "files.status" || method === "files.readLink"),
        explains: ({ subject }) =>
          subject.includes(".kmod-ts-") || subject.startsWith("/run") ? words.at(-1) : undefined,
      });
      expect(outcomes.length).toBeGreaterThan(4);
    },
  );
});
