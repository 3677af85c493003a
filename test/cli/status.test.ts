import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { answerOn, configured, MODULES } from "../support/answers-tree.ts";
import { readTree } from "../support/disk-tree.ts";
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
