/** `npm start` and `npm run build:static` in a clone of their own, on a machine without a compiler. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

const PARTS = ["bin", "docs/compatibility.md", "fixtures", "man", "native", "schemas", "scripts", "src"];
const FILES = ["package.json", "package-lock.json", "tsconfig.base.json", "tsconfig.json"];

/** The clone, and a folder that is the PATH: it has Node and nothing else. */
let clone = "";
let programs = "";

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "kmod-ts-clone-é-"));
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

test("npm start shows its demo in a folder of any name", { timeout: 180_000 }, () => {
  const { status, out } = script("start.mjs");
  expect(status).toBe(0);
  expect(out).toContain("# Whether a kernel would take a module\n");
});

test("a Node that is too old is told first of all", () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const oldest = engines.node.replace(">=", "");
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });";
  for (const name of ["start.mjs", "test.mjs", "build-static.mjs", "pack.mjs"]) {
    const program = `${old} process.argv[1] = ${JSON.stringify(join(clone, "scripts", name))}; await import(process.argv[1]);`;
    const words = ["--input-type=module", "-e", program, "x"];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    const err = `kmod-ts: ERROR: needs Node ${oldest} or later, this is 18.20.8\n`;
    expect({ name, status, stdout, stderr }).toEqual({ name, status: 1, stdout: "", stderr: err });
  }
});

describe("npm run build:static", () => {
  test("says in one line what it does not know", () => {
    for (const words of [["--help"], ["aarch64"]]) {
      const { status, out, err } = script("build-static.mjs", ...words);
      expect({ status, out }).toEqual({ status: 1, out: "" });
      expect(err).toMatch(/^kmod-ts: ERROR: Un\w+ [^\n]+\n$/);
    }
  });

  test("says in one line to copy what to install, before anything is fetched", () => {
    const { status, out, err } = script("build-static.mjs", "--arch", "x86_64");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toMatch(/^kmod-ts: ERROR: [^\n]+: apt-get install gcc\S* [^\n,]*libc6-dev[^\n,]*\n$/);
  });

  test("knows for which architectures there is a static edition", () => {
    expect(script("build-static.mjs", "--arch", "pdp11").err).toMatch(/^kmod-ts: ERROR: [^\n]* not pdp11\n$/);
  });
});
