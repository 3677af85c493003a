/** What the tools say without the addon, in a clone and in packages of several kinds. */

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { machine } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { packedExecutable } from "../../src/commands/static-program.ts";
import { temporaryDirectory } from "../support/node-tree.ts";

const ROOT = join(import.meta.dirname, "../..");
const FILE = join(ROOT, "fixtures/modules/gcc12-amd64-signed.ko.xz");
const ADDON = `prebuilds/linux-${process.arch}/kmod-ts.node`;
const EXECUTABLE = packedExecutable(machine());

/** A folder with the program and these files beside it. */
function packageWith(...files: readonly string[]): string {
  const folder = join(temporaryDirectory(), "node_modules/kmod-ts");
  mkdirSync(join(folder, "dist"), { recursive: true });
  cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
  cpSync(join(ROOT, "dist/tools.cjs"), join(folder, "dist/tools.cjs"));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "neither source nor program\n");
    chmodSync(join(folder, file), 0o755);
  }
  return folder;
}

function run(folder: string, name: string, ...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, `bin/${name}.js`), ...words], {
    encoding: "utf8",
  });
  expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
  return stderr.replaceAll(folder, "PACKAGE");
}

/** Both places that need it. */
function messages(folder: string): readonly string[] {
  const decompression = run(folder, "modinfo", "-l", FILE);
  const kernel = run(folder, "rmmod", "-f", "kmod_ts_nosuch");
  return [decompression.split("\n")[0] ?? "", kernel].map((text) => /needs the native addon.*/.exec(text)?.[0] ?? text);
}

const BUILD = "`npm run build:native` in 'PACKAGE' makes it with a C compiler";

describe("without the addon", () => {
  test("a clone says how to build it", () => {
    const text = `needs the native addon, which is not built: ${BUILD}`;
    expect(messages(packageWith("src/node/addon.ts"))).toEqual([text, text]);
  });

  test("a package says for which machine it has none", () => {
    const text = `needs the native addon, which this package does not have for linux-${process.arch}: ${BUILD}`;
    expect(messages(packageWith())).toEqual([text, text]);
  });

  test("a package says why its addon was not taken", () => {
    const [text] = messages(packageWith(ADDON));
    expect(text).toMatch(/^needs the native addon, which cannot be loaded \(.*kmod-ts\.node: .*\): `npm run/);
    expect(text).toContain(BUILD);
  });

  test.skipIf(EXECUTABLE === undefined)("a package names the static edition where it has that", () => {
    const text =
      `needs the native addon, which this package does not have for linux-${process.arch}: ${BUILD}; ` +
      `the static edition, 'PACKAGE/${EXECUTABLE}', needs none`;
    expect(messages(packageWith(EXECUTABLE as string))).toEqual([text, text]);
  });
});
