/** Why something was refused: when it is told, where, and that telling it changes nothing else. */

import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { SystemError } from "../../src/core/errors.ts";
import { buildElf } from "../support/elf-builder.ts";
import { SWEPT_ERRNOS } from "../support/fault-sweep.ts";
import { faulty } from "../support/faulty.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, type MemoryPlatformOptions, memoryPlatform } from "../support/memory-platform.ts";
import { recording } from "../support/recording.ts";
import { configured, directory, insmod, loaded, modules } from "./modprobe-trial.ts";
import { runOn, runTool, uses } from "./modprobe-trial-kernel.ts";

const REFUSED = "aa: version magic '2.0 ' should be '1.0 '";

/** aa is of another kernel. */
const foreign: Tree = {
  [`${directory}/kernel/aa.ko`]: buildElf({ modinfo: ["vermagic=2.0 ", "parmtype=max_part:int"] }),
};
const kernel = { uses, insertion: { aa: ["ENOEXEC"] }, logs: { aa: [REFUSED] } } as const;

const line = "modprobe: ERROR: could not insert 'bb': Exec format error\n";
const why = [
  `  it failed at aa, which bb needs (${directory}/kernel/aa.ko)\n`,
  `  kernel: ${REFUSED}\n`,
  "  built for 2.0, this kernel is 1.0\n",
].join("");

describe("a refused insertion", () => {
  test("is explained on a terminal and with -v, below kmod's own line", () => {
    expect(runTool("modprobe bb", foreign, { kernel, terminal: true })).toMatchObject({
      out: "",
      err: line + why,
      status: 1,
    });
    expect(runTool("modprobe -v bb", foreign, { kernel })).toMatchObject({
      out: insmod("aa"),
      err: line + why,
      status: 1,
    });
    const path = `${directory}/kernel/aa.ko`;
    expect(runTool(`insmod -v ${path}`, foreign, { kernel })).toMatchObject({
      err: `insmod: ERROR: could not insert module ${path}: Invalid module format\n${why.slice(why.indexOf("\n") + 1)}`,
      status: 1,
    });
  });

  test("is explained in the width of the terminal, below kmod's own line, which is never broken", () => {
    const why = [
      "  it failed at aa, which bb needs",
      "    (/lib/modules/1.0/kernel/aa.ko)",
      "  kernel: aa: version magic '2.0 '",
      "    should be '1.0 '",
      "  built for 2.0, this kernel is 1.0",
      "",
    ].join("\n");
    expect(runTool("modprobe bb", foreign, { kernel, terminal: true, columns: 40 }).err).toBe(line + why);
  });

  test("is not explained elsewhere, nor is anything asked for it", () => {
    const quiet = { kernel, terminal: true };
    expect(runTool("modprobe bb", foreign, { kernel }).err).toBe(line);
    expect(runTool("modprobe -q bb", foreign, quiet).err).toBe("");
    expect(runTool("modprobe -v -q bb", foreign, { kernel }).err).toBe("");
    const recorder = recording(memoryPlatform({ ...modules, ...foreign }, { release: "1.0", kernel }));
    run(["modprobe", "bb"], {
      ...recorder,
      kernel: { ...recorder.kernel, watchLog: () => expect.fail("the log is opened") },
    });
    const refused = recorder.calls.findIndex(({ method }) => method === "kernel.insertFile");
    expect(recorder.calls.slice(refused + 1)).toEqual([{ method: "host.write", subject: "err" }]);
  });

  test("goes to the system log with -s", () => {
    const { err, platform } = runTool("modprobe -s -v aa", foreign, { kernel });
    expect([err, platform.logged]).toEqual([
      "",
      [
        "modprobe 3 ERROR: could not insert 'aa': Exec format error",
        `modprobe 6 INFO: kernel: ${REFUSED}`,
        "modprobe 6 INFO: built for 2.0, this kernel is 1.0",
      ],
    ]);
  });

  test("is data with --json, and says nothing more", () => {
    const { out, err } = runTool("modprobe --json -q bb", foreign, { kernel });
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({
      failures: [
        {
          operation: "insert",
          module: "bb",
          errno: "ENOEXEC",
          message: "could not insert 'bb': Exec format error",
          findings: [
            { kind: "dependency", text: why.split("\n")[0]?.slice(2), module: "aa", path: `${directory}/kernel/aa.ko` },
            { kind: "log", text: `kernel: ${REFUSED}`, message: REFUSED },
            {
              kind: "vermagic",
              text: "built for 2.0, this kernel is 1.0",
              ofModule: "2.0 ",
              ofKernel: "1.0 ",
              onlyModule: ["2.0"],
              onlyKernel: ["1.0"],
            },
          ],
        },
      ],
      notes: [],
    });
    expect(runTool("modprobe --json bb", foreign, { kernel }).err).toBe(line);
  });

  test("of a soft dependency is passed over, as ever", () => {
    const tree = { ...foreign, ...configured("softdep dd pre: aa\n") };
    expect(runTool("modprobe -v dd", tree, { kernel })).toMatchObject({ err: "", status: 0 });
  });

  test("names the line of an install command that failed", () => {
    const options: MemoryPlatformOptions = { shell: () => ({ kind: "exit", status: 3 }), terminal: true };
    expect(runTool("modprobe bb", configured("# one\ninstall aa false\n"), options).err).toBe(
      [
        "modprobe: ERROR: Error running install command 'false' for module aa: retcode 3",
        "modprobe: ERROR: could not insert 'bb': Invalid argument",
        "  it failed at aa, which bb needs",
        "  the install command ended with status 3; it is written in /etc/modprobe.d/a.conf, line 2\n",
      ].join("\n"),
    );
    const removing = runTool("modprobe -r aa", configured("remove aa false\n"), options);
    expect(removing.err).toBe(
      "modprobe: FATAL: Error running remove command for aa\n  the remove command ended with status 3; it is written in /etc/modprobe.d/a.conf, line 1\n",
    );
  });

  test("for want of our own addon is explained always, but once", () => {
    const missing = (args: string, terminal: boolean): string => {
      const platform = memoryPlatform(modules, { release: "1.0", terminal });
      const insertFile = (path: string): never => {
        throw new SystemError("finit_module", path, "ENOSYS", "needs the addon");
      };
      const insertImage = (): never => insertFile("");
      run(args.split(" "), { ...platform, kernel: { ...platform.kernel, insertFile, insertImage } });
      return platform.written.err;
    };
    const err = "modprobe: ERROR: could not insert 'aa': Function not implemented\n  needs the addon\n";
    expect(missing("modprobe aa", false)).toBe(err);
    expect(missing("modprobe aa", true)).toBe(err);
    expect(missing("modprobe -q aa", true)).toBe("");
    const xz = { ...modules, [`${directory}/kernel/aa.ko`]: "\xfd7zXZ\x00" };
    expect(runTool("modprobe aa", xz).err).toBe(
      "modprobe: ERROR: decompress 'xz': no codecs here\nmodprobe: ERROR: could not insert 'aa': Function not implemented\n",
    );
  });
});

describe("a parameter that the module does not have", () => {
  const ignored = { logs: { aa: ["aa: unknown parameter 'max_prt' ignored"] } };
  const remark = "WARNING: module aa has no parameter 'max_prt'; the nearest is 'max_part'\n";

  test("is remarked on a terminal and with -v, though the module is in", () => {
    expect(runTool("modprobe aa max_prt=8", foreign, { kernel: ignored, terminal: true })).toMatchObject({
      err: `modprobe: ${remark}`,
      status: 0,
    });
    const path = `${directory}/kernel/aa.ko`;
    expect(runTool(`insmod ${path} max_prt=8`, foreign, { kernel: ignored, terminal: true }).err).toBe(
      `insmod: ${remark}`,
    );
    expect(runTool("modprobe aa max_prt=8", foreign, { kernel: ignored }).err).toBe("");
    expect(runTool("modprobe -q aa max_prt=8", foreign, { kernel: ignored, terminal: true }).err).toBe("");
  });

  test("is a note with --json", () => {
    const { out, err } = runTool("modprobe --json aa max_prt=8", foreign, { kernel: ignored });
    expect([err, JSON.parse(out)]).toMatchObject([
      "",
      {
        failures: [],
        notes: [{ module: "aa", findings: [{ kind: "parameter", parameter: "max_prt", nearest: "max_part" }] }],
      },
    ]);
  });
});

describe("a refused removal", () => {
  const held: Tree = { ...loaded("aa", 1), ...loaded("bb"), "/sys/module/aa/holders/bb": linkTo("../../bb") };

  test("is explained before the message ends the run", () => {
    const err = "modprobe: FATAL: Module aa is in use.\n  it is used by bb, which must go first\n";
    expect(runTool("modprobe -r aa dd", held, { terminal: true })).toMatchObject({ err, status: 1, calls: [] });
    expect(runTool("modprobe -r aa", held).err).toBe("modprobe: FATAL: Module aa is in use.\n");
    expect(runTool("modprobe -r -a -v aa", held).err).toBe(
      "modprobe: WARNING: Module aa is in use.\n  it is used by bb, which must go first\n",
    );
    expect(runTool("rmmod -v aa", held).err).toBe(
      "rmmod: ERROR: Module aa is in use by: bb\n  it is used by bb, which must go first\n",
    );
  });

  test("is explained after what the kernel answered", () => {
    const tree = { ...loaded("aa"), "/proc/modules": "aa 1 0 [permanent], Live 0x0\n" };
    const busy = { kernel: { removal: { aa: ["EBUSY"] } }, terminal: true } as const;
    const because = "  it has no exit function: it stays until the next boot\n";
    expect(runTool("modprobe -r aa", tree, busy).err).toBe(
      `modprobe: ERROR: could not remove 'aa': Device or resource busy\n${because}`,
    );
    expect(runTool("rmmod -f aa", tree, busy).err).toBe(
      `rmmod: ERROR: could not remove 'aa': Device or resource busy\nrmmod: ERROR: could not remove module aa: Device or resource busy\n${because}`,
    );
  });

  test("is data with --json, also where kmod says nothing", () => {
    const { out } = runTool("modprobe -r -n --json aa", held);
    const message = "Module aa is in use.";
    const findings = [{ kind: "holders", text: "it is used by bb, which must go first", modules: ["bb"] }];
    const failure = { operation: "remove", module: "aa", errno: null, message, findings };
    expect(JSON.parse(out)).toEqual({ schemaVersion: 1, steps: [], failures: [failure], notes: [] });
    const going = { "/sys/module/aa": { initstate: "going\n", refcnt: "-1\n", holders: {} } };
    const silent = runTool("rmmod --json -v aa", going);
    expect(silent.err).toBe("");
    expect(JSON.parse(silent.out)).toMatchObject({
      failures: [{ message: "", findings: [{ kind: "state", state: "going" }] }],
    });
  });

  test("of a name that nothing stands for names what is loaded instead", () => {
    const tree = { "/proc/modules": "ab 1 0 - Live 0x0\naab 1 0 - Live 0x0\n" };
    expect(runTool("modprobe -r aaab", tree, { terminal: true }).err).toBe(
      "modprobe: FATAL: Module aaab not found.\n  loaded under a near name: aab\n",
    );
  });
});

describe("what fails while a failure is explained", () => {
  const world: Tree = {
    ...modules,
    ...foreign,
    ...loaded("dd", 1),
    "/sys/dev/char/1:3/uevent": "DEVNAME=null\n",
    "/sys/class/net/eth0/uevent": "DEVTYPE=x\n",
    "/proc": { "self/mountinfo": "1 1 8:1 / / rw - ext4 /dev/sda rw\n", "1/fd/0": linkTo("/dev/null"), modules: "" },
    [`${directory}/modules.alias`]: "alias char-major-1-3 dd\n",
  };
  const fresh = (errno: "ENOEXEC" | "EINVAL" | "ENOENT" | "EPERM"): MemoryPlatform =>
    memoryPlatform(world, {
      release: "1.0",
      kernel: { uses, insertion: { aa: [errno] }, removal: { dd: ["EAGAIN"] } },
    });

  test.each([
    ["modprobe -v bb x=1", "ENOEXEC"],
    ["modprobe -v bb", "EINVAL"],
    ["modprobe -v --json bb", "ENOENT"],
    ["modprobe -v aa", "EPERM"],
    ["modprobe -r -v dd", "ENOENT"],
    ["modprobe -r -v -w 1 dd", "ENOENT"],
    ["rmmod -v -f dd", "ENOENT"],
  ] as const)("hides and changes nothing (%s, %s)", (args, errno) => {
    const words = args.split(" ");
    const recorder = recording(fresh(errno));
    const status = run(words, recorder);
    const told = recorder.calls.findIndex(({ method, subject }) => method === "host.write" && subject === "err");
    const wordsOfKmod = runOn(fresh(errno), args).err.replace(/^ {2}.*\n/gm, "");
    expect(recorder.calls.length - told).toBeGreaterThan(5);
    for (const fault of SWEPT_ERRNOS) {
      for (let position = told + 1; position < recorder.calls.length; position++) {
        // Output that cannot be written is another matter.
        if (recorder.calls[position]?.method === "host.write") continue;
        const platform = fresh(errno);
        const outcome = run(
          words,
          faulty(platform, (_, at) => (at === position ? fault : undefined)),
        );
        expect([outcome, platform.written.err.replace(/^ {2}.*\n/gm, "")]).toEqual([status, wordsOfKmod]);
      }
    }
  });
});
