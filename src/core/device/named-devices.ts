/**
 * Devices by the names that people know them by: `eth0`, `sda1`, `0000:00:1f.2`, `1-1.2`. They are those of /sys/class
 * and /sys/bus.
 */

import { compareBytes } from "../bytes.ts";
import type { FileSystem } from "../platform.ts";
import { realDirectory } from "../real-directory.ts";
import { unlessAbsent } from "./sysfs-device.ts";

/** More names are not looked through for one that is near. */
const MOST_NAMES = 100_000;

/** Bytes; NAME_MAX of Linux. */
const LONGEST_NAME = 255;

/** `pci:0000:00:02.0`, and `pci:00:02.0` for the domain that most machines have alone. */
const ADDRESS = /^([^:/]+):([^/]+)$/;
/** As lspci and the kernel's log write it. No bus has such a name before the first colon. */
const PCI_ADDRESS = /^(?:[0-9a-f]{4,}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i;
const PCI_WITHOUT_DOMAIN = /^[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/;

/**
 * The path in /sys of a device that is named by its address on a bus, be it there or not; undefined for what is no such
 * address.
 */
export function addressPath(files: FileSystem, operand: string): string | undefined {
  if (PCI_ADDRESS.test(operand)) return busPath("pci", operand);
  const [, bus = "", address = ""] = ADDRESS.exec(operand) ?? [];
  if (!isName(bus) || !isName(address) || !files.exists(`/sys/bus/${bus}`)) return undefined;
  return busPath(bus, address);
}

/**
 * The directories in /sys, links resolved, of the devices with a name: members of classes first, then those of buses,
 * each once. Two devices may have the same: a graphics card and a sound card are both `card0`. Throws SystemError.
 */
export function directoriesNamed(files: FileSystem, name: string): readonly string[] {
  if (!isName(name)) return [];
  const members = groups(files).map((group) => `${group}/${name}`);
  return [...new Set(members.filter((path) => files.exists(path)).map((path) => realDirectory(files, path)))];
}

/**
 * Links of that name in classes and on buses that lead nowhere: of a device that has gone, or that a report has not
 * collected. Throws SystemError.
 */
export function danglingLinks(files: FileSystem, name: string): readonly string[] {
  if (!isName(name)) return [];
  const isMember = (group: string): boolean => {
    return (unlessAbsent(() => files.list(group)) ?? []).some((entry) => entry.name === name);
  };
  return groups(files)
    .filter((group) => isMember(group) && !files.exists(`${group}/${name}`))
    .map((group) => `${group}/${name}`);
}

/** The names of all devices, also of those whose links lead nowhere, for whoever mistyped one. Throws SystemError. */
export function deviceNames(files: FileSystem): readonly string[] {
  const names = new Set<string>();
  for (const group of groups(files)) {
    for (const { name } of unlessAbsent(() => files.list(group)) ?? []) {
      if (names.size >= MOST_NAMES) return [...names];
      names.add(name);
    }
  }
  return [...names];
}

/** A file name that leads nowhere else. What is longer than any is none: modaliases of input devices are. */
export function isName(text: string): boolean {
  return text !== "" && text.length <= LONGEST_NAME && !text.startsWith(".") && !/[/\0]/.test(text);
}

function busPath(bus: string, address: string): string {
  return `/sys/bus/${bus}/devices/${bus === "pci" ? pciName(address.toLowerCase()) : address}`;
}

function pciName(address: string): string {
  return PCI_WITHOUT_DOMAIN.test(address) ? `0000:${address}` : address;
}

/** The directories that devices are members of. */
function groups(files: FileSystem): readonly string[] {
  const below = (directory: string): readonly string[] =>
    (unlessAbsent(() => files.list(directory)) ?? []).map(({ name }) => `${directory}/${name}`).toSorted(compareBytes);
  return [...below("/sys/class"), ...below("/sys/bus").map((bus) => `${bus}/devices`)];
}
