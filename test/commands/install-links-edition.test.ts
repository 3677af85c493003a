import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { installLinks } from "../../src/commands/install-links.ts";
import type { CommandEnd } from "../../src/core/platform.ts";
import { faultSweep } from "../support/fault-sweep.ts";
import { linkTo, type Node, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import {
  BUILT,
  elf,
  install,
  isAboutEdition,
  NODE,
  NONE_FOR,
  PACKED,
  PROGRAM,
  silentChoices,
} from "./install-links-trial.ts";

describe("install-links: which edition", () => {
  const asStatic = (path: string): string => `kmod-ts: links to the static edition, ${path}\n`;

  test.each<[string, string, Tree, string]>([
    ["an x86_64", "x86_64", { [PACKED]: elf() }, PACKED],
    [
      "an aarch64",
      "aarch64",
      { "/opt/kmod-ts/prebuilds/linux-arm64/kmod-ts": elf("arm64") },
      "/opt/kmod-ts/prebuilds/linux-arm64/kmod-ts",
    ],
    [
      "an ARMv7",
      "armv7l",
      { "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts": elf("arm") },
      "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts",
    ],
    [
      "an ARMv8 of 32 bits",
      "armv8l",
      { "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts": elf("arm") },
      "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts",
    ],
    ["a clone's own build before what it packed", "x86_64", { [PACKED]: elf(), [BUILT]: elf() }, BUILT],
  ])("takes the package's executable for %s", (_what, machine, tree, path) => {
    const { status, out, err } = install({ ...tree, "/b": {} }, ["/b"], () => ({}), { machine });
    expect({ status, out, err }).toEqual({
      status: 0,
      out: `/b/kmod -> ${path}\n/b/lsmod -> ${path}\n`,
      err: asStatic(path),
    });
  });

  test("finds it from a link to the Node edition, and makes relative links", () => {
    const tree = { [PACKED]: elf(), "/proj/node_modules/.bin/kmod-ts": linkTo(PROGRAM), "/b": {} };
    const { files } = install(tree, ["-r", "/b"], () => ({}), { programPath: "/proj/node_modules/.bin/kmod-ts" });
    expect(files.readLink("/b/lsmod")).toBe("../opt/kmod-ts/prebuilds/linux-x64/kmod-ts");
  });

  test.each(["armv6l", "riscv64", "i686", "aarch64_be", "constructor"])(
    "has none for an %s, whatever Node calls it",
    (machine) => {
      const tree = { "/opt/kmod-ts/prebuilds/linux-arm/kmod-ts": elf("arm"), [PACKED]: elf(), "/b": {} };
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
    const { out, err } = install({ [PACKED]: elf(), "/b": {} }, ["/b", "--edition", "node"]);
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
    ["a processor that is too old", { kind: "exit", status: 132 }, "killed by signal 4"],
    ["a shell that is killed", { kind: "signal", signal: 15 }, "killed by signal 15"],
    ["one that hangs", { kind: "exit", status: 137 }, "killed, or no answer within 10 seconds"],
    ["another program", { kind: "exit", status: 125 }, "it does not answer as kmod-ts"],
  ])("does not link to an executable that does not start: %s", (_what, end, reason) => {
    const asked: string[] = [];
    const shell = (command: string): CommandEnd => {
      asked.push(/'.*' --version/.exec(command)?.[0] ?? command);
      return asked.length === 1 ? end : { kind: "exit", status: 0 };
    };
    const tree = { "/it's/kmod-ts/bin/kmod-ts.js": "#!", "/it's/kmod-ts/prebuilds/linux-x64/kmod-ts": elf(), "/b": {} };
    const { status, err, files } = install(tree, ["/b"], () => ({}), {
      shell,
      programPath: "/it's/kmod-ts/bin/kmod-ts.js",
    });
    expect(status).toBe(0);
    expect(err).toContain(`\n  '/it's/kmod-ts/prebuilds/linux-x64/kmod-ts' cannot be started here (${reason})\n`);
    expect(files.readLink("/b/kmod")).toBe("/it's/kmod-ts/bin/kmod-ts.js");
    expect(asked).toEqual(
      ["prebuilds/linux-x64/kmod-ts", "bin/kmod-ts.js"].map((file) => `'/it'\\''s/kmod-ts/${file}' --version`),
    );
  });

  test.each<[string, Node, string]>([
    ["is empty", "", "no ELF executable"],
    ["is a script", `#!/bin/sh\n${"# long\n".repeat(20)}exit 0\n`, "no ELF executable"],
    ["is another machine's", elf("arm64"), "made for another machine"],
    ["is of another class", elf("arm"), "made for another machine"],
    ["is cut short", elf().slice(0, 100), "cut short"],
    ["is a link to itself", linkTo(BUILT), "Too many levels of symbolic links"],
  ])("takes the packed executable where the clone's own %s, else the Node edition, and says why", (_what, own, why) => {
    const reason = `  '${BUILT}' cannot be started here (${why})\n`;
    expect(install({ [BUILT]: own, [PACKED]: elf(), "/b": {} }, ["/b"])).toMatchObject({
      status: 0,
      out: `/b/kmod -> ${PACKED}\n/b/lsmod -> ${PACKED}\n`,
      err: asStatic(PACKED) + reason,
    });
    expect(install({ [BUILT]: own, "/b": {} }, ["/b"])).toMatchObject({
      status: 0,
      out: `/b/kmod -> ${PROGRAM}\n/b/lsmod -> ${PROGRAM}\n`,
      err: NODE + reason,
    });
  });

  test.each<[string, Tree, string[], string]>([
    ["as the only one", {}, ["/b"], ""],
    ["after a static one", { [PACKED]: "" }, ["/b"], `'${PACKED}' cannot be started here (no ELF executable); `],
    ["that is asked for", { [PACKED]: elf() }, ["--edition=node", "/b"], ""],
  ])("makes no link to a Node edition that does not start, %s", (_what, tree, words, before) => {
    const shell = (): CommandEnd => ({ kind: "exit", status: 126 });
    const old = { "/b": { kmod: linkTo("works"), works: "elf" } };
    const { status, out, err, links } = install({ ...tree, ...old }, ["-f", ...words], () => ({}), { shell });
    const reason = before === "" && words.length === 1 ? `${NONE_FOR("x86_64").slice(2, -1).split("; ")[0]}; ` : before;
    expect({ status, out, err }).toEqual({
      status: 1,
      out: "",
      err: `kmod-ts: ERROR: nothing was linked: ${reason}'${PROGRAM}' cannot be started here (exit status 126)\n`,
    });
    expect(links("/b")).toEqual(["kmod -> works", "works file"]);
  });

  test.each<[string, string[]]>([
    ["itself", ["/b"]],
    ["itself where it is asked to", ["--edition", "static", "/b"]],
  ])("links the static edition to %s, and says nothing", (_what, words) => {
    const options = { edition: "static", programPath: PACKED } as const;
    const { status, out, err } = install({ [PACKED]: elf(), [BUILT]: elf(), "/b": {} }, words, () => ({}), options);
    expect({ status, out, err }).toEqual({ status: 0, out: `/b/kmod -> ${PACKED}\n/b/lsmod -> ${PACKED}\n`, err: "" });
  });

  test("has the static edition refuse to link to the other", () => {
    const options = { edition: "static", programPath: PACKED } as const;
    expect(install({ [PACKED]: elf(), "/b": {} }, ["--edition", "node", "/b"], () => ({}), options)).toMatchObject({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: this is the static edition, which links to itself; the Node edition makes links to its own\n",
    });
  });

  test("survives no failing call in silence", () => {
    const registry = { tools: [], subCommands: [installLinks(["kmod", "lsmod"])] };
    const outcomes = faultSweep({
      platform: () => memoryPlatform({ [PROGRAM]: "#!", [PACKED]: elf() }, { programPath: PROGRAM }),
      run: (platform) => run(["kmod-ts", "install-links", "/new/b"], platform, registry),
      survives: (fault) => isAboutEdition(fault) || fault.errno === "ENOENT",
      changesOutput: isAboutEdition,
    });
    expect(outcomes.length).toBeGreaterThan(40);
    expect(silentChoices(outcomes)).toEqual([]);
  });
});
