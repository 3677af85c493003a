/** `npm start` and `npm run build:static` in a clone of their own, on a machine without a compiler. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

const PARTS = ["bin", "docs/compatibility.md", "man", "native", "schemas", "scripts", "src"];
const FILES = ["package.json", "package-lock.json", "tsconfig.base.json", "tsconfig.json"];

/** The clone, and a folder that is the PATH: it has Node and nothing else. */
let clone = "";
let programs = "";

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "kmod-ts-clone-"));
  programs = join(clone, "programs");
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, "node"));
  for (const part of [...PARTS, ...FILES]) cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  // Whoever links it looks after it: nothing is installed.
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

interface Ending {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function script(name: string, ...words: readonly string[]): Ending {
  const env = { PATH: programs, HOME: clone, KMOD_TS_CACHE: join(clone, "cache") };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, "scripts", name), ...words], {
    env,
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
}

describe("npm start -- TOOL", () => {
  const MINUTES = 3;

  test(
    "builds first, and says once that there is no addon; then prints what the tool prints, and nothing else",
    () => {
      const version = "kmod version 34\n+ZSTD +XZ +ZLIB +OPENSSL -MBEDTLS\n";
      const first = script("start.mjs", "lsmod", "-V");
      expect({ status: first.status, out: first.out }).toEqual({ status: 0, out: version });
      expect(first.err.split("\n").filter((line) => /addon.*no C compiler/.test(line)).length).toBe(1);
      expect(script("start.mjs", "lsmod", "-V")).toEqual({ status: 0, out: version, err: "" });
      expect(script("start.mjs", "nosuch")).toEqual({
        status: 1,
        out: "",
        err: "kmod-ts: ERROR: unknown command 'nosuch'. See 'kmod-ts help'.\n",
      });
    },
    MINUTES * 60_000,
  );
});

describe("npm run build:static", () => {
  test("says in one line to copy what to install, before anything is fetched", () => {
    const { status, out, err } = script("build-static.mjs", "--arch", "x86_64");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toMatch(/^kmod-ts: ERROR: [^\n]+: apt-get install gcc\S* [^\n,]*libc6-dev[^\n,]*\n$/);
  });

  test("knows for which architectures there is a static edition", () => {
    expect(script("build-static.mjs", "--arch", "pdp11").err).toMatch(/^kmod-ts: ERROR: [^\n]* not pdp11\n$/);
  });
});
