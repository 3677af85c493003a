import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { installLinks } from "../../src/commands/install-links.ts";
import { SystemError } from "../../src/core/errors.ts";
import type { CommandEnd, FileSystem } from "../../src/core/platform.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";

const PROGRAM = "/opt/kmod-ts/bin/kmod-ts.js";
const PACKED = "/opt/kmod-ts/prebuilds/linux-x64/kmod-ts";
const BUILT = "/opt/kmod-ts/dist/static/kmod-ts-x86_64";

const NODE = `kmod-ts: links to the Node edition, ${PROGRAM}\n`;
const NONE_FOR = (machine: string): string =>
  `  no static executable for ${machine} comes with '/opt/kmod-ts'; \`npm run build:static\` in a clone makes it\n`;

/** Runs install-links for kmod and lsmod. */
function install(
  tree: Tree,
  words: readonly string[],
  spoil: (files: FileSystem) => Partial<FileSystem> = () => ({}),
  options: MemoryPlatformOptions = {},
) {
  const platform = memoryPlatform({ [PROGRAM]: "#!", ...tree }, { programPath: PROGRAM, ...options });
  const files = { ...platform.files, ...spoil(platform.files) };
  const registry = { tools: [], subCommands: [installLinks(["kmod", "lsmod"])] };
  const status = run(["kmod-ts", "install-links", ...words], { ...platform, files }, registry);
  const links = (directory: string): string[] =>
    platform.files.list(directory).map(({ name, type }) => {
      const path = `${directory}/${name}`;
      return type === "link" ? `${name} -> ${platform.files.readLink(path)}` : `${name} ${type}`;
    });
  return { status, ...platform.written, links, files: platform.files };
}

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
    ["a link to nothing", ["/gone"], "cannot make links in '/gone': a link to nothing is in the way"],
    [
      "one below a link to nothing",
      ["new/../gone/x"],
      "cannot make links in 'new/../gone/x': a link to nothing is in the way",
    ],
    ["an edition that nobody has", ["--edition", "deno", "/b"], "unknown edition 'deno': it is node or static"],
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
      // A directory that is not there would be made.
      survives: (fault) => isAboutEdition(fault) || (fault.method === "files.status" && fault.errno === "ENOENT"),
      changesOutput: isAboutEdition,
    });
    expect(outcomes.length).toBeGreaterThan(40);
  });
});

/** An executable that is not found leads to the other edition; what is said of either may get lost. */
function isAboutEdition({ method, subject, errno }: Fault): boolean {
  const isLookedFor =
    method === "files.status" && /kmod-ts(-x86_64|.*\/build-static\.mjs)?$/.test(subject) && errno === "ENOENT";
  return isLookedFor || (method === "host.write" && subject === "err");
}

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

describe("install-links: which edition", () => {
  const asStatic = (path: string): string => `kmod-ts: links to the static edition, ${path}\n`;

  test.each<[string, string, Tree, string]>([
    ["an x86_64", "x86_64", { [PACKED]: "elf" }, PACKED],
    [
      "an aarch64",
      "aarch64",
      { "/opt/kmod-ts/prebuilds/linux-arm64/kmod-ts": "elf" },
      "/opt/kmod-ts/prebuilds/linux-arm64/kmod-ts",
    ],
    [
      "an ARMv7",
      "armv7l",
      { "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts": "elf" },
      "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts",
    ],
    [
      "an ARMv8 of 32 bits",
      "armv8l",
      { "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts": "elf" },
      "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts",
    ],
    ["a clone's own build before what it packed", "x86_64", { [PACKED]: "elf", [BUILT]: "elf" }, BUILT],
  ])("takes the package's executable for %s", (_what, machine, tree, path) => {
    const { status, out, err } = install({ ...tree, "/b": {} }, ["/b"], () => ({}), { machine });
    expect({ status, out, err }).toEqual({
      status: 0,
      out: `/b/kmod -> ${path}\n/b/lsmod -> ${path}\n`,
      err: asStatic(path),
    });
  });

  test("finds it from a link to the Node edition, and makes relative links", () => {
    const tree = { [PACKED]: "elf", "/proj/node_modules/.bin/kmod-ts": linkTo(PROGRAM), "/b": {} };
    const { files } = install(tree, ["-r", "/b"], () => ({}), { programPath: "/proj/node_modules/.bin/kmod-ts" });
    expect(files.readLink("/b/lsmod")).toBe("../opt/kmod-ts/prebuilds/linux-x64/kmod-ts");
  });

  test.each(["armv6l", "riscv64", "i686", "aarch64_be", "constructor"])(
    "has none for an %s, whatever Node calls it",
    (machine) => {
      const tree = { "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts": "elf", [PACKED]: "elf", "/b": {} };
      const reason = `there is no static edition for ${machine}, only for x86_64, aarch64 and armv7l`;
      const options = { machine };
      expect(install(tree, ["/b"], () => ({}), options)).toMatchObject({ status: 0, err: `${NODE}  ${reason}\n` });
      expect(install(tree, ["/b", "--edition=static"], () => ({}), options)).toMatchObject({
        status: 1,
        out: "",
        err: `kmod-ts: ERROR: ${reason}; --edition node takes the Node edition\n`,
      });
    },
  );

  test("takes the Node edition where it is asked to, and says no reason", () => {
    const { out, err } = install({ [PACKED]: "elf", "/b": {} }, ["/b", "--edition", "node"]);
    expect({ out, err }).toEqual({ out: `/b/kmod -> ${PROGRAM}\n/b/lsmod -> ${PROGRAM}\n`, err: NODE });
  });

  test.each<[string, Tree, string]>([
    ["in a clone", { "/opt/kmod-ts/scripts/build-static.mjs": "" }, "there"],
    ["in a package", {}, "in a clone"],
  ])("says how to get the static edition %s", (_where, tree, where) => {
    const { status, out, err, links } = install({ ...tree, "/b": {} }, ["--edition", "static", "/b"]);
    const text = `no static executable for x86_64 comes with '/opt/kmod-ts'; \`npm run build:static\` ${where} makes it`;
    expect({ status, out, err }).toEqual({ status: 1, out: "", err: `kmod-ts: ERROR: ${text}\n` });
    expect(links("/b")).toEqual([]);
  });

  test.each<[string, CommandEnd, string]>([
    ["a file system without programs", { kind: "exit", status: 126 }, "exit status 126"],
    ["a processor that is too old", { kind: "signal", signal: 4 }, "killed by signal 4"],
  ])("does not link to an executable that does not start: %s", (_what, end, reason) => {
    const asked: string[] = [];
    const shell = (command: string): CommandEnd => {
      asked.push(command);
      return end;
    };
    const tree = { "/it's/kmod-ts/bin/kmod-ts.js": "#!", "/it's/kmod-ts/prebuilds/linux-x64/kmod-ts": "elf", "/b": {} };
    const { status, err, files } = install(tree, ["/b"], () => ({}), {
      shell,
      programPath: "/it's/kmod-ts/bin/kmod-ts.js",
    });
    expect(status).toBe(0);
    expect(err).toContain(`\n  '/it's/kmod-ts/prebuilds/linux-x64/kmod-ts' cannot be started here (${reason})\n`);
    expect(files.readLink("/b/kmod")).toBe("/it's/kmod-ts/bin/kmod-ts.js");
    expect(asked).toEqual(["kmod_ts_version=$('/it'\\''s/kmod-ts/prebuilds/linux-x64/kmod-ts' --version 2>&1)"]);
  });

  test.each<[string, string[]]>([
    ["itself", ["/b"]],
    ["itself where it is asked to", ["--edition", "static", "/b"]],
  ])("links the static edition to %s, and says nothing", (_what, words) => {
    const options = { edition: "static", programPath: PACKED } as const;
    const { status, out, err } = install({ [PACKED]: "elf", [BUILT]: "elf", "/b": {} }, words, () => ({}), options);
    expect({ status, out, err }).toEqual({ status: 0, out: `/b/kmod -> ${PACKED}\n/b/lsmod -> ${PACKED}\n`, err: "" });
  });

  test("has the static edition refuse to link to the other", () => {
    const options = { edition: "static", programPath: PACKED } as const;
    expect(install({ [PACKED]: "elf", "/b": {} }, ["--edition", "node", "/b"], () => ({}), options)).toMatchObject({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: this is the static edition, which links to itself; the Node edition makes links to its own\n",
    });
  });

  test("survives no failing call in silence", () => {
    const registry = { tools: [], subCommands: [installLinks(["kmod", "lsmod"])] };
    const outcomes = faultSweep({
      platform: () => memoryPlatform({ [PROGRAM]: "#!", [PACKED]: "elf" }, { programPath: PROGRAM }),
      run: (platform) => run(["kmod-ts", "install-links", "/new/b"], platform, registry),
      survives: (fault) => isAboutEdition(fault) || fault.errno === "ENOENT",
      changesOutput: isAboutEdition,
    });
    expect(outcomes.length).toBeGreaterThan(40);
  });
});

/** What an npm package has beside the program. */
const PAGES: Tree = {
  "/opt/kmod-ts/dist/man": {
    man5: { "kmod-ts-modprobe.d.5": ".TH", "kmod-ts-modules-load.d.5": ".TH", "modules.kmod-ts.bin.5": ".TH" },
    man8: { "kmod-ts.8": ".TH", "kmod-ts-lsmod.8": ".TH", "kmod-ts-deps.8": ".TH", "ls.8": ".TH" },
  },
};

describe("install-links --man", () => {
  test("links every page, those of tools and formats under their usual names too, into directories that it makes", () => {
    const { status, out, err, files } = install(PAGES, ["--man", "/usr/share/man"]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const target = "/opt/kmod-ts/dist/man";
    expect(out.split("\n")).toEqual([
      `/usr/share/man/man5/kmod-ts-modprobe.d.5 -> ${target}/man5/kmod-ts-modprobe.d.5`,
      `/usr/share/man/man5/modprobe.d.5 -> ${target}/man5/kmod-ts-modprobe.d.5`,
      `/usr/share/man/man5/kmod-ts-modules-load.d.5 -> ${target}/man5/kmod-ts-modules-load.d.5`,
      `/usr/share/man/man5/modules.kmod-ts.bin.5 -> ${target}/man5/modules.kmod-ts.bin.5`,
      `/usr/share/man/man8/kmod-ts-deps.8 -> ${target}/man8/kmod-ts-deps.8`,
      `/usr/share/man/man8/kmod-ts-lsmod.8 -> ${target}/man8/kmod-ts-lsmod.8`,
      `/usr/share/man/man8/lsmod.8 -> ${target}/man8/kmod-ts-lsmod.8`,
      `/usr/share/man/man8/kmod-ts.8 -> ${target}/man8/kmod-ts.8`,
      "",
    ]);
    expect(files.status("/usr/share/man/man8/lsmod.8").type).toBe("file");
  });

  test("makes relative links below a directory that is not there yet and behind a link", () => {
    const { status, files } = install({ ...PAGES, "/s": linkTo("/a/b"), "/a/b": {} }, ["-r", "--man", "/s/x/man"]);
    expect(status).toBe(0);
    expect(files.readLink("/a/b/x/man/man8/lsmod.8")).toBe("../../../../../opt/kmod-ts/dist/man/man8/kmod-ts-lsmod.8");
    expect(files.status("/a/b/x/man/man8/lsmod.8").type).toBe("file");
  });

  test("makes no link at all where one page is in the way", () => {
    const { status, out, err, links } = install({ ...PAGES, "/m/man8/lsmod.8": "kmod's", "/b": {} }, [
      "/b",
      "--man",
      "/m",
    ]);
    expect({ status, out, err }).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: nothing was linked: '/m/man8/lsmod.8' exists; --force replaces files and links\n",
    });
    expect({ b: links("/b"), m: links("/m") }).toEqual({ b: [], m: ["man8 directory"] });
  });

  test("finds the pages that a system has beside its programs, and leaves them alone", () => {
    const tree = { "/opt/kmod-ts/share/man/man8/kmod-ts.8": ".TH", "/opt/kmod-ts/share/man/man5/kmod-ts-x.5": ".TH" };
    expect(install(tree, ["--force", "--man", "/opt/kmod-ts/share/man"])).toMatchObject({
      status: 0,
      out: "",
      err: "",
    });
  });

  test("finds them beside what a link to the program leads to", () => {
    const platform = memoryPlatform(
      { [PROGRAM]: "#!", "/bin/kmod-ts": linkTo(PROGRAM), ...PAGES },
      { programPath: "/bin/kmod-ts" },
    );
    const registry = { tools: [], subCommands: [installLinks(["lsmod"])] };
    expect(run(["kmod-ts", "install-links", "--man", "/m"], platform, registry)).toBe(0);
    expect(platform.files.readLink("/m/man8/lsmod.8")).toBe("/opt/kmod-ts/dist/man/man8/kmod-ts-lsmod.8");
  });

  test("says where it has looked for pages that did not come with the program", () => {
    expect(install({}, ["--man", "/m"])).toMatchObject({
      status: 1,
      err: `kmod-ts: ERROR: no manual pages come with '${PROGRAM}': it has none in '../dist/man', '../../dist/man', '../man', '../share/man'\n`,
    });
  });

  test("survives no failing call in silence", () => {
    const registry = { tools: [], subCommands: [installLinks(["lsmod"])] };
    const tree = { [PROGRAM]: "#!", ...PAGES, "/m/man8/lsmod.8": linkTo("gone") };
    const outcomes = faultSweep({
      platform: () => memoryPlatform(tree, { programPath: PROGRAM }),
      run: (platform) => run(["kmod-ts", "install-links", "--force", "--man", "/m"], platform, registry),
      // What is not there is made, and elsewhere looked for.
      survives: ({ errno }) => errno === "ENOENT",
      explains: ({ errno, method }) =>
        errno === "ENOENT" && method === "files.status" ? "no manual pages" : undefined,
    });
    expect(outcomes.length).toBeGreaterThan(60);
  });
});
