/**
 * Which device somebody means: by its directory in sysfs, by a node of /dev, by its address on a bus, or by its name.
 */

import { toByteString } from "../bytes.ts";
import { KmodError, SystemError, UsageError } from "../errors.ts";
import { nearNames } from "../near-names.ts";
import type { FileSystem } from "../platform.ts";
import { followLinks, realDirectory } from "../real-directory.ts";
import { addressPath, danglingLinks, deviceNames, directoriesNamed, isName } from "./named-devices.ts";
import { DeviceReader, isDevice, lastPart, type SysfsDevice, unlessAbsent } from "./sysfs-device.ts";

const SYSFS_DEVICES = "/sys/devices";

/** Names that a message suggests. */
const MOST_NEAR = 3;

/**
 * The devices that `operand` names, and for a node of /dev or its name also those that it stands on, nearest first: a
 * disk, its controller. A directory that is no device itself stands for the one that it belongs to; a name may be that
 * of several. Throws UsageError for what names no device, KmodError (ENODEV) for what is not there and where there is
 * none behind it, SystemError for what cannot be read.
 */
export function locateDevices(files: FileSystem, operand: string): readonly SysfsDevice[] {
  const found = new Map<string, SysfsDevice>();
  for (const directory of deviceDirectories(files, operand)) {
    const devices = Array.from(devicesFrom(files, directory)).filter(isDevice);
    const isNode = operand.startsWith("/dev/") || (isBareName(operand) && files.exists(`${directory}/dev`));
    for (const device of isNode ? devices : devices.slice(0, 1)) found.set(device.path, device);
  }
  if (found.size === 0) throw new KmodError(`no device with a driver or a modalias is behind '${operand}'`, "ENODEV");
  return [...found.values()];
}

/**
 * The directories in /sys that an operand names, links resolved: a path, an address on a bus, or a name. Throws as
 * `locateDevices`.
 */
function deviceDirectories(files: FileSystem, operand: string): readonly string[] {
  const path = operand.startsWith("/") ? operand : addressPath(files, operand);
  if (path !== undefined) {
    const directory = deviceDirectory(files, path, operand);
    if (directory === undefined) throw new KmodError(`no device of the kernel has the node '${operand}'`, "ENODEV");
    return [directory];
  }
  if (!isBareName(operand)) {
    throw new UsageError(`'${operand}' is no path below /sys or /dev, no BUS:ADDRESS and no name of a device`);
  }
  const named = directoriesOfName(files, operand);
  if (named.length > 0) return named;
  const dangling = danglingLinks(files, operand)[0];
  if (dangling !== undefined)
    throw new KmodError(`no device is called '${operand}': ${dangling} leads nowhere`, "ENODEV");
  const near = nearDevices(files, operand).map((name) => `'${name}'`);
  throw new KmodError(
    `no device is called '${operand}'${near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`}`,
    "ENODEV",
  );
}

/** Members of classes and buses; a node may have another name, and what a report has collected may have no classes. */
function directoriesOfName(files: FileSystem, name: string): readonly string[] {
  const named = directoriesNamed(files, name);
  if (named.length > 0 || !isName(name)) return named;
  const node = nodeDirectory(files, `/dev/${name}`);
  return node === undefined ? [] : [node];
}

/**
 * Names of devices that may have been meant, nearest first; none whose links lead nowhere, since nothing is found by
 * them. Throws SystemError.
 */
export function nearDevices(files: FileSystem, name: string): readonly string[] {
  const found: string[] = [];
  for (const near of nearNames(name, deviceNames(files))) {
    if (found.length === MOST_NEAR) break;
    if (directoriesNamed(files, near).length > 0) found.push(near);
  }
  return found;
}

function isBareName(operand: string): boolean {
  return operand !== "" && !operand.includes("/");
}

/**
 * The directory in /sys of a path in /sys or /dev, links resolved; undefined for a node of /dev that no device has.
 * Throws KmodError (ENODEV) for what is not there, by the word that was typed and not by the step at which the way to
 * it ended; SystemError for what cannot be read.
 */
export function deviceDirectory(files: FileSystem, path: string, typed: string = path): string | undefined {
  if (path.startsWith("/dev/")) return nodeDirectory(files, path);
  try {
    const directory = realDirectory(files, path);
    if (files.status(directory).type === "directory") return directory;
  } catch (error) {
    if (!(error instanceof SystemError) || (error.errno !== "ENOENT" && error.errno !== "ENOTDIR")) throw error;
  }
  throw new KmodError(`there is no device '${typed}'`, "ENODEV");
}

/**
 * The directories in /sys of the devices that a word without a slash names, by address or name; none where no device
 * has it. Throws SystemError.
 */
export function directoriesOfWord(files: FileSystem, word: string): readonly string[] {
  const path = addressPath(files, word);
  if (path === undefined) return directoriesOfName(files, word);
  return files.exists(path) ? [realDirectory(files, path)] : [];
}

/** The devices of a directory and of those above it, nearest first; most directories between two devices are none. */
export function* devicesFrom(files: FileSystem, directory: string): Iterable<SysfsDevice> {
  const reader = new DeviceReader(files);
  for (let path = directory; path.startsWith(`${SYSFS_DEVICES}/`); path = path.slice(0, path.lastIndexOf("/"))) {
    yield reader.read(path, reader.busOf(path));
  }
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
