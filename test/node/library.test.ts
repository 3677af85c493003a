/** The public entry, used as README tells: everything that is needed is exported, under Node's own platform. */

import { mkdirSync, opendirSync, openSync, readFileSync, readlinkSync, statSync, unlinkSync } from "node:fs";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  absolutePath,
  createDatabase,
  DepmodError,
  describeTaint,
  type Errno,
  Exporters,
  FormatError,
  findDevices,
  forecastInsertion,
  imageSource,
  inAnotherRoot,
  installCommandFor,
  judge,
  KmodError,
  type KmodErrorCode,
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
  SystemError,
  standingOf,
  toConfiguration,
  UsageError,
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

/** What `act` throws. */
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("errors of the library", () => {
  test("of the system have code, syscall and path, as those of Node have them", () => {
    const ours = thrownBy(() => platform.files.read("/nowhere/x.ko"));
    const nodes = thrownBy(() => readFileSync("/nowhere/x.ko"));
    const { code, syscall, path } = nodes as NodeJS.ErrnoException;
    expect(ours).toBeInstanceOf(SystemError);
    expect({ ...(ours as SystemError) }).toMatchObject({ code, syscall, path, errno: "ENOENT", operation: "read" });
    expect({ code, syscall, path }).toEqual({ code: "ENOENT", syscall: "open", path: "/nowhere/x.ko" });
  });

  test.each<[string, () => unknown, () => unknown]>([
    ["listing", () => platform.files.list("/nowhere"), () => opendirSync("/nowhere")],
    ["asking", () => platform.files.status("/nowhere"), () => statSync("/nowhere")],
    ["reading a link", () => platform.files.readLink("/nowhere"), () => readlinkSync("/nowhere")],
    ["removing", () => platform.files.remove("/nowhere"), () => unlinkSync("/nowhere")],
    ["making a directory", () => platform.files.makeDirectory("/nowhere/x", 0o755), () => mkdirSync("/nowhere/x")],
    [
      "creating",
      () => platform.files.create("/nowhere/x", new Uint8Array(), 0o644),
      () => openSync("/nowhere/x", "wx"),
    ],
  ])("name the same call for %s", (_, ours, nodes) => {
    // What opendir(3) of Node throws has no path.
    const { code, syscall, path = "/nowhere" } = thrownBy(nodes) as NodeJS.ErrnoException;
    expect(thrownBy(ours)).toMatchObject({ code, syscall, path });
  });

  test("name no call where none failed", () => {
    const missing = new SystemError("decompress", "/x.ko.xz", "ENOSYS", "no liblzma");
    expect(missing).toMatchObject({ code: "ENOSYS", syscall: undefined, path: "/x.ko.xz", operation: "decompress" });
  });

  test("of bytes and of questions have codes of their own", () => {
    const malformed = thrownBy(() => readElf(imageSource("x.ko", new Uint8Array(100))));
    expect(malformed).toBeInstanceOf(FormatError);
    expect(malformed).toMatchObject({ code: "ERR_KMOD_FORMAT", errno: "ENOEXEC", source: "x.ko" });
    expect(new UsageError("no")).toMatchObject({ code: "ERR_KMOD_USAGE", errno: "EINVAL", message: "no" });
    expect(new KmodError("busy", "EBUSY")).toMatchObject({ code: "EBUSY", errno: "EBUSY" });
    expect(new DepmodError("FATAL", "no", "EACCES")).toMatchObject({ code: "EACCES" });
  });

  test("are told apart by code for the compiler, too", () => {
    expectTypeOf<KmodError["code"]>().toEqualTypeOf<Errno | KmodErrorCode>();
    expectTypeOf<SystemError["code"]>().toEqualTypeOf<Errno>();
    expectTypeOf<SystemError["syscall"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<SystemError["path"]>().toEqualTypeOf<string>();
    expectTypeOf<FormatError["code"]>().toEqualTypeOf<"ERR_KMOD_FORMAT">();
    expectTypeOf<UsageError["code"]>().toEqualTypeOf<"ERR_KMOD_USAGE">();
    expectTypeOf<SystemError>().toExtend<{ readonly code: string; readonly path: string }>();
  });
});
