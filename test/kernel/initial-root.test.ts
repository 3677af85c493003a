/** The static edition as the only module tool of a machine, from process 1 on: cold plug, mounting, and the kernel's own requests. */

import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kmodProblem } from "../conformance/support/kmod.ts";
import { describeUnless } from "../support/lack.ts";
import { boot } from "./support/boot.ts";
import { filesBesideModules, initialRootProblem, type Machine, makeMachine } from "./support/initial-root.ts";
import { requestedNames, requestOutcomes, requests } from "./support/requests.ts";

interface Step {
  readonly out: string;
  readonly status: number;
}

/** Steps by name, from `== NAME`, what it printed, `== STATUS`. */
function readSteps(text: string): Readonly<Record<string, Step>> {
  const steps = text.matchAll(/^== (.+)\n([\s\S]*?)^== (\d+)\n/gm);
  return Object.fromEntries([...steps].map(([, name, out = "", status]) => [name, { out, status: Number(status) }]));
}

/** What the kernel asks modprobe for when an ext4 is mounted. */
const MOUNTING = ["fs-ext4", "crypto-crc32c"];

const problem = initialRootProblem() ?? kmodProblem();
const title = "the static edition alone in an initial root, on Debian's 6.12 kernel in QEMU";

describeUnless(problem, title, () => {
  let folder = "";
  const token = randomUUID();
  let machine: Machine;
  let steps: Readonly<Record<string, Step>> = {};

  /** What a step printed; it has to have ended with 0. */
  function lines(name: string): readonly string[] {
    expect(steps[name]?.status, name).toBe(0);
    return steps[name]?.out.split("\n").slice(0, -1) ?? [];
  }

  /** Files that kmod's modprobe would load for names, whatever is loaded. */
  function filesFor(names: readonly string[]): readonly string[] {
    const words = ["-d", machine.root, "-S", machine.release, "-C", "/dev/null", "-a", "-b", "-q", "-D", ...names];
    const { stdout } = spawnSync("/sbin/modprobe", words, { encoding: "latin1" });
    return stdout.split("\n").flatMap((line) => /^insmod (\S+)/.exec(line)?.[1]?.slice(machine.root.length) ?? []);
  }

  const moduleOf = (path: string): string => path.replace(/.*\/|\.ko.*/g, "").replaceAll("-", "_");

  /** Names of the modules that all these names lead to. */
  const modulesFor = (names: readonly string[]): readonly string[] =>
    [...new Set(filesFor(names).map(moduleOf))].sort();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kmod-ts-initial-root-"));
    machine = await makeMachine(folder, token, requests.join("\n"));
    const hasStarted = (): boolean => existsSync(machine.results) && statSync(machine.results).size > 0;
    await boot(machine.command, { start: 300, whole: 900, hasStarted });
    steps = readSteps(readFileSync(machine.results, "latin1"));
  }, 1_000_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("there is no other module tool", () => {
    const files = ["/bin/busybox", "/bin/request-at-once", "/init", "/requests", "/sbin/kmod-ts"];
    expect(filesBesideModules(machine.root)).toEqual(files);
    expect(machine.depmod).toBe("");
    const names = ["depmod", "insmod", "kmod", "lsmod", "modinfo", "modprobe", "rmmod"];
    expect(lines("links").toSorted()).toEqual(names.map((name) => `/sbin/${name} -> /sbin/kmod-ts`));
    expect(lines("handler")).toEqual(["/sbin/modprobe"]);
    expect(lines("loaded at first")).toEqual([]);
  });

  test("all devices get their modules by modalias", () => {
    const devices = lines("devices");
    expect(lines("loaded by devices")).toEqual(modulesFor(devices));
    expect(lines("loaded by devices")).toEqual(expect.arrayContaining(["virtio_blk", "usbhid", "hid_generic"]));
    // Some devices show only when a driver has come, and no module answers for some of them.
    expect(lines("cold plug")).toEqual([expect.stringMatching(/^1( [01])+$/)]);
    expect(steps["all again"]).toEqual({ out: "", status: 1 });
    expect(lines("loaded again")).toEqual(lines("loaded by devices"));
  });

  test("mounting the disk brings its file system and that one's checksums", () => {
    expect(lines("mount")).toEqual([]);
    expect(lines("loaded by mount")).toEqual(modulesFor([...lines("devices"), ...MOUNTING]));
    expect(steps["program"]).toEqual({ out: `${token}\n`, status: 7 });
  });

  test("two hundred requests of the kernel at once are all served", () => {
    expect(requests).toHaveLength(200);
    expect(lines("requests")).toEqual(requestOutcomes);
    expect(lines("loaded by requests")).toEqual(modulesFor([...lines("devices"), ...MOUNTING, ...requestedNames]));
    // grep(1): none, which is status 1.
    expect(steps["processes left"]).toEqual({ out: "", status: 1 });
    expect(steps["requests refused"]).toEqual({ out: "0\n", status: 1 });
  });

  test("all modules are from the root, and the tools tell the truth about them", () => {
    const files = filesFor([...lines("devices"), ...MOUNTING, ...requestedNames]);
    expect(lines("files").toSorted()).toEqual([...new Set(files)].sort());
    const asTold = (line: string): readonly string[] => line.split(/ +/).slice(0, 3);
    expect(lines("lsmod").slice(1).map(asTold)).toEqual(lines("modules").map(asTold));
  });

  test("modules go in and out by the other tools", () => {
    expect(lines("insmod")).toEqual([]);
    expect(lines("rmmod")).toEqual([]);
    expect(lines("umount")).toEqual([]);
    const gone = ["ext4", "jbd2", "mbcache", "crc16", "crc32c_generic", "crc32c_intel"];
    expect(lines("remove")).toEqual(gone.map((name) => `rmmod ${name}`));
  });
});
