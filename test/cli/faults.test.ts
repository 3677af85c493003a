import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { fixtureBytes } from "../support/fixture-modules.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const D = "/lib/modules/1.0";

const TREE: Tree = {
  [`${D}/modules.dep`]: "kernel/aa.ko:\nkernel/bb.ko: kernel/aa.ko\n",
  [`${D}/modules.alias`]: "alias al-* bb\n",
  [`${D}/modules.symbols`]: "alias symbol:sym aa\n",
  [`${D}/modules.softdep`]: "softdep bb pre: al-x\n",
  [`${D}/modules.builtin`]: "kernel/bi.ko\n",
  [`${D}/modules.builtin.modinfo`]: "bi.license=GPL\0",
  [`${D}/kernel`]: { "aa.ko": fixtureBytes("gcc12-amd64-signed.ko"), "bb.ko": fixtureBytes("gcc12-armhf.ko") },
  "/etc/modprobe.d/a.conf": "options bb x=1\n",
  "/proc/cmdline": "bb.y=2\n",
  "/sys/module/aa/initstate": "live\n",
  "/sys/module/aa/refcnt": "0\n",
  "/m.ko": fixtureBytes("gcc12-amd64-signed.ko"),
};

const platform = (): MemoryPlatform => memoryPlatform(TREE, { release: "1.0" });

/** Expected absence: what is not there says nothing, and kmod goes on without a word. */
const isAbsence = ({ errno }: Fault): boolean => errno === "ENOENT";

/** An index that is not there finds nothing: the message is about the name, as in kmod. */
const explains = ({ errno, subject }: Fault): string | undefined =>
  errno === "ENOENT" && subject.includes("/modules.") ? "not found" : undefined;

/** A dependency whose file cannot be seen leaves the module without dependencies; there is a message, and status 0. */
const isDependencyFile = ({ method, subject }: Fault): boolean => method === "files.exists" && subject.endsWith(".ko");

/** Configuration that cannot be read is passed over, as the reference has it. */
const isConfiguration = ({ subject }: Fault): boolean => /modprobe\.d|modules\.(soft|weak)dep|cmdline/.test(subject);

describe("modinfo", () => {
  test.each([[["/m.ko"]], [["aa"]], [["al-x"]], [["bi"]], [["-F", "license", "aa", "/m.ko"]], [["--json", "aa"]]])(
    "no failure of the platform goes unnoticed (%j)",
    (words) => {
      const outcomes = faultSweep({
        platform,
        run: (faulty) => run(["modinfo", ...words], faulty),
        survives: isAbsence,
        explains,
      });
      expect(outcomes.length).toBeGreaterThan(4);
    },
  );
});

describe("modprobe", () => {
  test.each([
    [["-D", "bb"]],
    [["-n", "bb"]],
    [["-R", "al-x"]],
    [["-R", "symbol:sym"]],
    [["-c"]],
    [["-l"]],
    [["-r", "-n", "aa"]],
    [["-r", "-D", "aa"]],
    [["--show-modversions", "aa"]],
    [["--show-exports", "/m.ko"]],
    [["-c", "--json"]],
  ])("no failure of the platform goes unnoticed (%j)", (words) => {
    const outcomes = faultSweep({
      platform,
      run: (faulty) => run(["modprobe", ...words], faulty),
      survives: (fault) => isAbsence(fault) || isConfiguration(fault) || isDependencyFile(fault),
      explains,
    });
    expect(outcomes.length).toBeGreaterThan(4);
  });
});
