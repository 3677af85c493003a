import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { schemaProblems } from "../support/json-schema.ts";
import { deviceNode, linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";

const PCI = "/sys/devices/pci0000:00";
const subsystem = linkTo("../../../bus/pci");

const SYSTEM: Tree = {
  "lib/modules/1.0": {
    "modules.dep": ["gpu", "gpu-old", "wifi", "forbidden", "gone", "kvm"].map((name) => `k/${name}.ko:\n`).join(""),
    "modules.alias": [
      "alias pci:v1* gpu",
      "alias pci:v1* gpu_old",
      "alias pci:v2* wifi",
      "alias pci:v3* forbidden",
      "alias pci:v3* gone",
      "alias pci:v5* gpu",
      "alias cpu:* kvm",
      "",
    ].join("\n"),
    "modules.builtin": "kernel/ehci.ko\n",
    "modules.builtin.modinfo": "ehci.alias=pci:v1usb*\0",
    k: { "gpu.ko": "", "gpu-old.ko": "", "wifi.ko": "", "forbidden.ko": "", "kvm.ko": "" },
  },
  "etc/modprobe.d/a.conf": [
    "blacklist gpu-old",
    "blacklist forbidden",
    "install wifi /bin/true",
    "alias pci:v4* missing",
    "",
  ].join("\n"),
  "proc/modules": "gpu 1 0 - Live 0x0\nkvm 1 0 - Live 0x0\n",
  "proc/cmdline": "quiet modprobe.blacklist=forbidden\n",
  sys: {
    "bus/pci": {
      devices: {
        "0000:00:05.0": linkTo("../../../devices/pci0000:00/0000:00:05.0"),
        "0000:00:01.0": linkTo("../../../devices/pci0000:00/0000:00:01.0"),
        "0000:00:02.0": linkTo("../../../devices/pci0000:00/0000:00:02.0"),
        "0000:00:03.0": linkTo("../../../devices/pci0000:00/0000:00:03.0"),
        "0000:00:04.0": linkTo("../../../devices/pci0000:00/0000:00:04.0"),
        "0000:00:06.0": linkTo("../../../devices/pci0000:00/0000:00:06.0"),
      },
      drivers: { "gpu-drm/module": linkTo("../../../../module/gpu"), pcieport: {} },
    },
    "bus/quiet/devices/q0": linkTo("../../../devices/q0"),
    "bus/empty": {},
    "module/gpu": {},
    devices: {
      q0: {},
      "pci0000:00": {
        "0000:00:01.0": { modalias: "pci:v1\n", driver: linkTo("../../../bus/pci/drivers/gpu-drm"), subsystem },
        "0000:00:02.0": { modalias: "pci:v2\n", subsystem },
        "0000:00:03.0": { modalias: "pci:v3\n", subsystem },
        "0000:00:04.0": { modalias: "pci:v4\n", subsystem },
        "0000:00:05.0": { modalias: "pci:v5\n", subsystem },
        "0000:00:06.0": {
          driver: linkTo("../../../bus/pci/drivers/pcieport"),
          subsystem,
          "host0/block/sda": {
            uevent: "MAJOR=8\nMINOR=0\nDEVNAME=sda\n",
            subsystem: linkTo("../../../../../../class/block"),
            sda1: { uevent: "MAJOR=8\nMINOR=1\nDEVNAME=sda1\n" },
          },
        },
      },
      "system/cpu": { modalias: "cpu:type:x86\n", cpu0: {}, uevent: "" },
      "virtual/dmi/id": { modalias: "dmi:nobody\n" },
      "virtual/input/mice": { uevent: "DEVNAME=input/mice\n" },
    },
    "class/block/sda": linkTo("../../devices/pci0000:00/0000:00:06.0/host0/block/sda"),
    "dev/block": {
      "8:0": linkTo("../../devices/pci0000:00/0000:00:06.0/host0/block/sda"),
      "8:1": linkTo("../../devices/pci0000:00/0000:00:06.0/host0/block/sda/sda1"),
    },
    "dev/char/13:63": linkTo("../../devices/virtual/input/mice"),
  },
  dev: { sda1: "", "disk/by-label/root": linkTo("../../sda1") },
};

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function overTree(tree: Tree, ...words: readonly string[]): Printed {
  const platform = memoryPlatform(tree, { release: "1.0" });
  const status = run(["kmod-ts", "devices", ...words], platform);
  return { status, ...platform.written };
}

const devices = (...words: readonly string[]): Printed => overTree(SYSTEM, ...words);
const good = (out: string): Printed => ({ status: 0, out, err: "" });
const failed = (err: string): Printed => ({ status: 1, out: "", err: `kmod-ts: ERROR: ${err}\n` });

const UNBOUND = `pci 0000:00:02.0: no driver
  wifi: blocked; install command '/bin/true' in its place (/etc/modprobe.d/a.conf:3)
pci 0000:00:03.0: no driver
  forbidden: blocked; blacklist (/etc/modprobe.d/a.conf:2); blacklist (kernel command line)
  gone: missing; modules.dep names /lib/modules/1.0/k/gone.ko, which is not there
pci 0000:00:04.0: no driver
  missing: missing
pci 0000:00:05.0: no driver
  gpu: loaded, but does not take it
`;

describe("kmod-ts devices", () => {
  test("lists what has a driver or could have one, by bus and address, with what keeps candidates away", () => {
    expect(devices()).toEqual(
      good(`pci 0000:00:01.0: gpu-drm, of module gpu
${UNBOUND}pci 0000:00:06.0: pcieport, part of the kernel
/sys/devices/system/cpu: on no bus, where drivers are
  kvm: loaded
/sys/devices/virtual/dmi/id: on no bus, where drivers are
`),
    );
  });

  test("lists with --unbound only those that a driver could take and none has", () => {
    expect(devices("--unbound")).toEqual(good(UNBOUND));
  });

  test("shows a device in full, by its directory, one below it, a link to it, or its address", () => {
    const shown = good(`${PCI}/0000:00:01.0 (pci)
  modalias: pci:v1
  driver: gpu-drm, of module gpu
  gpu: loaded, drives it
  gpu_old: blocked; blacklist (/etc/modprobe.d/a.conf:1)
`);
    for (const name of [
      `${PCI}/0000:00:01.0`,
      "/sys/bus/pci/devices/0000:00:01.0/",
      "pci:0000:00:01.0",
      "pci:00:01.0",
      "0000:00:01.0",
      "00:01.0",
    ]) {
      expect(devices(name)).toEqual(shown);
    }
  });

  test("says which line of the configuration makes a module a candidate", () => {
    expect(devices("pci:00:04.0")).toEqual(
      good(`${PCI}/0000:00:04.0 (pci)
  modalias: pci:v4
  driver: none
  missing: missing, by the alias in /etc/modprobe.d/a.conf:4
`),
    );
  });

  test("asks for each modalias of a device that has two, and names a module once", () => {
    const tree: Tree = {
      "lib/modules/1.0": {
        "modules.dep": "keys.ko:\nsony.ko:\n",
        "modules.alias":
          "alias acpi*:SNY5001:* sony\nalias of:N*T*Cgpio-keys keys\nalias of:N*T*Cgpio-keysC* keys\nalias of:N* sony\n",
        "keys.ko": "",
        "sony.ko": "",
      },
      "sys/devices/SNY5001:00": {
        modalias: "acpi:SNY5001:\nof:NfooTCgpio-keys\n",
        subsystem: linkTo("../../bus/acpi"),
      },
      "sys/bus/acpi/devices/SNY5001:00": linkTo("../../../devices/SNY5001:00"),
    };
    expect(overTree(tree)).toEqual(good("acpi SNY5001:00: no driver\n  sony: available\n  keys: available\n"));
    expect(overTree(tree, "acpi:SNY5001:00")).toEqual(
      good(`/sys/devices/SNY5001:00 (acpi)
  modalias: acpi:SNY5001:
  modalias: of:NfooTCgpio-keys
  driver: none
  sony: available
  keys: available
`),
    );
    const { devices: shown } = JSON.parse(overTree(tree, "--json").out);
    expect(shown).toMatchObject([{ modaliases: ["acpi:SNY5001:", "of:NfooTCgpio-keys"] }]);
    expect(schemaProblems("devices", JSON.parse(overTree(tree, "--json").out))).toEqual([]);
  });

  test("shows what a node stands on, through links of /dev, whether the node is there or not", () => {
    const shown = good(`${PCI}/0000:00:06.0 (pci)
  modalias: none
  driver: pcieport, part of the kernel
`);
    expect(devices("/dev/sda1")).toEqual(shown);
    expect(devices("/dev/disk/by-label/root")).toEqual(shown);
    expect(devices("/dev/sda")).toEqual(shown);
    expect(devices("/sys/class/block/sda")).toEqual(shown);
  });

  test("shows devices without a bus, and that nobody claims one", () => {
    expect(devices("/sys/devices/virtual/dmi/id", "/sys/devices/system/cpu/cpu0")).toEqual(
      good(`/sys/devices/virtual/dmi/id
  modalias: dmi:nobody
  driver: on no bus, where drivers are
  no module claims it
/sys/devices/system/cpu
  modalias: cpu:type:x86
  driver: on no bus, where drivers are
  kvm: loaded
`),
    );
  });

  test("finds the device of a node that has another name, by its numbers", () => {
    const device = "/sys/devices/virtual/disk";
    const over = memoryPlatform(
      {
        "/lib/modules/1.0/modules.dep": "",
        "/dev/my-disk": deviceNode("block", 8, 0),
        [`${device}/uevent`]: "DEVNAME=sda\n",
        [`${device}/modalias`]: "al-disk\n",
        "/sys/dev/block/8:0": linkTo("../../devices/virtual/disk"),
      },
      { release: "1.0" },
    );
    expect(run(["kmod-ts", "devices", "/dev/my-disk"], over)).toBe(0);
    expect(over.written.out).toMatch(/^\/sys\/devices\/virtual\/disk\n {2}modalias: al-disk\n/);
  });

  test.each([
    ["/dev/input/mice", "no device with a driver or a modalias is behind '/dev/input/mice'"],
    ["/dev/none", "no device of the kernel has the node '/dev/none'"],
    ["/sys/devices/none", "readlink '/sys/devices/none': No such file or directory"],
    ["pci:09:00.0", "readlink '/sys/bus/pci/devices/0000:09:00.0': No such file or directory"],
    ["10000:E1:00.0", "readlink '/sys/bus/pci/devices/10000:e1:00.0': No such file or directory"],
    ["/etc", "no device with a driver or a modalias is behind '/etc'"],
    ["eth0", "'eth0' is no path below /sys or /dev and no BUS:ADDRESS"],
    ["..:..", "'..:..' is no path below /sys or /dev and no BUS:ADDRESS"],
    ["", "'' is no path below /sys or /dev and no BUS:ADDRESS"],
  ])("says what is wrong with %j", (operand, message) => {
    expect(devices(operand)).toEqual(failed(message));
  });

  test("goes on with the next device after one that is not there", () => {
    expect(devices("pci:09:00.0", "pci:00:01.0")).toEqual({
      ...devices("pci:00:01.0"),
      ...{ status: 1, err: devices("pci:09:00.0").err },
    });
  });

  test("has the same as JSON and as a table", () => {
    const all = JSON.parse(devices("--json").out) as { readonly devices: readonly unknown[] };
    expect(schemaProblems("devices", all)).toEqual([]);
    expect(all.devices).toHaveLength(8);
    expect(JSON.parse(devices("--json", "pci:00:03.0").out)).toEqual({
      schemaVersion: 1,
      directory: "/lib/modules/1.0",
      devices: [
        {
          path: `${PCI}/0000:00:03.0`,
          name: "0000:00:03.0",
          bus: "pci",
          modaliases: ["pci:v3"],
          driver: null,
          module: null,
          candidates: [
            {
              module: "forbidden",
              state: "blocked",
              path: "/lib/modules/1.0/k/forbidden.ko",
              aliasOrigin: null,
              hindrances: [
                {
                  kind: "blacklist",
                  module: "forbidden",
                  command: null,
                  path: null,
                  origin: { kind: "file", path: "/etc/modprobe.d/a.conf", line: 2 },
                  ignoredByKmod: false,
                },
                {
                  kind: "blacklist",
                  module: "forbidden",
                  command: null,
                  path: null,
                  origin: { kind: "command-line" },
                  ignoredByKmod: false,
                },
              ],
            },
            {
              module: "gone",
              state: "missing",
              path: "/lib/modules/1.0/k/gone.ko",
              aliasOrigin: null,
              hindrances: [
                {
                  kind: "no-file",
                  module: "gone",
                  command: null,
                  path: "/lib/modules/1.0/k/gone.ko",
                  origin: null,
                  ignoredByKmod: false,
                },
              ],
            },
          ],
        },
      ],
    });
    expect(devices("--table", "pci:00:01.0").out).toBe(
      [
        "Bus | Device | Driver | Module | Candidates",
        "pci | 0000:00:01.0 | gpu-drm | gpu | gpu: loaded, drives it / gpu_old: blocked; blacklist (/etc/modprobe.d/a.conf:1)",
        "",
      ].join("\n"),
    );
  });

  test("keeps bytes that are no UTF-8, and is not led astray by what no kernel has in its /sys", () => {
    const odd: Tree = {
      "sys/bus/b/devices": {
        bytes: linkTo("../../../devices/n\xff"),
        folder: linkTo("../../../devices/folder"),
        huge: linkTo("../../../devices/huge"),
        lost: linkTo("../../../devices/lost"),
        round: linkTo("round"),
        top: linkTo("/sys/devices/./x/../n\xff"),
        real: { modalias: "b:real" },
      },
      "sys/bus/file": "",
      "sys/devices": {
        "n\xff": { modalias: "b:\xfe\n", driver: linkTo("/d\xfd") },
        folder: { modalias: {} },
        huge: { modalias: "x".repeat(100_000) },
      },
    };
    const { status, out, err } = overTree(odd);
    expect(out).toBe("b n\xff: d\xfd, part of the kernel\nb n\xff: d\xfd, part of the kernel\n");
    expect(err).toBe(
      [
        "read '/sys/devices/folder/modalias': Invalid argument",
        "read '/sys/devices/huge/modalias': File too large",
        "readlink '/sys/bus/b/devices/real': Invalid argument",
        "stat '/sys/bus/b/devices/round/modalias': Too many levels of symbolic links",
      ]
        .map((line) => `kmod-ts: ERROR: ${line}\n`)
        .join(""),
    );
    expect(status).toBe(1);
    expect(schemaProblems("devices", JSON.parse(overTree(odd, "--json").out))).toEqual([]);
  });

  test("has nothing to say where there is no /sys", () => {
    expect(overTree({})).toEqual(good(""));
  });
});

describe("the fault sweep of kmod-ts devices", () => {
  const platform = (): MemoryPlatform => memoryPlatform(SYSTEM, { release: "1.0" });
  /** What is not there says nothing, nor does a place of configuration that cannot be looked at. */
  const survives = ({ errno, method, subject }: Fault): boolean =>
    errno === "ENOENT" || (method !== "files.read" && /modprobe\.d/.test(subject));
  /** What is gone is no device any more. */
  const explains = ({ errno }: Fault): string | undefined => (errno === "ENOENT" ? "no device" : undefined);

  test.each([[[]], [["--unbound", "--json"]], [["/dev/sda1"]], [["pci:00:01.0"]]])(
    "no failure of the platform goes unnoticed (%j)",
    (words) => {
      const outcomes = faultSweep({
        platform,
        run: (faulty) => run(["kmod-ts", "devices", ...words], faulty),
        survives,
        explains,
      });
      expect(outcomes.length).toBeGreaterThan(40);
    },
  );
});
