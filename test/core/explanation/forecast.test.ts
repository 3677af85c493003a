import { describe, expect, test } from "vitest";
import { readBootWords } from "../../../src/core/config/boot-words.ts";
import { readConfiguration } from "../../../src/core/config/read.ts";
import { forecastInsertion } from "../../../src/core/explanation/forecast.ts";
import { findRoutes } from "../../../src/core/explanation/routes.ts";
import { findTargets, type Subject, toSubjects } from "../../../src/core/explanation/subject.ts";
import { openModuleIndex } from "../../../src/core/index/module-index.ts";
import { createDatabase, type KnownModule } from "../../../src/core/module/database.ts";
import type { Obstacles } from "../../../src/core/module/hindrances.ts";
import { deviceNode, memoryFileSystem, type Tree } from "../../support/memory-file-system.ts";

const D = "/lib/modules/1";

const MODULES: Tree = {
  [`${D}/modules.dep`]: "top.ko: mid.ko low.ko\nmid.ko: low.ko\nlow.ko:\ngone.ko:\nuser.ko: gone.ko\nlone.ko:\n",
  [`${D}/modules.alias`]: "# Aliases\nalias al-[0-9]* top\nalias x mid\nalias al-1 top\nalias al-b lone\n",
  [`${D}/modules.builtin`]: "kernel/inside.ko\n",
  ...Object.fromEntries(["top", "mid", "low", "user", "lone"].map((name) => [`${D}/${name}.ko`, ""])),
};

function world(tree: Tree, loaded: readonly string[] = []): Obstacles {
  const files = memoryFileSystem({ ...MODULES, ...tree });
  const ignore = (): void => undefined;
  const where = { paths: undefined, moduleDirectory: D, workingDirectory: "/" };
  const configuration = readConfiguration(files, where, ignore);
  const database = createDatabase(files, openModuleIndex(files, D, ignore), configuration);
  return {
    files,
    database,
    boot: readBootWords(files),
    modulesDisabled: false,
    isLoaded: (name) => loaded.includes(name),
  };
}

const conf = (text: string): Tree => ({ "/etc/modprobe.d/a.conf": text });
const mask = (names: string): Tree => ({ "/proc/cmdline": `module_blacklist=${names} top.x=1\n` });

/** The outcome, then each step; what is refused ends in `!`. */
function forecast(obstacles: Obstacles, word: string, useBlacklist = true): readonly string[] {
  const module = obstacles.database.lookUp(word)?.[0] as KnownModule;
  const { outcome, steps } = forecastInsertion(obstacles, module, useBlacklist, () => undefined);
  const text = steps.map(({ action, module: name, refusals }) => `${action} ${name}${refusals.length > 0 ? "!" : ""}`);
  return [outcome, ...text];
}

describe("forecastInsertion", () => {
  test.each([
    [{}, [], "top", ["loads", "insert low", "insert mid", "insert top"]],
    [{}, ["low"], "al-1", ["loads", "insert mid", "insert top"]],
    [{}, ["top"], "top", ["nothing"]],
    [{}, [], "inside", ["nothing"]],
    [conf("blacklist top\n"), [], "top", ["held back"]],
    [conf("blacklist low\n"), [], "top", ["loads", "insert low", "insert mid", "insert top"]],
    [conf("install mid /bin/true\n"), [], "top", ["fails", "insert low", "install mid", "insert top!"]],
    [conf("install mid /bin/true\n"), ["mid"], "top", ["loads", "insert low", "insert top"]],
    [conf("install mid make mid\n"), [], "top", ["runs a command", "insert low", "install mid", "insert top"]],
    [conf("install top /bin/true\n"), [], "top", ["runs a command", "insert low", "insert mid", "install top"]],
    [conf("softdep lone pre: nowhere inside low\n"), [], "lone", ["loads", "insert low", "insert lone"]],
    [mask("mid"), [], "top", ["fails", "insert low", "insert mid!"]],
    [mask("mid"), ["mid"], "top", ["loads", "insert low", "insert top"]],
    [{ ...mask("low"), ...conf("softdep lone pre: low\n") }, [], "lone", ["loads", "insert low!", "insert lone"]],
    [
      { ...mask("low"), ...conf("softdep lone pre: mid\n") },
      [],
      "lone",
      ["loads", "insert low!", "insert mid!", "insert lone"],
    ],
    [{}, [], "gone", ["fails", "insert gone!"]],
  ])("%j with %j: %s", (tree, loaded, word, expected) => {
    expect(forecast(world(tree, loaded), word)).toEqual(expected);
  });

  test("applies the blacklist to aliases even where names are free of it", () => {
    const obstacles = world(conf("blacklist top\n"));
    expect(forecast(obstacles, "top", false)[0]).toBe("loads");
    expect(forecast(obstacles, "al-1", false)).toEqual(["held back"]);
  });
});

const at = (path: string, line: number): object => ({ kind: "file", path, line });

describe("findTargets", () => {
  const targets = (tree: Tree, word: string): readonly object[] => {
    const { files, database } = world(tree);
    const found = findTargets(files, database, toSubjects(files, database, word, () => false)[0] as Subject);
    return found.map(({ module, by, sources }) => ({ name: module.name, by, sources }));
  };

  test("gives the lines by which an alias matches", () => {
    expect(targets({}, "al-1")).toEqual([
      {
        name: "top",
        by: "alias",
        sources: [
          { pattern: "al-[0-9]*", origin: at(`${D}/modules.alias`, 2) },
          { pattern: "al-1", origin: at(`${D}/modules.alias`, 4) },
        ],
      },
    ]);
    expect(targets(conf("alias al-* low\n"), "al-1")).toMatchObject([
      { name: "low", sources: [{ pattern: "al_*", origin: at("/etc/modprobe.d/a.conf", 1) }] },
    ]);
  });

  test("knows names, files, built-in modules, and words that lead nowhere", () => {
    expect(targets({}, "top")).toEqual([{ name: "top", by: "name", sources: [] }]);
    expect(targets({}, "inside")).toEqual([
      { name: "inside", by: "builtin", sources: [{ pattern: undefined, origin: at(`${D}/modules.builtin`, 1) }] },
    ]);
    expect(targets({}, "nowhere")).toEqual([]);
    expect(targets({}, "bad[")).toEqual([]);
  });

  test("asks for a node that no device has as the kernel does, and for one that is not there as modules claim it", () => {
    const aliases =
      "alias devname:net/tun lone\nalias char-major-10-200 mid\nalias block-major-7-* low\nalias char-major-9 top\n";
    const tree = { "/sys/class": {}, [`${D}/modules.alias`]: aliases };
    expect(targets(tree, "/dev/net/tun")).toMatchObject([{ name: "lone", by: "alias" }]);
    const nodes = {
      "/dev/net/tun": deviceNode("char", 10, 200),
      "/dev/loop": deviceNode("block", 7, 0),
      "/dev/st0": deviceNode("char", 9, 0),
      "/dev/other": deviceNode("char", 7, 0),
      "/dev/shm": {},
    };
    expect(targets({ ...tree, ...nodes }, "/dev/net/tun")).toMatchObject([{ name: "mid" }]);
    expect(targets({ ...tree, ...nodes }, "/dev/loop")).toMatchObject([{ name: "low" }]);
    expect(targets({ ...tree, ...nodes }, "/dev/st0")).toMatchObject([{ name: "top" }]);
    expect(targets({ ...tree, ...nodes }, "/dev/other")).toEqual([]);
    expect(() => targets({ ...tree, ...nodes }, "/dev/shm")).toThrow("'/dev/shm' is no node of a device");
  });
});

test("findRoutes gives aliases, boot lists, users and what soft dependencies say", () => {
  const tree = {
    ...conf("alias my-top top\nsoftdep lone pre: al-1\n"),
    "/proc/cmdline": "rd.modules_load=x modules_load=low,al-2\n",
  };
  const { files, database, boot } = world(tree);
  const modulesLoad = [{ module: "top", origin: at("/etc/modules-load.d/b.conf", 3) as never }];
  const routes = findRoutes({ files, database, boot, modulesLoad }, new Set(["top", "low"]));
  const commandLine = { kind: "command-line" };
  expect(routes("top")).toEqual({
    aliases: [
      { pattern: "my_top", origin: at("/etc/modprobe.d/a.conf", 1) },
      { pattern: "al-[0-9]*", origin: at(`${D}/modules.alias`, 2) },
      { pattern: "al-1", origin: at(`${D}/modules.alias`, 4) },
    ],
    boot: [
      { request: "al-2", origin: commandLine, word: "modules_load" },
      { request: "top", origin: at("/etc/modules-load.d/b.conf", 3), word: undefined },
    ],
    users: [],
    stated: [{ kind: "pre", from: "lone", to: "top", word: "al-1", origin: at("/etc/modprobe.d/a.conf", 2) }],
  });
  expect(routes("low").users).toEqual(["mid", "top"]);
  expect(routes("lone")).toMatchObject({ aliases: [], boot: [], users: [] });
});
