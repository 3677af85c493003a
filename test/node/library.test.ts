/** The public entry, used as README tells: everything that is needed is exported, under Node's own platform. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  absolutePath,
  createDatabase,
  describeTaint,
  Exporters,
  findDevices,
  forecastInsertion,
  imageSource,
  inAnotherRoot,
  installCommandFor,
  judge,
  LintModules,
  lint,
  type ModuleDatabase,
  nodePlatform,
  openModuleIndex,
  readBootWords,
  readCandidate,
  readConfiguration,
  readElf,
  readModinfo,
  readModuleParts,
  readSources,
  readTarget,
  standingOf,
  toConfiguration,
  verdictOf,
} from "../../src/index.ts";

const ROOT = new URL("../../fixtures/roots/workstation/root", import.meta.url).pathname;
const DIRECTORY = `${ROOT}/lib/modules/6.1.0-fixture`;
const GPU = `${DIRECTORY}/kernel/drivers/gpu/acme_gpu.ko`;

const platform = nodePlatform();

/** Fails the test on damage. */
function fail(problem: Error): void {
  throw problem;
}

/** The workstation, seen from within. */
const inside = inAnotherRoot(platform, ROOT);
const INSIDE = `/lib/modules/${DIRECTORY.split("/").at(-1)}`;

function databaseInside(): ModuleDatabase {
  const where = { paths: undefined, moduleDirectory: INSIDE, workingDirectory: "/" };
  const configuration = readConfiguration(inside.files, where, ({ text }) => fail(new Error(text)));
  return createDatabase(inside.files, openModuleIndex(inside.files, INSIDE, fail), configuration);
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

  test("foretells what an insertion would do, and says where a module stands", () => {
    const database = databaseInside();
    const boot = readBootWords(inside.files);
    const obstacles = { files: inside.files, database, boot, modulesDisabled: false, isLoaded: () => false };
    const module = database.moduleNamed("acme_gpu");
    const forecast = forecastInsertion(obstacles, module, true, (text) => fail(new Error(text)));
    expect(forecast.outcome).toBe("loads");
    expect(forecast.steps.map((step) => [step.action, step.module])).toEqual([
      ["insert", "acme_core"],
      ["insert", "acme_backlight"],
      ["insert", "acme_gpu"],
      ["insert", "acme_crc"],
      ["insert", "acme_control"],
    ]);
    expect(standingOf(obstacles, module, undefined)).toEqual({ standing: "available", hindrances: [] });
  });

  test("lists devices, and lints a configuration", () => {
    expect([...findDevices(inside.files, fail)].length).toBe(7);
    const modules = new LintModules(inside, databaseInside(), (_, error) => fail(error));
    const sources = readSources(inside.files, "modprobe.d", ["/etc/modprobe.d"], (text) => fail(new Error(text)));
    expect(lint([sources], modules, undefined).map(({ rule }) => rule)).toEqual(["softdep-beside-install"]);
    const file = { kind: "modprobe.d", path: "draft.conf", text: "options acme_gpu modset=1\n" } as const;
    const draft = { files: [file], hidden: [], unread: [], dangling: [] };
    expect(lint([draft], modules, undefined).map(({ rule, line }) => ({ rule, line }))).toEqual([
      { rule: "unknown-parameter", line: 1 },
    ]);
  });

  test("says whether a kernel would take a module", () => {
    const { index, configuration } = databaseInside();
    const place = { release: "6.1.0-fixture", index, configuration, isRunning: false, exports: undefined };
    const target = readTarget(inside, place, fail);
    const candidate = readCandidate(platform, GPU, []);
    const exporters = new Exporters(inside, target, [candidate], (_, error) => fail(error));
    expect(verdictOf(judge(candidate, target, exporters, false))).toBe("fits");
  });
});
