/** The modaliases of a device that is named by its place in /sys or its node in /dev. See Documentation/ABI/testing/sysfs-bus-*. */

import { deviceDirectory, devicesFrom } from "../device/locate-device.ts";
import type { FileSystem } from "../platform.ts";

export interface NamedDevice {
  /** The directory in /sys; undefined for a node that no device of /sys has. */
  readonly path: string | undefined;
  /** What udev would ask for: those of the device, or of the nearest one above it that has any. */
  readonly modaliases: readonly string[];
  /** The module of the bound driver. */
  readonly driverModule: string | undefined;
}

/**
 * The device that an operand names: a directory below /sys, or a node below /dev. Throws SystemError where there is no such thing, or
 * it cannot be read.
 */
export function findDevice(files: FileSystem, operand: string): NamedDevice {
  const directory = deviceDirectory(files, operand);
  let first: NamedDevice | undefined;
  for (const { path, modaliases, module } of directory === undefined ? [] : devicesFrom(files, directory)) {
    const device = { path, modaliases, driverModule: module };
    if (modaliases.length > 0) return device;
    first ??= device;
  }
  return first ?? { path: directory, modaliases: [], driverModule: undefined };
}
