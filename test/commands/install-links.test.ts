import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { installLinks } from "../../src/commands/install-links.ts";
import { SystemError } from "../../src/core/errors.ts";
import { faultSweep } from "../support/fault-sweep.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { install, isAboutEdition, NODE, NONE_FOR, PAGES, PROGRAM, silentChoices } from "./install-links-trial.ts";

describe("install-links", () => {
  test("makes absolute links and says which", () => {
    const { status, out, err, links } = install({ "/usr/bin": {} }, ["/usr/bin"]);
    expect({ status, out, err }).toEqual({
      status: 0,
      out: `/usr/bin/kmod -> ${PROGRAM}\n/usr/bin/lsmod -> ${PROGRAM}\n`,
      err: NODE + NONE_FOR("x86_64"),
    });
    expect(links("/usr/bin")).toEqual([`kmod -> ${PROGRAM}`, `lsmod -> ${PROGRAM}`]);
  });

  test("keeps links that are right, and makes the rest", () => {
    const { status, out } = install({ "/b": { kmod: linkTo(PROGRAM) } }, ["/b/"]);
    expect({ status, out }).toEqual({ status: 0, out: `/b/lsmod -> ${PROGRAM}\n` });
  });

  test.each<[string, Tree, string]>([
    ["file", { lsmod: "elf" }, "/b/lsmod' exists; --force"],
    ["link elsewhere", { lsmod: linkTo("/bin/busybox") }, "/b/lsmod' exists; --force"],
    ["link to nothing", { kmod: linkTo("gone") }, "/b/kmod' exists; --force"],
    ["directory", { lsmod: {} }, "/b/lsmod' is a directory; --force"],
  ])("makes nothing where a %s is in the way", (_what, tree, text) => {
    const { status, out, err, links } = install({ "/b": tree }, ["/b"]);
    expect({ status, out, err }).toEqual({
      status: 1,
      out: "",
      err: `kmod-ts: ERROR: nothing was linked: '${text} replaces files and links\n`,
    });
    expect(links("/b").length).toBe(1);
  });

  test("replaces with --force by renaming, past a temporary name that somebody left", () => {
    const tree = { "/b": { kmod: "elf", lsmod: linkTo("gone"), "kmod.kmod-ts-0": "left" } };
    const removed: string[] = [];
    const { status, links } = install(tree, ["--force", "/b"], (files) => ({
      remove(path) {
        removed.push(path);
        files.remove(path);
      },
    }));
    expect(status).toBe(0);
    expect(links("/b").toSorted()).toEqual([`kmod -> ${PROGRAM}`, "kmod.kmod-ts-0 file", `lsmod -> ${PROGRAM}`]);
    expect(removed).toEqual([]);
  });

  test("refuses a directory even with --force", () => {
    const { status, err } = install({ "/b": { lsmod: {}, kmod: "elf" } }, ["--force", "/b"]);
    expect({ status, err }).toEqual({
      status: 1,
      err: "kmod-ts: ERROR: nothing was linked: '/b/lsmod' is a directory\n",
    });
  });

  test("never replaces the program by a link to itself", () => {
    const platform = memoryPlatform({ "/b/kmod": "elf", "/a": linkTo("/b") }, { programPath: "/a/kmod" });
    const registry = { tools: [], subCommands: [installLinks(["kmod", "lsmod"])] };
    expect(run(["kmod-ts", "install-links", "--force", "/b"], platform, registry)).toBe(0);
    expect(platform.written.out).toBe("/b/lsmod -> /a/kmod\n");
    expect(platform.files.status("/b/kmod").type).toBe("file");
  });

  test.each<[string, Tree, string, string]>([
    ["a directory", { "/usr/bin": {} }, "/usr/bin", "../../opt/kmod-ts/bin/kmod-ts.js"],
    ["a directory beside the program", { "/opt/kmod-ts/sbin": {} }, "/opt/kmod-ts/sbin/.", "../bin/kmod-ts.js"],
    [
      "a link to a deeper one",
      { "/a/b/c": {}, "/sbin": linkTo("a/b/c") },
      "/sbin",
      "../../../opt/kmod-ts/bin/kmod-ts.js",
    ],
    [
      "a path through links and ..",
      { "/a/b/c": {}, "/s": linkTo("/a/b") },
      "/s/../b/c",
      "../../../opt/kmod-ts/bin/kmod-ts.js",
    ],
    ["one below the current directory", { "/place/x": {} }, "place/x", "../../opt/kmod-ts/bin/kmod-ts.js"],
  ])("makes relative links that hold in %s", (_where, tree, directory, target) => {
    const { status, files } = install(tree, ["--relative", directory]);
    const from = directory.startsWith("/") ? directory : `/${directory}`;
    expect({ status, target: files.readLink(`${from}/lsmod`) }).toEqual({ status: 0, target });
    expect(files.status(`${from}/lsmod`).type).toBe("file");
  });

  test.each<[string, string[], string]>([
    ["no directory", [], "name one directory to put the links in. See 'kmod-ts install-links --help'."],
    ["two", ["/a", "/b"], "name one directory to put the links in. See 'kmod-ts install-links --help'."],
    ["a file", ["/file"], "cannot make links in '/file': Not a directory"],
    ["one below a file", ["/file/x/y"], "cannot make links in '/file/x/y': Not a directory"],
    ["a file behind what is missing", ["/new/../file"], "cannot make links in '/new/../file': Not a directory"],
    ["a link to nothing", ["/gone"], "cannot make links in '/gone': a link to nothing is in the way"],
    [
      "one below a link to nothing",
      ["new/../gone/x"],
      "cannot make links in 'new/../gone/x': a link to nothing is in the way",
    ],
    [
      "an edition that nobody has",
      ["--edition", "deno", "/b"],
      "unknown edition 'deno': it is node or static. See 'kmod-ts install-links --help'.",
    ],
  ])("refuses %s", (_what, words, text) => {
    const { status, out, err, links } = install({ "/file": "", "/gone": linkTo("/nowhere/x") }, words);
    expect({ status, out, err }).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text}\n` });
    expect(links("/")).toEqual(["opt directory", "file file", "gone -> /nowhere/x"]);
  });

  test("leaves no temporary link where renaming fails", () => {
    const { status, err, links } = install({ "/b": { kmod: "elf" } }, ["--force", "/b"], () => ({
      rename(from) {
        throw new SystemError("rename", from, "EROFS");
      },
    }));
    expect({ status, err }).toEqual({
      status: 1,
      err: "kmod-ts: ERROR: rename '/b/kmod.kmod-ts-0': Read-only file system\n",
    });
    expect(links("/b")).toEqual(["kmod file"]);
  });

  test("leaves a link by another way to the program where it is, unless it is forced", () => {
    const tree = {
      "/b": { kmod: linkTo("/c/link"), lsmod: linkTo("../opt/kmod-ts/bin/kmod-ts.js") },
      "/c": { link: linkTo(PROGRAM) },
    };
    expect(install(tree, ["/b"])).toMatchObject({ status: 0, out: "", err: NODE + NONE_FOR("x86_64") });
    const { out, links } = install(tree, ["-f", "/b"]);
    expect(out).toBe(`/b/kmod -> ${PROGRAM}\n/b/lsmod -> ${PROGRAM}\n`);
    expect(links("/b")).toEqual([`kmod -> ${PROGRAM}`, `lsmod -> ${PROGRAM}`]);
  });

  test("survives no failing call in silence", () => {
    const tree = { [PROGRAM]: "#!", "/a/b": { kmod: "elf" }, "/s": linkTo("a/b") };
    const registry = { tools: [], subCommands: [installLinks(["kmod", "lsmod"])] };
    const outcomes = faultSweep({
      platform: () => memoryPlatform(tree, { programPath: PROGRAM }),
      run: (platform) => run(["kmod-ts", "install-links", "--force", "--relative", "/s"], platform, registry),
      // A directory that is not there would be made, and what is gone need not be put back.
      survives: (fault) =>
        isAboutEdition(fault) ||
        (fault.errno === "ENOENT" && (/^files\.(status|list)$/.test(fault.method) || fault.subject === "/s/kmod")),
      changesOutput: isAboutEdition,
    });
    expect(outcomes.length).toBeGreaterThan(40);
    expect(silentChoices(outcomes)).toEqual([]);
  });
});

describe("install-links where it makes the directory", () => {
  test("makes it with those above it", () => {
    const { status, out, files } = install({}, ["/new/deep/sbin/"]);
    expect({ status, out }).toEqual({
      status: 0,
      out: `/new/deep/sbin/kmod -> ${PROGRAM}\n/new/deep/sbin/lsmod -> ${PROGRAM}\n`,
    });
    expect(files.readLink("/new/deep/sbin/lsmod")).toBe(PROGRAM);
  });

  test.each([
    ["/place/new", "/place/new", "../../opt/kmod-ts/bin/kmod-ts.js"],
    ["/place/new/./deep//sbin", "/place/new/deep/sbin", "../../../../opt/kmod-ts/bin/kmod-ts.js"],
    ["/place/new/../other", "/place/other", "../../opt/kmod-ts/bin/kmod-ts.js"],
    ["/place/new/../link/new", "/a/b/new", "../../../opt/kmod-ts/bin/kmod-ts.js"],
    ["/place/link/new", "/a/b/new", "../../../opt/kmod-ts/bin/kmod-ts.js"],
  ])("makes relative links that hold in %s", (directory, real, target) => {
    const tree = { "/place": { link: linkTo("/a/b") }, "/a/b": {} };
    const { status, files } = install(tree, ["-r", directory]);
    expect(status).toBe(0);
    expect(files.readLink(`${real}/lsmod`)).toBe(target);
    expect(files.status(`${real}/lsmod`).type).toBe("file");
  });

  test("makes none where the pages' links cannot be made", () => {
    const { status, links } = install({ ...PAGES, "/m/man8/lsmod.8": "kmod's" }, ["/new/b", "--man", "/m"]);
    expect({ status, links: links("/") }).toEqual({ status: 1, links: ["opt directory", "m directory"] });
  });
});
