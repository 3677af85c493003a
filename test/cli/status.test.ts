import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { answerOn, configured, DIRECTORY, loadedLine, MODULES } from "../support/answers-tree.ts";
import { readTree } from "../support/disk-tree.ts";
import { schemaProblems } from "../support/json-schema.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { recording } from "../support/recording.ts";

const TREE = readTree(join(import.meta.dirname, "../../fixtures/roots/crossroads/root"), "by name");

function answer(release: string, ...words: readonly string[]): { status: number; out: string; err: string } {
  const platform = memoryPlatform(TREE, { release });
  const status = run(["kmod-ts", ...words], platform);
  return { status, ...platform.written };
}

describe("kmod-ts status", () => {
  test("reads nothing but /proc/modules for what is loaded", () => {
    const recorder = recording(memoryPlatform(TREE, { release: "6.1.0-fixture" }));
    expect(run(["kmod-ts", "status", "acme-core", "acme_gpu"], recorder)).toBe(3);
    const opened = recorder.calls.filter(({ method }) => method.startsWith("files.")).map(({ subject }) => subject);
    expect(opened).toEqual(["/proc/modules"]);
  });

  const warning =
    "kmod-ts: WARNING: there is no /lib/modules/6.2.0-new, only 6.1.0-fixture (was the kernel upgraded since it was booted?)\n";

  test("says that the running kernel has no modules any more, where that is why one is missing", () => {
    expect(answer("6.2.0-new", "status", "acme_fs")).toEqual({ status: 4, out: "acme_fs missing\n", err: warning });
    expect(answer("6.2.0-new", "status", "acme_core")).toEqual({ status: 0, out: "acme_core loaded\n", err: "" });
  });

  test("as does explain", () => {
    const out = "acme_fs stands for no module in /lib/modules/6.2.0-new\n";
    expect(answer("6.2.0-new", "explain", "acme_fs")).toEqual({ status: 4, out, err: warning });
  });
});

describe("kmod-ts status of a loaded module", () => {
  const tree = {
    ...MODULES,
    ...configured("alias lone low\nblacklist lone\n"),
    "/proc/modules": loadedLine("lone"),
  };

  test("is the same in every form, whatever an alias makes of its name", () => {
    expect(answerOn(tree, "status", "lone")).toEqual({ status: 0, out: "lone loaded\n", err: "" });
    const out = "lone loaded\n  blacklist (/etc/modprobe.d/a.conf:2)\n";
    expect(answerOn(tree, "status", "-v", "lone")).toEqual({ status: 0, out, err: "" });
    const { status, out: json } = answerOn(tree, "status", "--json", "lone");
    expect([status, JSON.parse(json)]).toMatchObject([0, { modules: [{ module: "lone", state: "loaded" }] }]);
  });
});

describe("kmod-ts status says with -v why a module is missing", () => {
  test("that depmod has not indexed its file", () => {
    const tree = { ...MODULES, [`${DIRECTORY}/extra/fresh-one.ko.xz`]: "" };
    expect(answerOn(tree, "status", "fresh-one")).toEqual({ status: 4, out: "fresh-one missing\n", err: "" });
    const out = `fresh-one missing\n  not indexed: modules.dep does not have ${DIRECTORY}/extra/fresh-one.ko.xz, run depmod\n`;
    expect(answerOn(tree, "status", "-v", "fresh-one")).toEqual({ status: 4, out, err: "" });
    const hindrance = {
      kind: "not-indexed",
      module: "fresh_one",
      command: null,
      path: `${DIRECTORY}/extra/fresh-one.ko.xz`,
      origin: null,
      ignoredByKmod: false,
    };
    const { out: json } = answerOn(tree, "status", "--json", "fresh-one");
    expect(schemaProblems("status", JSON.parse(json))).toEqual([]);
    expect(JSON.parse(json)).toEqual({
      schemaVersion: 1,
      directory: DIRECTORY,
      running: true,
      modules: [{ request: "fresh-one", module: "fresh_one", state: "missing", hindrances: [hindrance] }],
    });
  });

  test("that an alias led to another one", () => {
    const tree = {
      ...MODULES,
      ...configured("alias first second\nalias second low\nalias third al-x\nalias off nosuch\n"),
    };
    const out = [
      "first missing",
      "  second is an alias itself (/etc/modprobe.d/a.conf:2), and an alias of an alias is not followed",
      "third missing",
      `  al_x is an alias itself (${DIRECTORY}/modules.alias:1), and an alias of an alias is not followed`,
      "off missing",
      "",
    ].join("\n");
    expect(answerOn(tree, "status", "-v", "first", "third", "off")).toEqual({ status: 4, out, err: "" });
  });

  test("that nothing is indexed", () => {
    const tree = { [`${DIRECTORY}/low.ko`]: "", "/proc/modules": "" };
    const err = `kmod-ts: WARNING: there is no modules.dep in ${DIRECTORY}, so that its modules are unknown: run depmod\n`;
    expect(answerOn(tree, "status", "low", "top")).toEqual({ status: 4, out: "low missing\ntop missing\n", err });
  });
});

describe("a module is blocked only where nobody's modprobe loads it", () => {
  const command = "  install command '/bin/true' in its place (/etc/modprobe.d/a.conf:1)";
  const ignored = `${command}, but kmod's modprobe ignores it because of the softdep at`;
  test.each([
    ["", "lone", 4, `lone blocked\n${command}\n`],
    ["softdep lone pre: nosuch\n", "lone", 4, `lone blocked\n${command}\n`],
    ["softdep lone pre: low\n", "lone", 3, `lone available\n${ignored} /etc/modprobe.d/a.conf:2\n`],
  ])("beside an install command and %j: %s", (line, name, status, out) => {
    const tree = { ...MODULES, ...configured(`install lone /bin/true\n${line}`) };
    expect(answerOn(tree, "status", "-v", name)).toEqual({ status, out, err: "" });
  });

  test("and modules.softdep counts too", () => {
    const tree = {
      ...MODULES,
      ...configured("install lone /bin/true\n"),
      "/lib/modules/1.0/modules.softdep": "# Soft dependencies\nsoftdep lone pre: inside\n",
    };
    const out = `lone available\n${ignored} /lib/modules/1.0/modules.softdep:2\n`;
    expect(answerOn(tree, "status", "-v", "lone")).toEqual({ status: 3, out, err: "" });
  });
});
