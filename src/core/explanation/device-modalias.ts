/** The modaliases of a device that is named by its place in /sys or its node in /dev. See Documentation/ABI/testing/sysfs-bus-*. */

import { deviceDirectory, devicesFrom } from "../device/locate-device.ts";
import { isDevice, type SysfsDevice } from "../device/sysfs-device.ts";
import type { FileSystem } from "../platform.ts";

export interface NamedDevice {
  /** The directory in /sys; undefined for a node that no device of /sys has. */
  readonly path: string | undefined;
  /** What udev would ask for: those of the device, or of the nearest one above it that has any. */
  readonly modaliases: readonly string[];
  /** The driver that has it. */
  readonly driver: string | undefined;
  /** The module of that driver; undefined where it is part of the kernel. */
  readonly driverModule: string | undefined;
}

/**
 * The device that a path names: a directory below /sys, or a node below /dev. Throws KmodError (ENODEV) where there is
 * no such directory, SystemError where it cannot be read.
 */
export function findDevice(files: FileSystem, path: string): NamedDevice {
  const directory = deviceDirectory(files, path);
  if (directory !== undefined) return deviceBehind(files, directory);
  return { path: undefined, modaliases: [], driver: undefined, driverModule: undefined };
}

/**
 * The device of a directory in /sys: what lies there if it is one, else the nearest above it that has a modalias, or at
 * least a driver; a directory with nothing of all that speaks for itself. Throws SystemError.
 */
export function deviceBehind(files: FileSystem, directory: string): NamedDevice {
  let driven: SysfsDevice | undefined;
  for (const device of devicesFrom(files, directory)) {
    if (device.modaliases.length > 0 || (device.path === directory && isDevice(device))) return named(device);
    if (device.driver !== undefined) driven ??= device;
  }
  if (driven !== undefined) return named(driven);
  return { path: directory, modaliases: [], driver: undefined, driverModule: undefined };
}

function named({ path, modaliases, driver, module }: SysfsDevice): NamedDevice {
  return { path, modaliases, driver, driverModule: module };
}
