import { describe, expect, test } from "vitest";
import { locateDevices, nearDevices } from "../../../src/core/device/locate-device.ts";
import { addressPath, danglingLinks, deviceNames, directoriesNamed } from "../../../src/core/device/named-devices.ts";
import { SystemError } from "../../../src/core/errors.ts";
import type { FileSystem } from "../../../src/core/platform.ts";
import { linkTo, memoryFileSystem } from "../../support/memory-file-system.ts";

const memory = memoryFileSystem({
  "/sys/class": {
    net: { eth0: linkTo("../../devices/pci0/net/eth0"), bonding_masters: "" },
    drm: { card0: linkTo("../../devices/pci0/drm/card0") },
    sound: { card0: linkTo("../../devices/pci1/sound/card0") },
    "i2c-dev": { "i2c-0": linkTo("../../devices/pci0/i2c-0/i2c-dev/i2c-0") },
    file: "",
  },
  "/sys/bus": {
    i2c: { devices: { "i2c-0": linkTo("../../../devices/pci0/i2c-0") } },
    pci: { devices: { "0000:00:02.0": linkTo("../../../devices/pci0") } },
    empty: {},
  },
  "/sys/devices": {
    pci0: { modalias: "pci:a\n", "net/eth0": {}, "drm/card0": {}, "i2c-0/i2c-dev/i2c-0": {} },
    pci1: { modalias: "pci:b\n", "sound/card0": {} },
  },
});

/** As a kernel answers names that are longer than a file's can be. */
const files: FileSystem = {
  ...memory,
  exists(path) {
    if (path.split("/").some((part) => part.length > 255)) throw new SystemError("stat", path, "ENAMETOOLONG");
    return memory.exists(path);
  },
};

describe("directoriesNamed", () => {
  test.each([
    ["eth0", ["/sys/devices/pci0/net/eth0"]],
    ["card0", ["/sys/devices/pci0/drm/card0", "/sys/devices/pci1/sound/card0"]],
    ["i2c-0", ["/sys/devices/pci0/i2c-0/i2c-dev/i2c-0", "/sys/devices/pci0/i2c-0"]],
    ["0000:00:02.0", ["/sys/devices/pci0"]],
    ["eth1", []],
    ["", []],
    ["..", []],
    ["net/eth0", []],
    ["eth0\0", []],
    [`input:b0003v046Dp4024e0111-e0,1,2,4,${"k71,72,73,74,".repeat(30)}`, []],
  ])("finds what is called %j", (name, directories) => {
    expect(directoriesNamed(files, name)).toEqual(directories);
  });
});

test("two names of one device are one", () => {
  expect(locateDevices(files, "i2c-0").map(({ path }) => path)).toEqual(["/sys/devices/pci0"]);
});

test.each([
  ["00:02.0", "/sys/bus/pci/devices/0000:00:02.0"],
  ["0000:00:1F.2", "/sys/bus/pci/devices/0000:00:1f.2"],
  ["pci:00:02.0", "/sys/bus/pci/devices/0000:00:02.0"],
  ["i2c:0-0038", "/sys/bus/i2c/devices/0-0038"],
  ["nobus:1", undefined],
  ["1-1:1.0", undefined],
  ["pci:..", undefined],
  [`pci:${"v0".repeat(200)}`, undefined],
  ["eth0", undefined],
])("addressPath of %j", (operand, path) => {
  expect(addressPath(files, operand)).toBe(path);
});

test("deviceNames has each once", () => {
  expect(deviceNames(files)).toEqual(["card0", "i2c-0", "eth0", "bonding_masters", "0000:00:02.0"]);
});

describe("a link that leads nowhere", () => {
  const gone = memoryFileSystem({
    "/sys/class/net": {
      dang0: linkTo("../../devices/gone"),
      dang1: linkTo("../../devices/gone"),
      dang2: linkTo("../../devices/there"),
    },
    "/sys/bus/pci/devices/0000:00:03.0": linkTo("../../../devices/gone"),
    "/sys/devices/there": { modalias: "pci:a\n" },
  });

  test("is found by its name, and no other is", () => {
    expect(danglingLinks(gone, "dang0")).toEqual(["/sys/class/net/dang0"]);
    expect(danglingLinks(gone, "0000:00:03.0")).toEqual(["/sys/bus/pci/devices/0000:00:03.0"]);
    for (const name of ["dang2", "dang3", "", ".."]) expect(danglingLinks(gone, name)).toEqual([]);
  });

  test("is what is said of the name, and is offered for no other", () => {
    const error = "no device is called 'dang0': /sys/class/net/dang0 leads nowhere";
    expect(() => locateDevices(gone, "dang0")).toThrow(error);
    expect(nearDevices(gone, "dang")).toEqual(["dang2"]);
    expect(() => locateDevices(gone, "dang")).toThrow("no device is called 'dang'; did you mean 'dang2'?");
  });
});
