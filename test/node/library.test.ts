/** The public entry, used as README tells: everything that is needed is exported, under Node's own platform. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  absolutePath,
  createDatabase,
  describeTaint,
  imageSource,
  installCommandFor,
  nodePlatform,
  openModuleIndex,
  readConfiguration,
  readElf,
  readModinfo,
  readModuleParts,
  toConfiguration,
} from "../../src/index.ts";

const ROOT = new URL("../../fixtures/roots/workstation/root", import.meta.url).pathname;
const DIRECTORY = `${ROOT}/lib/modules/6.1.0-fixture`;
const GPU = `${DIRECTORY}/kernel/drivers/gpu/acme_gpu.ko`;

const platform = nodePlatform();

/** Fails the test on damage. */
function fail(problem: Error): void {
  throw problem;
}

describe("the library", () => {
  test("reads a module from memory", () => {
    const elf = readElf(imageSource("acme_gpu", readFileSync(GPU)));
    expect(readModinfo(elf)).toContainEqual({ key: "license", value: "Dual MIT/GPL" });
  });

  test("makes a database without modprobe.d", () => {
    const index = openModuleIndex(platform.files, DIRECTORY, fail);
    const database = createDatabase(platform.files, index, toConfiguration([]));
    expect(database.lookUp("acme-gpu")?.map(({ name, path }) => ({ name, path }))).toEqual([
      { name: "acme_gpu", path: GPU },
    ]);
  });

  test("makes a database with a configuration, and says what of it applies", () => {
    const where = { paths: [`${ROOT}/etc/modprobe.d`], moduleDirectory: DIRECTORY, workingDirectory: "/" };
    const configuration = readConfiguration(platform.files, where, ({ text }) => fail(new Error(text)));
    expect(configuration.aliases.length + configuration.options.length).toBeGreaterThan(0);
    expect(installCommandFor(configuration, "no_such_module")).toBeUndefined();
  });

  test("gives the parts of a module file, and texts for people", () => {
    expect(absolutePath(platform, GPU)).toBe(GPU);
    expect(readModuleParts(platform, GPU).modinfo.length).toBeGreaterThan(0);
    expect(describeTaint("O")).toEqual(["module built out of the kernel tree"]);
  });
});
