import { describe, expect, test } from "vitest";
import { findDevice } from "../../../src/core/explanation/device-modalias.ts";
import { linkTo, memoryFileSystem } from "../../support/memory-file-system.ts";

const files = memoryFileSystem({
  "/sys/devices/pci0000:00/0000:00:1f.2": {
    modalias: "pci:v1d2\n",
    driver: linkTo("../../../bus/pci/drivers/ahci"),
    "ata1/host0/block/sda": { uevent: "MAJOR=8\nDEVNAME=sda\n", sda1: { uevent: "DEVNAME=sda1\n" } },
    "usb1/input/event3": { uevent: "DEVNAME=input/event3\n" },
  },
  "/sys/devices/virtual/mem/null": { uevent: "DEVNAME=null\n" },
  "/sys/devices/odd": { modalias: "\n" },
  "/sys/devices/other/event3": { uevent: "DEVNAME=event3\n" },
  "/sys/bus/pci/drivers/ahci": { module: linkTo("../../../../module/ahci") },
  "/sys/bus/pci/devices": { "0000:00:1f.2": linkTo("../../../devices/pci0000:00/0000:00:1f.2") },
  "/sys/module/ahci": {},
  "/sys/class/block/sda": linkTo("../../devices/pci0000:00/0000:00:1f.2/ata1/host0/block/sda"),
  "/sys/dev": {
    block: {
      "8:0": linkTo("../../devices/pci0000:00/0000:00:1f.2/ata1/host0/block/sda"),
      "8:1": linkTo("../../devices/pci0000:00/0000:00:1f.2/ata1/host0/block/sda/sda1"),
    },
    char: {
      "13:67": linkTo("../../devices/pci0000:00/0000:00:1f.2/usb1/input/event3"),
      "1:3": linkTo("../../devices/virtual/mem/null"),
      "9:9": linkTo("../../devices/other/event3"),
    },
  },
  "/dev/disk/by-id/ata-x": linkTo("../../sda1"),
  "/dev/root": linkTo("/dev/sda"),
  "/etc/file": "",
});

const AHCI = {
  path: "/sys/devices/pci0000:00/0000:00:1f.2",
  modaliases: ["pci:v1d2"],
  driver: "ahci",
  driverModule: "ahci",
};
const NOTHING = { path: undefined, modaliases: [], driver: undefined, driverModule: undefined };

describe("findDevice", () => {
  test.each([
    "/sys/bus/pci/devices/0000:00:1f.2",
    "/sys/devices/pci0000:00/0000:00:1f.2/",
    "/sys/class/block/sda",
    "/dev/sda",
    "/dev/sda1",
    "/dev/disk/by-id/ata-x",
    "/dev/root",
    "/dev/input/event3",
  ])("finds the modalias of %s, its own or that of the nearest above", (operand) => {
    expect(findDevice(files, operand)).toEqual(AHCI);
  });

  test("finds both where ACPI describes a device as the device tree does", () => {
    const two = memoryFileSystem({ "/sys/devices/gpio/modalias": "acpi:SNY5001:\nof:NfooTCgpio-keys\n" });
    expect(findDevice(two, "/sys/devices/gpio")).toEqual({
      path: "/sys/devices/gpio",
      modaliases: ["acpi:SNY5001:", "of:NfooTCgpio-keys"],
      driver: undefined,
      driverModule: undefined,
    });
  });

  test("finds none of what has none", () => {
    const none = { modaliases: [], driver: undefined, driverModule: undefined };
    expect(findDevice(files, "/dev/null")).toEqual({ path: "/sys/devices/virtual/mem/null", ...none });
    expect(findDevice(files, "/sys/devices/odd")).toEqual({ path: "/sys/devices/odd", ...none });
  });

  test.each(["/dev/fuse", "/dev/event3/x", "/dev/"])("knows of no device for the node %s", (operand) => {
    expect(findDevice(files, operand)).toEqual(NOTHING);
  });

  test("says what is wrong with a path", () => {
    expect(() => findDevice(files, "/sys/nowhere")).toThrow("there is no device '/sys/nowhere'");
    expect(() => findDevice(files, "/etc/file")).toThrow("there is no device '/etc/file'");
  });
});
