/** Which device somebody means: by its directory in sysfs, by a node of /dev, or by its address on a bus. */

import { toByteString } from "../bytes.ts";
import { KmodError, SystemError, UsageError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { followLinks, realDirectory } from "../real-directory.ts";
import { DeviceReader, isDevice, lastPart, type SysfsDevice, unlessAbsent } from "./sysfs-device.ts";

const SYSFS_DEVICES = "/sys/devices";

/** `pci:0000:00:02.0`, and `pci:00:02.0` for the domain that most machines have alone. */
const ADDRESS = /^([^:/]+):([^/]+)$/;
/** As lspci and the kernel's log write it. No bus has such a name before the first colon. */
const PCI_ADDRESS = /^(?:[0-9a-f]{4,}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i;
const PCI_WITHOUT_DOMAIN = /^[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/;

/**
 * The devices that `operand` names, and for a node of /dev also those that it stands on, nearest first: a disk, its controller. A
 * directory that is no device itself stands for the one that it belongs to. Throws UsageError for what names no device, SystemError
 * for what is not there, KmodError (ENODEV) where there is none behind it.
 */
export function locateDevices(files: FileSystem, operand: string): readonly SysfsDevice[] {
  const directory = deviceDirectory(files, operand);
  if (directory === undefined) throw new KmodError(`no device of the kernel has the node '${operand}'`, "ENODEV");
  const found = Array.from(devicesFrom(files, directory)).filter(isDevice);
  if (found.length === 0) throw new KmodError(`no device with a driver or a modalias is behind '${operand}'`, "ENODEV");
  return operand.startsWith("/dev/") ? found : found.slice(0, 1);
}

/**
 * The directory in /sys that an operand names, links resolved; undefined for a node of /dev that no device has. Throws as
 * `locateDevices`.
 */
export function deviceDirectory(files: FileSystem, operand: string): string | undefined {
  if (operand.startsWith("/dev/")) return nodeDirectory(files, operand);
  const directory = realDirectory(files, sysfsPath(operand));
  if (files.status(directory).type !== "directory") throw new SystemError("open", operand, "ENOTDIR");
  return directory;
}

/** The devices of a directory and of those above it, nearest first; most directories between two devices are none. */
export function* devicesFrom(files: FileSystem, directory: string): Iterable<SysfsDevice> {
  const reader = new DeviceReader(files);
  for (let path = directory; path.startsWith(`${SYSFS_DEVICES}/`); path = path.slice(0, path.lastIndexOf("/"))) {
    yield reader.read(path, reader.busOf(path));
  }
}

function sysfsPath(operand: string): string {
  if (operand.startsWith("/")) return operand;
  if (PCI_ADDRESS.test(operand)) return sysfsPath(`pci:${operand}`);
  const [, bus = "", address = ""] = ADDRESS.exec(operand) ?? [];
  if (bus === "" || bus.startsWith(".") || address.startsWith("..")) {
    throw new UsageError(`'${operand}' is no path below /sys or /dev and no BUS:ADDRESS`);
  }
  return `/sys/bus/${bus}/devices/${bus === "pci" ? pciName(address.toLowerCase()) : address}`;
}

function pciName(address: string): string {
  return PCI_WITHOUT_DOMAIN.test(address) ? `0000:${address}` : address;
}

/** By the name that the kernel gives the device, since the node itself need not be there: another root has none. Else by the node's numbers. */
function nodeDirectory(files: FileSystem, operand: string): string | undefined {
  const path = followLinks(operand, (each) => linkAt(files, each));
  return directoryByName(files, path) ?? directoryByNumber(files, path);
}

function directoryByNumber(files: FileSystem, path: string): string | undefined {
  const device = unlessAbsent(() => files.status(path))?.device;
  if (device === undefined) return undefined;
  const directory = `/sys/dev/${device.kind}/${device.major}:${device.minor}`;
  return files.exists(directory) ? realDirectory(files, directory) : undefined;
}

function directoryByName(files: FileSystem, path: string): string | undefined {
  const name = path.slice("/dev/".length);
  const places = ["block", "char"].flatMap((kind) => {
    const directory = `/sys/dev/${kind}`;
    return (unlessAbsent(() => files.list(directory)) ?? []).map((entry) => `${directory}/${entry.name}`);
  });
  const named = places.filter((place) => isNamed(files, place, lastPart(name)));
  const found = [...named, ...places].find((place) => nodeName(files, place) === name);
  return found === undefined ? undefined : realDirectory(files, found);
}

/** Undefined for what is no link (EINVAL), and for what is not there. */
function linkAt(files: FileSystem, path: string): string | undefined {
  try {
    return unlessAbsent(() => files.readLink(path));
  } catch (error) {
    if (error instanceof KmodError && error.errno === "EINVAL") return undefined;
    throw error;
  }
}

/** Most nodes have the name of their directory. */
function isNamed(files: FileSystem, place: string, name: string): boolean {
  const target = unlessAbsent(() => files.readLink(place));
  return target !== undefined && lastPart(target) === name;
}

function nodeName(files: FileSystem, place: string): string | undefined {
  const uevent = unlessAbsent(() => toByteString(files.read(`${place}/uevent`)));
  return /^DEVNAME=(.+)$/m.exec(uevent ?? "")?.[1];
}
