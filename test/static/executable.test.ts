/** What kind of file the static edition is, and what its libraries refuse. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { assembleProgram, staticPath } from "../../scripts/build-static.mjs";
import { describeUnless } from "../support/lack.ts";
import { makeStaticRoot, removeFolders, runStatic, staticProblem } from "./support/executable.ts";

/** Bytes. */
const LARGEST = 3 * 2 ** 20;

/** How a frame of zstd 0.5, 0.6 and 0.7 begins. */
const OLD_FRAMES = [0x25, 0x26, 0x27].map((first) =>
  Uint8Array.of(first, 0xb5, 0x2f, 0xfd, 0x00, 0x01, 0x02, 0x03, 0x04),
);

const REFUSED = {
  out: "filename:       /old.ko.zst\n",
  err:
    "libkmod: ERROR: load_zstd: zstd: Unknown frame descriptor\n" +
    "modinfo: ERROR: could not get modinfo from 'old': Invalid argument\n",
  status: 1,
};

const problem = staticProblem();

describeUnless(problem, "the executable", () => {
  afterAll(removeFolders);

  test("has at most three megabytes", () => {
    expect(statSync(staticPath() as string).size).toBeLessThanOrEqual(LARGEST);
  });

  test("asks for no interpreter and no library", () => {
    const headers = execFileSync("readelf", ["-lW", staticPath() as string], { encoding: "utf8" });
    expect(headers).toMatch(/Elf file type is EXEC/);
    expect(headers).not.toMatch(/INTERP|DYNAMIC/);
  });

  test("has no memory that is both written and executed, and no table of addresses that can be written", () => {
    const headers = execFileSync("readelf", ["-lSW", staticPath() as string], { encoding: "utf8" });
    expect(headers).toMatch(/GNU_STACK .* RW /);
    expect(headers).not.toMatch(/ RWE /);
    expect(headers).not.toMatch(/ \.got\.plt /);
    expect(headers.match(/^ +\d+ +\.tdata .*$/gm)?.at(-1)).toMatch(/ \.got /);
  });

  test("has the same bytes when it is built again, in another folder and environment", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kmod-ts-again-"));
    const again = join(folder, "an-executable-with-a-long-name");
    process.env["KMOD_TS_TEST_PADDING"] = "x".repeat(5000);
    try {
      await assembleProgram(again);
      expect(readFileSync(again).equals(readFileSync(staticPath() as string))).toBe(true);
    } finally {
      delete process.env["KMOD_TS_TEST_PADDING"];
      rmSync(folder, { recursive: true });
    }
  });

  test("knows no frame that is older than zstd's first release", () => {
    const root = makeStaticRoot("workstation");
    const known = readFileSync(join(root, "lib/modules/6.1.0-fixture/kernel/lib/acme_crc.ko.zst"));
    for (const frame of OLD_FRAMES) {
      writeFileSync(join(root, "old.ko.zst"), Buffer.concat([known, frame]));
      expect(runStatic({ program: "modinfo", args: ["/old.ko.zst"], root })).toEqual(REFUSED);
    }
  });
});
