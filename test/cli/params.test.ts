import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { SystemError } from "../../src/core/errors.ts";
import type { Platform } from "../../src/core/platform.ts";
import { buildElf } from "../support/elf-builder.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { schemaProblems } from "../support/json-schema.ts";
import type { Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const SOUND = buildElf({
  modinfo: [
    "license=GPL",
    "parmtype=power_save:int",
    "parm=power_save:Seconds until the device sleeps\n\t\t(0 = never)",
    "parmtype=index:array of int",
    "parmtype=enable:array of bool",
    "parmtype=model:charp",
    "parmtype=mask:uint",
    "parmtype=secret:charp",
    "parmtype=hidden:bool",
    "parm=own:A value of the module's own",
  ],
});

const SYSTEM: Tree = {
  "lib/modules/1.0": {
    "modules.dep": "sound.ko:\nidle.ko:\nbroken.ko:\n",
    "modules.alias": "alias pci:snd* sound\n",
    "modules.builtin": "kernel/rtc.ko\n",
    "modules.builtin.modinfo":
      "rtc.parmtype=utc:bool\0rtc.parm=utc:The clock runs in UTC\0rtc.parmtype=year:int\0core.x=1\0",
    "sound.ko": SOUND,
    "idle.ko": buildElf({ modinfo: ["license=GPL", "parmtype=mode:int"] }),
    "broken.ko": "no module",
  },
  "etc/modprobe.d": {
    "a.conf": "# first\noptions sound power_save=10 index=1,0x2\noptions sound enable=1 modle=x\n",
    "b.conf": 'options sound power_save=0x5 model="two words"\noptions rtc utc=0\noptions idle mode=slow\n',
    "c.conf": "options pci:snd9 index=9\noptions sound own=auto secret=s hidden=1 dyndbg=+p mask=-1\n",
    "d.conf": "options broken any=1\noptions absent x=1\ninstall idle /bin/true\n",
  },
  "proc/cmdline": "quiet rtc.year=1999 sound.enable=n,0 printk.time=1\n",
  "sys/module": {
    sound: {
      initstate: "live\n",
      parameters: {
        power_save: "10\n",
        index: "1,2,-1,-1\n",
        enable: "N,N\n",
        model: "other\n",
        mask: "7\n",
        own: "[auto] off\n",
        secret: "s\n",
      },
    },
    rtc: { parameters: { utc: "Y\n", year: "2000\n" } },
    printk: { parameters: { time: "N\n", devkmsg: "on off\n" } },
    broken: { initstate: "live\n", parameters: { any: "0\n" } },
  },
};

/** Reading one parameter is forbidden, and some cannot be written. */
function platform(): MemoryPlatform {
  const memory = memoryPlatform(SYSTEM, { release: "1.0" });
  const { files } = memory;
  for (const name of ["index", "enable"]) files.setMode(`/sys/module/sound/parameters/${name}`, 0o444);
  for (const name of ["utc", "year"]) files.setMode(`/sys/module/rtc/parameters/${name}`, 0o444);
  files.setMode("/sys/module/sound/parameters/secret", 0o200);
  const read = (path: string): Uint8Array => {
    if (path.endsWith("/secret")) throw new SystemError("read", path, "EACCES");
    return files.read(path);
  };
  return { ...memory, files: { ...files, read } };
}

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function params(...words: readonly string[]): Printed {
  const over = platform();
  const status = run(["kmod-ts", "params", ...words], over);
  return { status, ...over.written };
}

const good = (out: string): Printed => ({ status: 0, out, err: "" });

describe("kmod-ts params", () => {
  test("prints of each parameter what it is, what it should be and by which line, and what it is now", () => {
    expect(params("sound")).toEqual(
      good(`sound (loaded)
  own
    A value of the module's own
    live "[auto] off", can be written
    wanted auto (/etc/modprobe.d/c.conf:2); may differ; perhaps the same in other words; write it to change it
  hidden: bool
    live is not shown by the kernel
    wanted 1 (/etc/modprobe.d/c.conf:2)
  secret: charp
    live cannot be read: Permission denied, can be written
    wanted s (/etc/modprobe.d/c.conf:2)
  mask: uint
    live 7, can be written
    wanted -1 (/etc/modprobe.d/c.conf:2); differs; no value of type uint
  model: charp
    live other, can be written
    wanted "two words" (/etc/modprobe.d/b.conf:1); differs; write it to change it
  enable: array of bool
    live N,N
    wanted n,0 (kernel command line)
      in place of 1 (/etc/modprobe.d/a.conf:3)
  index: array of int
    live 1,2,-1,-1
    wanted 1,0x2 (/etc/modprobe.d/a.conf:2)
  power_save: int
    Seconds until the device sleeps
    (0 = never)
    live 10, can be written
    wanted 0x5 (/etc/modprobe.d/b.conf:1); differs; write it to change it
      in place of 10 (/etc/modprobe.d/a.conf:2)
  modle
    wanted x (/etc/modprobe.d/a.conf:3); sound has no such parameter; the nearest is 'model'
  dyndbg
    live is not shown by the kernel
    wanted +p (/etc/modprobe.d/c.conf:2)
`),
    );
  });

  test("counts for a built-in module only the kernel command line", () => {
    expect(params("rtc")).toEqual(
      good(`rtc (built in)
  without effect, because it is built in: options utc=0 (/etc/modprobe.d/b.conf:2)
  year: int
    live 2000
    wanted 1999 (kernel command line); differs; it takes another start of the kernel
  utc: bool
    The clock runs in UTC
    live Y
`),
    );
  });

  test("knows code of the kernel that is no module at all", () => {
    expect(params("printk")).toEqual(
      good(`printk (built in)
  time
    live N, can be written
    wanted 1 (kernel command line); may differ; perhaps the same in other words; write it to change it
  devkmsg
    live "on off", can be written
`),
    );
  });

  test("says of a module that is not loaded what it would get, and who gets it in its place", () => {
    expect(params("idle")).toEqual(
      good(`idle (not loaded)
  an install command takes its place, and gets the options: /etc/modprobe.d/d.conf:3
  mode: int
    wanted slow (/etc/modprobe.d/b.conf:3); no value of type int
`),
    );
  });

  test("names an earlier value that the kernel refuses: a later one does not help", () => {
    const over = memoryPlatform({ ...SYSTEM, "proc/cmdline": "idle.mode=3\n" }, { release: "1.0" });
    expect(run(["kmod-ts", "params", "idle", "--diff"], over)).toBe(0);
    expect(over.written.out).toBe(`idle is not loaded
idle.mode: wanted 3 (kernel command line); slow (/etc/modprobe.d/b.conf:3) is no value of type int
`);
  });

  test("takes aliases, and the lines that name them; and paths", () => {
    expect(params("pci:snd8", "--diff")).toEqual(params("sound", "--diff"));
    expect(params("pci:snd9", "--diff").out).toContain(
      "sound.index differs: wanted 9 (/etc/modprobe.d/c.conf:1), the kernel has 1,2,-1,-1; the module must be loaded again\n",
    );
    expect(params("/lib/modules/1.0/idle.ko")).toEqual(params("idle"));
  });

  test("prints with --diff only what is not as wanted", () => {
    expect(params("--diff", "sound", "rtc", "idle")).toEqual(
      good(`sound.own may differ: wanted auto (/etc/modprobe.d/c.conf:2), the kernel has "[auto] off"; perhaps the same in other words; write it to change it
sound.mask differs: wanted -1 (/etc/modprobe.d/c.conf:2), the kernel has 7; no value of type uint
sound.model differs: wanted "two words" (/etc/modprobe.d/b.conf:1), the kernel has other; write it to change it
sound.power_save differs: wanted 0x5 (/etc/modprobe.d/b.conf:1), the kernel has 10; write it to change it
sound.modle: wanted x (/etc/modprobe.d/a.conf:3); sound has no such parameter; the nearest is 'model'
rtc.year differs: wanted 1999 (kernel command line), the kernel has 2000; it takes another start of the kernel
idle is not loaded
idle.mode: wanted slow (/etc/modprobe.d/b.conf:3); no value of type int
`),
    );
  });

  test("does the same with --changed for whatever is in the kernel, and tells which file could not be read", () => {
    const { status, out, err } = params("--changed");
    expect(out.split("\n").map((line) => line.split(/:| may| differs/)[0])).toEqual([
      "sound.own",
      "sound.mask",
      "sound.model",
      "sound.power_save",
      "sound.modle",
      "rtc.year",
      "broken.any",
      "printk.time",
      "",
    ]);
    const path = "/lib/modules/1.0/broken.ko";
    expect({ status, err }).toEqual({
      status: 1,
      err: `kmod-ts: ERROR: could not read which parameters '${path}' has: too short for an ELF file\n`,
    });
  });

  test("refuses what it cannot know", () => {
    expect(params("soud").err).toBe(
      "kmod-ts: ERROR: module 'soud' not found in directory /lib/modules/1.0; did you mean 'sound'?\n",
    );
    expect(params("nosuch", "idle")).toEqual({
      ...params("idle"),
      status: 1,
      err: "kmod-ts: ERROR: module 'nosuch' not found in directory /lib/modules/1.0\n",
    });
    expect(params().err).toBe("kmod-ts: ERROR: name at least one module. See 'kmod-ts params --help'.\n");
    expect(params("--changed", "x").err).toBe(
      "kmod-ts: ERROR: --changed takes no module names, --diff does. See 'kmod-ts params --help'.\n",
    );
  });

  test("has the same as JSON and as a table", () => {
    for (const words of [["sound", "rtc", "printk", "idle"], ["--changed"], ["--diff", "sound"]]) {
      const document = JSON.parse(params("--json", ...words).out);
      expect(schemaProblems("params", document)).toEqual([]);
    }
    const document = JSON.parse(params("--json", "--diff", "rtc").out);
    expect(document).toEqual({
      schemaVersion: 1,
      directory: "/lib/modules/1.0",
      running: true,
      modules: [
        {
          name: "rtc",
          presence: "builtin",
          path: null,
          described: true,
          installCommand: null,
          ignored: [{ options: "utc=0", origin: { kind: "file", path: "/etc/modprobe.d/b.conf", line: 2 } }],
          parameters: [
            {
              name: "year",
              type: "int",
              description: null,
              known: true,
              nearest: null,
              settings: [{ value: "1999", origin: { kind: "command-line" } }],
              acceptable: true,
              live: { value: "2000", error: null, mode: 0o444 },
              agreement: "different",
              change: "restart",
            },
          ],
        },
      ],
    });
    expect(params("--table", "rtc").out).toBe(
      [
        "Module | Parameter | Type | Live | Wanted | From | Remark",
        "rtc | year | int | 2000 | 1999 | kernel command line | differs; it takes another start of the kernel",
        "rtc | utc | bool | Y |  |  | ",
        "",
      ].join("\n"),
    );
  });

  test("reads no parameter that is no file of a reasonable size", () => {
    const tree: Tree = {
      "lib/modules/1/modules.builtin": "big.ko\n",
      "sys/module/big/parameters": { huge: new Uint8Array(100_000), folder: {} },
    };
    const over = memoryPlatform(tree, { release: "1" });
    expect(run(["kmod-ts", "params", "big"], over)).toBe(0);
    expect(over.written.out).toBe(`big (built in)
  huge
    live cannot be read: File too large, can be written
  folder
    live cannot be read: Invalid argument, can be written
`);
  });
});

describe("the fault sweep of kmod-ts params", () => {
  /** What is not there says nothing, nor does a place of configuration that cannot be looked at; a value that cannot be read is shown so. */
  const survives = ({ errno, method, subject }: Fault): boolean =>
    errno === "ENOENT" || (method !== "files.read" && /modprobe\.d/.test(subject)) || /\/parameters\/./.test(subject);
  /** An index that is not there finds nothing. */
  const explains = ({ errno, subject }: Fault): string | undefined =>
    errno === "ENOENT" && subject.includes("/modules.") ? "not found" : undefined;
  const sweep = (...words: readonly string[]): number =>
    faultSweep({
      platform,
      run: (faulty: Platform) => run(["kmod-ts", "params", ...words], faulty),
      survives,
      explains,
    }).length;

  test.each([[["sound"]], [["rtc"]], [["--diff", "--json", "pci:snd1"]]])(
    "no failure of the platform goes unnoticed (%j)",
    (words) => {
      expect(sweep(...words)).toBeGreaterThan(20);
    },
  );
});
