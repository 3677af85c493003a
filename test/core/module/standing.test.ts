import { describe, expect, test } from "vitest";
import { readBootWords } from "../../../src/core/config/boot-words.ts";
import { readConfiguration } from "../../../src/core/config/read.ts";
import { openModuleIndex } from "../../../src/core/index/module-index.ts";
import { createDatabase, type KnownModule } from "../../../src/core/module/database.ts";
import type { Obstacles } from "../../../src/core/module/hindrances.ts";
import { isRunningRelease, otherReleases, readLoadedByName } from "../../../src/core/module/running.ts";
import { standingOf } from "../../../src/core/module/standing.ts";
import { areModulesDisabled } from "../../../src/core/state/modules-disabled.ts";
import type { Tree } from "../../support/memory-file-system.ts";
import { memoryPlatform } from "../../support/memory-platform.ts";

const D = "/lib/modules/1";

const MODULES: Tree = {
  [`${D}/modules.dep`]:
    "kernel/top.ko: kernel/low.ko\nkernel/low.ko:\nkernel/gone.ko:\nkernel/user.ko: kernel/gone.ko\n",
  [`${D}/modules.alias`]: "alias al-* top\n",
  [`${D}/modules.builtin`]: "kernel/inside.ko\n",
  [`${D}/kernel`]: { "top.ko": "", "low.ko": "", "user.ko": "" },
};

/** The standing of a module, then what speaks against loading it. */
function standing(tree: Tree, name: string): readonly string[] {
  const platform = memoryPlatform({ ...MODULES, ...tree }, { release: "1" });
  const { files } = platform;
  const never = (): never => {
    throw new Error("nothing is wrong");
  };
  const where = { paths: undefined, moduleDirectory: D, workingDirectory: "/" };
  const database = createDatabase(files, openModuleIndex(files, D, never), readConfiguration(files, where, never));
  const loaded = readLoadedByName(platform);
  const obstacles: Obstacles = {
    files,
    database,
    boot: readBootWords(files),
    modulesDisabled: areModulesDisabled(files),
    isLoaded: (each) => loaded?.has(each) === true,
  };
  const module = database.lookUp(name)?.[0] as KnownModule;
  const { standing: state, hindrances } = standingOf(obstacles, module, loaded?.get(module.name));
  return [state, ...hindrances.map(({ kind, module: about, ...more }) => `${kind} ${about} ${JSON.stringify(more)}`)];
}

const conf = (text: string): Tree => ({ "/etc/modprobe.d/a.conf": text });
const boot = (text: string): Tree => ({ "/proc/cmdline": text });
const origin = (line: number): object => ({ kind: "file", path: "/etc/modprobe.d/a.conf", line });
const line = (name: string, state: string): string => `${name} 16384 0 - ${state} 0x0000000000000000\n`;

describe("standingOf", () => {
  test.each([
    [{}, "top", ["available"]],
    [{}, "inside", ["builtin"]],
    [{ "/proc/modules": line("top", "Live") }, "top", ["loaded"]],
    [{ "/proc/modules": line("top", "Loading") }, "top", ["loading"]],
    [{ "/proc/modules": line("top", "Unloading") }, "al-x", ["unloading"]],
    [conf("blacklist low\n"), "top", ["available"]],
    [conf("blacklist top\n"), "top", ["blocked", `blacklist top ${JSON.stringify({ origin: origin(1) })}`]],
    [boot("module_blacklist=low"), "top", ["blocked", "kernel-mask low {}"]],
    [{ ...boot("module_blacklist=low"), "/proc/modules": line("low", "Live") }, "top", ["available"]],
    [boot("module_blacklist=inside"), "inside", ["builtin"]],
    [{ "/proc/sys/kernel/modules_disabled": "1\n" }, "top", ["blocked", "modules-disabled top {}"]],
    [{ "/proc/sys/kernel/modules_disabled": "0\n" }, "top", ["available"]],
    [{}, "gone", ["missing", `no-file gone {"path":"${D}/kernel/gone.ko"}`]],
    [{}, "user", ["blocked", `no-file gone {"path":"${D}/kernel/gone.ko"}`]],
  ])("%j: %s", (tree, name, expected) => {
    expect(standing(tree, name)).toEqual(expected);
  });

  test.each([
    ["/bin/true", true],
    ["  /usr/bin/false", true],
    ["exit 1", true],
    [":", true],
    ["true && insmod /x.ko", false],
    ["true; insmod /x.ko", false],
    ["/bin/true-ish", false],
    ['"/bin/true"', true],
    ["'/bin/true'", true],
    ["exec /bin/false", true],
    ["/bin/true;", true],
    ["{ /bin/false; }", true],
    ["(exit 1)", true],
    ['/bin/true "$@" $CMDLINE_OPTS \x24{x} >/dev/null', true],
    ["/bin/true 'kept; out'", false],
    ["echo kept out; /bin/false", false],
    ["/bin/false || true", true],
    ["/bin/true $(insmod /x.ko)", false],
    ['/bin/true "`insmod /x.ko`"', false],
    ["/bin/true \x24{x:=y}", false],
    ["{ true; } && { insmod /x.ko; }", false],
    ["(true) && (insmod /x.ko)", false],
    ["exec insmod /x.ko", false],
    ["exec", false],
    ["tr'u'e", false],
    ["/sbin/modprobe --ignore-install low", false],
  ])("the install command %j keeps a module out: %j", (command, idle) => {
    const text = `command low ${JSON.stringify({ command, idle, origin: origin(1) })}`;
    expect(standing(conf(`install low ${command}\n`), "low")).toEqual([idle ? "blocked" : "available", text]);
    expect(standing(conf(`install low ${command}\n`), "top")).toEqual([idle ? "blocked" : "available", text]);
  });

  test.each([
    ["softdep low pre: top\n", 2],
    ["softdep l* post: nowhere inside\n", 2],
    ["softdep low pre: al-x\nsoftdep low pre: nowhere\n", 2],
    ["softdep low pre: nowhere\n", undefined],
    // The first line alone counts for kmod.
    ["softdep low pre: nowhere\nsoftdep low pre: top\n", undefined],
    ["softdep low top\n", undefined],
    ["softdep top pre: low\n", undefined],
  ])("an idle command keeps a module out that has %j: not where kmod passes over it", (lines, ignoredAt) => {
    const command = { command: "/bin/true", idle: true, origin: origin(1) };
    const more = ignoredAt === undefined ? {} : { ignoredFor: origin(ignoredAt) };
    const expected = [
      ignoredAt === undefined ? "blocked" : "available",
      `command low ${JSON.stringify({ ...command, ...more })}`,
    ];
    expect(standing(conf(`install low /bin/true\n${lines}`), "low")).toEqual(expected);
    expect(standing(conf(`install low /bin/true\n${lines}`), "top")).toEqual(expected);
  });

  test("a name that is only a command is no module", () => {
    expect(standing(conf("install only /bin/true\n"), "only")[0]).toBe("missing");
  });
});

test("otherReleases are those beside a directory that is missing", () => {
  const platform = memoryPlatform({ "/lib/modules": { "2": {}, "10": {}, notes: "" } }, { release: "1" });
  expect(otherReleases(platform, "/lib/modules/1")).toEqual(["10", "2"]);
  expect(otherReleases(platform, "/lib/modules/2")).toEqual([]);
  expect(otherReleases(platform, "/nowhere/1")).toEqual([]);
  expect(isRunningRelease(platform, "/lib/modules/1")).toBe(true);
  expect(isRunningRelease(platform, "/lib/modules/2")).toBe(false);
});
