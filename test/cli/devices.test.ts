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
    ["/sys/devices/none", "there is no device '/sys/devices/none'"],
    ["/sys/class/net/none", "there is no device '/sys/class/net/none'"],
    ["/sys/nowhere/net/none", "there is no device '/sys/nowhere/net/none'"],
    ["pci:09:00.0", "there is no device 'pci:09:00.0'"],
    ["10000:E1:00.0", "there is no device '10000:E1:00.0'"],
    ["/etc", "no device with a driver or a modalias is behind '/etc'"],
    ["eth0", "no device is called 'eth0'"],
    ["sdb", "no device is called 'sdb'; did you mean 'sda'?"],
    ["..:..", "no device is called '..:..'"],
    ["..", "no device is called '..'"],
    ["nobus:1", "no device is called 'nobus:1'"],
    ["", "'' is no path below /sys or /dev, no BUS:ADDRESS and no name of a device"],
    ["input/mice", "'input/mice' is no path below /sys or /dev, no BUS:ADDRESS and no name of a device"],
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
      claimsKnown: true,
      leftOut: 0,
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
      "lib/modules/1.0": { "modules.dep": "", "modules.alias": "" },
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

  test("says that nothing is known where there is no /sys", () => {
    const unknown = failed("nothing is known of devices, because there is no /sys: ask on the machine itself");
    for (const words of [[], ["--unbound"], ["eth0"]]) expect(overTree({ sys: {} }, ...words)).toEqual(unknown);
  });
});

/** A laptop, as far as names go: one graphics card and one sound card with the same, a network card, a disk. */
const NAMED: Tree = {
  "lib/modules/1.0": { "modules.dep": "e1000e.ko:\n", "modules.alias": "alias pci:v1* e1000e\n", "e1000e.ko": "" },
  "proc/modules": "",
  sys: {
    class: {
      net: { eth0: linkTo("../../devices/pci0/0000:00:19.0/net/eth0"), lo: linkTo("../../devices/virtual/net/lo") },
      block: {
        vda: linkTo("../../devices/pci0/0000:00:02.0/virtio1/block/vda"),
        vda1: linkTo("../../devices/pci0/0000:00:02.0/virtio1/block/vda/vda1"),
      },
      drm: { card0: linkTo("../../devices/pci0/0000:00:03.0/drm/card0") },
      sound: { card0: linkTo("../../devices/pci0/0000:00:1b.0/sound/card0") },
    },
    bus: {
      pci: { drivers: { "virtio-pci": {}, i915: {} } },
      virtio: { drivers: { virtio_blk: {} } },
      usb: { devices: { "1-1.2": linkTo("../../../devices/pci0/0000:00:14.0/usb1/1-1/1-1.2") }, drivers: { usb: {} } },
    },
    devices: {
      "virtual/net/lo": {},
      pci0: {
        "0000:00:02.0": {
          modalias: "pci:v9\n",
          subsystem,
          driver: linkTo("../../../bus/pci/drivers/virtio-pci"),
          virtio1: {
            modalias: "virtio:d2\n",
            subsystem: linkTo("../../../../bus/virtio"),
            driver: linkTo("../../../../bus/virtio/drivers/virtio_blk"),
            "block/vda": { dev: "254:0\n", vda1: { dev: "254:1\n" } },
          },
        },
        "0000:00:03.0": {
          modalias: "pci:v8\n",
          subsystem,
          driver: linkTo("../../../bus/pci/drivers/i915"),
          "drm/card0": {},
        },
        "0000:00:19.0": { modalias: "pci:v1\n", subsystem, "net/eth0": {} },
        "0000:00:1b.0": { modalias: "pci:v7\n", subsystem, "sound/card0": {} },
        "0000:00:14.0": {
          modalias: "pci:v6\n",
          subsystem,
          "usb1/1-1/1-1.2": { subsystem: linkTo("../../../../../../bus/usb"), driver: linkTo("x/drivers/usb") },
        },
      },
    },
  },
};

describe("devices by their names", () => {
  const CARD = "/sys/devices/pci0/0000:00:19.0 (pci)\n  modalias: pci:v1\n  driver: none\n  e1000e: available\n";
  const DISK = `/sys/devices/pci0/0000:00:02.0/virtio1 (virtio)
  modalias: virtio:d2
  driver: virtio_blk, part of the kernel
  no module claims it
/sys/devices/pci0/0000:00:02.0 (pci)
  modalias: pci:v9
  driver: virtio-pci, part of the kernel
  no module claims it
`;
  test.each([
    ["eth0", CARD],
    ["vda", DISK],
    ["vda1", DISK],
    [
      "1-1.2",
      "/sys/devices/pci0/0000:00:14.0/usb1/1-1/1-1.2 (usb)\n  modalias: none\n  driver: usb, part of the kernel\n",
    ],
    [
      "card0",
      `/sys/devices/pci0/0000:00:03.0 (pci)
  modalias: pci:v8
  driver: i915, part of the kernel
  no module claims it
/sys/devices/pci0/0000:00:1b.0 (pci)
  modalias: pci:v7
  driver: none
  no module claims it
`,
    ],
  ])("%s is what its path is", (name, out) => {
    expect(overTree(NAMED, name)).toEqual(good(out));
  });

  test("says so where nothing is behind a name", () => {
    expect(overTree(NAMED, "lo")).toEqual(failed("no device with a driver or a modalias is behind 'lo'"));
    expect(overTree(NAMED, "eth1")).toEqual(failed("no device is called 'eth1'; did you mean 'eth0'?"));
  });

  const explain = (...words: readonly string[]): Printed => {
    const platform = memoryPlatform(NAMED, { release: "1.0" });
    const status = run(["kmod-ts", "explain", ...words], platform);
    return { status, ...platform.written };
  };

  test.each([
    ["vda", "/sys/devices/pci0/0000:00:02.0/virtio1, asks for virtio:d2, driven by virtio_blk, part of the kernel"],
    [
      "1-1.2",
      "/sys/devices/pci0/0000:00:14.0/usb1/1-1/1-1.2, has no modalias, so that nothing is loaded for it, driven by usb, part of the kernel",
    ],
  ])("explain takes a driver of the kernel for an answer: %s", (name, text) => {
    expect(explain(name)).toEqual(good(`${name} is ${text}\n`));
  });

  test("explain says which module a name would bring, of each device that has it", () => {
    const { status, out, err } = explain("eth0");
    expect([status, err]).toEqual([0, ""]);
    expect(out.split("\n").slice(0, 2)).toEqual([
      "eth0 is /sys/devices/pci0/0000:00:19.0, asks for pci:v1",
      "e1000e: nothing stops it",
    ]);
    expect(explain("card0")).toEqual({
      status: 4,
      out: `card0 is /sys/devices/pci0/0000:00:03.0, asks for pci:v8, driven by i915, part of the kernel
card0 is /sys/devices/pci0/0000:00:1b.0, asks for pci:v7, which no module in /lib/modules/1.0 has
`,
      err: "",
    });
    expect(explain("eth1").out).toBe("eth1 stands for no module in /lib/modules/1.0; did you mean eth0?\n");
  });

  test("explain takes a module or an alias of that name first, and devices never do", () => {
    const tree = { ...NAMED, "etc/modprobe.d/a.conf": "alias eth0 e1000e\n" };
    const platform = memoryPlatform(tree, { release: "1.0" });
    expect(run(["kmod-ts", "explain", "eth0"], platform)).toBe(0);
    expect(platform.written.out.split("\n")[0]).toBe("eth0 stands for e1000e");
    expect(overTree(tree, "eth0")).toEqual(good(CARD));
  });

  test("explain says in JSON which driver it is", () => {
    const document = JSON.parse(explain("--json", "vda", "eth0").out);
    expect(schemaProblems("explain", document)).toEqual([]);
    expect(document.explanations).toMatchObject([
      { request: "vda", words: ["virtio:d2"], device: { driver: "virtio_blk", driverModule: null }, modules: [] },
      {
        request: "eth0",
        words: ["pci:v1"],
        device: { driver: null, driverModule: null },
        modules: [{ name: "e1000e" }],
      },
    ]);
  });
});

describe("devices --unbound", () => {
  const member = (bus: string, modaliases: Readonly<Record<string, string>>): Tree => ({
    [`sys/bus/${bus}/devices`]: Object.fromEntries(
      Object.keys(modaliases).map((name) => [name, linkTo(`../../../devices/${bus}/${name}`)]),
    ),
    ...Object.fromEntries(
      Object.entries(modaliases).map(([name, modalias]) => [
        `sys/devices/${bus}/${name}`,
        { modalias: `${modalias}\n` },
      ]),
    ),
  });
  const PCI_ID = "pci:v00008086d00001234sv0000sd0000";
  const machine: Tree = {
    ...member("acpi", {
      "LNXSYBUS:00": "acpi:LNXSYBUS:",
      "PNP0A08:00": "acpi:PNP0A08:PNP0A03:",
      "SNY5001:00": "acpi:SNY5001:",
    }),
    ...member("cpu", { cpu0: "cpu:type:x86" }),
    ...member("pci", {
      "0000:00:00.0": `${PCI_ID}bc06sc00i00`,
      "0000:00:01.0": `${PCI_ID}bc06sc04i00`,
      "0000:00:08.0": `${PCI_ID}bc08sc80i00`,
      "0000:00:08.1": `${PCI_ID}bc08sc05i01`,
      "0000:00:14.3": `${PCI_ID}bc02sc80i00`,
    }),
    ...member("platform", { pcspkr: "platform:pcspkr", "eisa.0": "platform:eisa" }),
    ...member("usb", { "1-1:1.0": "usb:v1D6B" }),
  };
  const indexes = { "modules.dep": "pcspkr.ko:\n", "modules.alias": "alias platform:pcspkr pcspkr\n", "pcspkr.ko": "" };
  const known: Tree = { ...machine, "lib/modules/1.0": indexes };
  const nobody = ", and no module claims it";

  test("leaves out what never has a driver, unless a module claims it", () => {
    expect(overTree(known, "--unbound")).toEqual(
      good(`pci 0000:00:08.1: no driver${nobody}
pci 0000:00:14.3: no driver${nobody}
platform pcspkr: no driver
  pcspkr: available
usb 1-1:1.0: no driver${nobody}
`),
    );
    expect(JSON.parse(overTree(known, "--unbound", "--json").out)).toMatchObject({ claimsKnown: true, leftOut: 8 });
  });

  test("shows all with -a, as without --unbound", () => {
    const all = overTree(known, "--unbound", "-a");
    expect(all).toEqual(overTree(known));
    expect(all.out.split("\n").filter((line) => line.includes("no driver"))).toHaveLength(12);
    expect(JSON.parse(overTree(known, "--unbound", "-a", "--json").out)).toMatchObject({ leftOut: 0 });
  });

  const unknown = ", and which module claims it is not known";
  const lines = `acpi SNY5001:00: no driver${unknown}
pci 0000:00:08.1: no driver${unknown}
pci 0000:00:14.3: no driver${unknown}
platform eisa.0: no driver${unknown}
platform pcspkr: no driver${unknown}
usb 1-1:1.0: no driver${unknown}
`;
  test.each<[string, Tree, string]>([
    ["a directory", {}, "there is no /lib/modules/1.0, so that its modules are unknown"],
    [
      "the running kernel's directory",
      { "lib/modules/2.0": indexes },
      "there is no /lib/modules/1.0, only 2.0 (was the kernel upgraded since it was booted?)",
    ],
    [
      "indexes",
      { "lib/modules/1.0/pcspkr.ko": "" },
      "there is no modules.dep in /lib/modules/1.0, so that its modules are unknown: run depmod",
    ],
    [
      "an index of aliases",
      { "lib/modules/1.0/modules.dep": "" },
      "there is no modules.alias in /lib/modules/1.0, so that it is not known which modules claim a device: run depmod",
    ],
  ])("does not say that nobody claims a device where that is not known, for want of %s", (_what, tree, warning) => {
    const over = { ...machine, ...tree };
    expect(overTree(over, "--unbound")).toEqual({ status: 0, out: lines, err: `kmod-ts: WARNING: ${warning}\n` });
    expect(overTree(over, "0000:00:14.3").out.split("\n")[3]).toBe("  which module claims it is not known");
    const document = JSON.parse(overTree(over, "--unbound", "--json").out);
    expect(schemaProblems("devices", document)).toEqual([]);
    expect(document).toMatchObject({ claimsKnown: false, leftOut: 6 });
    const platform = memoryPlatform(over, { release: "1.0" });
    expect(run(["kmod-ts", "explain", "0000:00:14.3"], platform)).toBe(4);
    expect(platform.written.out).toMatch(/, which module has that is not known\n$/);
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
