/** Links to the executable from a package that has both editions, made by either. */

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { machine } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { staticPath } from "../../scripts/build-static.mjs";
import { packedExecutable } from "../../src/commands/static-program.ts";
import { PROGRAMS, removeFolders, staticProblem, temporaryFolder } from "./support/executable.ts";

const ROOT = join(import.meta.dirname, "../..");
const TREE = join(ROOT, "fixtures/roots/workstation/root");
const TOOLS = PROGRAMS.slice(1);

const problem = staticProblem();
const suite = problem === undefined ? "install-links" : `install-links: skipped, ${problem}`;

describe.skipIf(problem !== undefined)(suite, () => {
  let folder = "";
  let program = "";
  let executable = "";

  function run(
    file: string,
    ...words: readonly string[]
  ): { readonly out: string; readonly err: string; readonly status: number | null } {
    const { stdout, stderr, status } = spawnSync(file, words, { encoding: "utf8", cwd: folder });
    return { out: stdout.replaceAll(folder, ""), err: stderr.replaceAll(folder, ""), status };
  }

  const byNode = (...words: readonly string[]) => run(process.execPath, program, "install-links", ...words);

  /** What the tools' links in a directory lead to, and that each is the tool of its name. */
  function targetsIn(directory: string): ReadonlySet<string> {
    expect(readdirSync(directory).toSorted()).toEqual([...TOOLS].toSorted());
    for (const name of TOOLS.filter((tool) => tool !== "kmod")) {
      expect(run(join(directory, name), "--help").out.split(" ", 2).join(" ")).toContain(name);
    }
    return new Set(TOOLS.map((name) => realpathSync(join(directory, name))));
  }

  beforeEach(() => {
    folder = realpathSync(temporaryFolder());
    const installed = join(folder, "node_modules/kmod-ts");
    program = join(installed, "bin/kmod-ts.js");
    executable = join(installed, packedExecutable(machine()) as string);
    mkdirSync(dirname(executable), { recursive: true });
    mkdirSync(join(installed, "dist"));
    copyFileSync(staticPath() as string, executable);
    cpSync(join(ROOT, "bin"), join(installed, "bin"), { recursive: true });
    for (const name of ["tools.cjs", "everything.cjs", "man"]) {
      cpSync(join(ROOT, "dist", name), join(installed, "dist", name), { recursive: true });
    }
  });
  afterAll(removeFolders);

  test("the Node edition links to the executable, in a directory that it makes", () => {
    const { out, err, status } = byNode("new/bin");
    const path = executable.slice(folder.length);
    expect({ status, err }).toEqual({ status: 0, err: `kmod-ts: links to the static edition, ${path}\n` });
    expect(out.split("\n").slice(0, 2)).toEqual([`new/bin/kmod -> ${path}`, `new/bin/lsmod -> ${path}`]);
    expect(targetsIn(join(folder, "new/bin"))).toEqual(new Set([executable]));
    const place = ["-d", TREE, "-S", "6.1.0-fixture", "-C", join(TREE, "etc/modprobe.d")];
    const { out: steps } = run(join(folder, "new/bin/modprobe"), ...place, "-D", "acme_gpu");
    expect(steps).toMatch(/^insmod .*acme_gpu\.ko/m);
  });

  test("its relative links hold when the tree is moved", () => {
    expect(byNode("--relative", "sbin").status).toBe(0);
    expect(readlinkSync(join(folder, "sbin/lsmod"))).toBe(`../${executable.slice(folder.length + 1)}`);
    const moved = temporaryFolder();
    renameSync(join(folder, "node_modules"), join(moved, "node_modules"));
    renameSync(join(folder, "sbin"), join(moved, "sbin"));
    expect(run(join(moved, "sbin/lsmod"), "--version").out).toMatch(/^kmod version /);
  });

  test("it links to itself where it is asked to, or where the executable does not start", () => {
    expect(byNode("--edition", "node", "asked").status).toBe(0);
    expect(targetsIn(join(folder, "asked"))).toEqual(new Set([program]));
    chmodSync(executable, 0o644);
    const { err, status } = byNode("fallen");
    expect({ err, status }).toEqual({
      err:
        `kmod-ts: links to the Node edition, ${program.slice(folder.length)}\n` +
        `  '${executable.slice(folder.length)}' cannot be started here (exit status 126)\n`,
      status: 0,
    });
    expect(targetsIn(join(folder, "fallen"))).toEqual(new Set([program]));
  });

  test("it links to itself and says nothing else where an executable is empty, cut short or no such program", () => {
    const whole = readFileSync(executable);
    const damaged: readonly (readonly [Buffer, string])[] = [
      [Buffer.from(""), "no ELF executable"],
      [Buffer.from("\n"), "no ELF executable"],
      [whole.subarray(0, 4096), "cut short"],
      // Only the kernel, or the program itself, knows better.
      [Buffer.concat([whole.subarray(0, 64), Buffer.alloc(whole.length - 64)]), "killed by signal 11"],
      [readFileSync("/bin/true"), "it does not answer as kmod-ts"],
    ];
    for (const [bytes, why] of damaged) {
      writeFileSync(executable, bytes);
      const { err, status } = byNode("-f", "damaged");
      expect(status).toBe(0);
      const [first, second, ...rest] = err.split("\n");
      expect(first).toBe(`kmod-ts: links to the Node edition, ${program.slice(folder.length)}`);
      expect({ second, rest }).toEqual({
        second: `  '${executable.slice(folder.length)}' cannot be started here (${why})`,
        rest: [""],
      });
      expect(readlinkSync(join(folder, "damaged/lsmod"))).toBe(program);
    }
  });

  test("it replaces nothing where neither edition starts", () => {
    expect(byNode("kept").status).toBe(0);
    chmodSync(executable, 0o644);
    chmodSync(program, 0o644);
    const ours = program.slice(folder.length);
    const packed = executable.slice(folder.length);
    const node = `'${ours}' cannot be started here (exit status 126)`;
    expect([byNode("-f", "kept"), byNode("-f", "--edition", "node", "kept")]).toEqual([
      {
        out: "",
        err: `kmod-ts: ERROR: nothing was linked: '${packed}' cannot be started here (exit status 126); ${node}\n`,
        status: 1,
      },
      { out: "", err: `kmod-ts: ERROR: nothing was linked: ${node}\n`, status: 1 },
    ]);
    chmodSync(executable, 0o755);
    expect(targetsIn(join(folder, "kept"))).toEqual(new Set([executable]));
  });

  test("the way back to the program stays where it was started by a link to one that is replaced", () => {
    expect(byNode("--edition", "node", "d").status).toBe(0);
    symlinkSync("kmod", join(folder, "d/kmod-ts"));
    expect(run(join(folder, "d/kmod-ts"), "install-links", "--edition", "node", "-f", "d").status).toBe(0);
    expect(realpathSync(join(folder, "d/kmod-ts"))).toBe(program);
    unlinkSync(join(folder, "d/kmod-ts"));
    expect(targetsIn(join(folder, "d"))).toEqual(new Set([program]));
  });

  test("the executable links to itself and to the package's manual pages", () => {
    const { err, status } = run(executable, "install-links", "a/b", "--man", "man");
    expect({ err, status }).toEqual({ err: "", status: 0 });
    expect(targetsIn(join(folder, "a/b"))).toEqual(new Set([executable]));
    expect(realpathSync(join(folder, "man/man8/modprobe.8"))).toBe(
      join(folder, "node_modules/kmod-ts/dist/man/man8/kmod-ts-modprobe.8"),
    );
  });

  test("the executable refuses to link to the Node edition", () => {
    expect(run(executable, "install-links", "--edition", "node", "c")).toEqual({
      out: "",
      err: "kmod-ts: ERROR: this is the static edition, which links to itself; the Node edition makes links to its own\n",
      status: 1,
    });
    expect(readdirSync(folder)).toEqual(["node_modules"]);
  });
});
