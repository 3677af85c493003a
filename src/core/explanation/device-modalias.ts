/** The modalias of a device that is named by its place in /sys or its node in /dev. See Documentation/ABI/testing/sysfs-bus-*. */

import { toByteString } from "../bytes.ts";
import { KmodError, SystemError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { realDirectory } from "../real-directory.ts";

export interface NamedDevice {
  /** The directory in /sys; undefined for a node that no device of /sys has. */
  readonly path: string | undefined;
  /** What udev would ask for: that of the device, or of the nearest one above it that has one. */
  readonly modalias: string | undefined;
  /** The module of the bound driver. */
  readonly driverModule: string | undefined;
}

/** No device lies deeper. */
const MOST_LEVELS = 64;

/**
 * The device that an operand names: a directory below /sys, or a node below /dev. Throws SystemError where there is no such thing, or
 * it cannot be read.
 */
export function findDevice(files: FileSystem, operand: string): NamedDevice {
  const start = operand.startsWith("/dev/") ? findNode(files, operand) : realDirectory(files, operand);
  if (start === undefined) return { path: undefined, modalias: undefined, driverModule: undefined };
  if (files.status(start).type !== "directory") throw new SystemError("open", operand, "ENOTDIR");
  let directory = start;
  for (let level = 0; level < MOST_LEVELS && directory.startsWith("/sys/"); level++) {
    const modalias = readLine(files, `${directory}/modalias`);
    if (modalias !== undefined && modalias !== "") {
      return { path: directory, modalias, driverModule: driverModuleOf(files, directory) };
    }
    directory = directory.slice(0, directory.lastIndexOf("/"));
  }
  return { path: start, modalias: undefined, driverModule: driverModuleOf(files, start) };
}

/** The directory of the device whose node is called so, by the name that the kernel gave it. */
function findNode(files: FileSystem, path: string): string | undefined {
  const target = ifThere(() => files.readLink(path));
  const node = target === undefined ? path : joined(path, target);
  const name = node.slice("/dev/".length);
  const base = name.slice(name.lastIndexOf("/") + 1);
  const classes = ifThere(() => files.list("/sys/class")) ?? [];
  for (const { name: each } of classes) {
    const directory = `/sys/class/${each}/${base}`;
    const uevent = ifThere(() => toByteString(files.read(`${directory}/uevent`)));
    if (uevent?.split("\n").includes(`DEVNAME=${name}`) === true) return realDirectory(files, directory);
  }
  return undefined;
}

/** A link's target, seen from where the link is; `..` is resolved as text, for nothing in /dev is a link to a directory. */
function joined(path: string, target: string): string {
  const parts = target.startsWith("/") ? [] : path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function driverModuleOf(files: FileSystem, directory: string): string | undefined {
  const target = ifThere(() => files.readLink(`${directory}/driver/module`));
  return target?.slice(target.lastIndexOf("/") + 1);
}

function readLine(files: FileSystem, path: string): string | undefined {
  const text = ifThere(() => toByteString(files.read(path)));
  return text?.endsWith("\n") ? text.slice(0, -1) : text;
}

/** EINVAL: no link. ENODEV and ENXIO: gone in the meantime. */
function ifThere<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    const absences: readonly string[] = ["ENOENT", "ENOTDIR", "EINVAL", "ENODEV", "ENXIO"];
    if (error instanceof KmodError && absences.includes(error.errno)) return undefined;
    throw error;
  }
}
