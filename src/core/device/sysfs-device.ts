/**
 * One device as sysfs shows it: a directory below /sys/devices with the file `modalias`, by which udev asks for a module, and the
 * link `driver` once one has taken it. See Documentation/admin-guide/sysfs-rules.rst of the kernel.
 */

import { toByteString } from "../bytes.ts";
import { SystemError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";

/** All byte strings. */
export interface SysfsDevice {
  /** The directory, all links resolved: `/sys/devices/pci0000:00/0000:00:02.0`. */
  readonly path: string;
  /** The last part of it, by which its bus knows it. */
  readonly name: string;
  /** Undefined where it is on none. */
  readonly bus: string | undefined;
  /** What udev asks modprobe for; a device that ACPI describes may have one of ACPI's kind and one of the device tree's. */
  readonly modaliases: readonly string[];
  readonly driver: string | undefined;
  /** The module that the driver belongs to; undefined for one of the kernel's image that has no name there, and without driver. */
  readonly module: string | undefined;
}

/** Bytes: the kernel prints no more into an attribute than a page, of at most this size. */
const LONGEST_ATTRIBUTE = 65_536;

/** Reads devices and remembers drivers, of which a machine has few. */
export class DeviceReader {
  readonly #files: FileSystem;
  /** Module names by bus and driver. */
  readonly #modules: Map<string, string | undefined> = new Map();

  constructor(files: FileSystem) {
    this.#files = files;
  }

  /** The device in a directory, which `busName` knows. Attributes that are not there are undefined. Throws SystemError. */
  read(path: string, busName: string | undefined): SysfsDevice {
    const modaliases = this.#modaliases(path);
    const driver = this.#linkedName(`${path}/driver`);
    const module = driver === undefined ? undefined : this.#moduleOf(path, `${busName}/${driver}`);
    return { path, name: lastPart(path), bus: busName, modaliases, driver, module };
  }

  /** The bus of the device in a directory; undefined for members of a class and for what is no device. Throws SystemError. */
  busOf(path: string): string | undefined {
    const target = unlessAbsent(() => this.#files.readLink(`${path}/subsystem`));
    const [, bus] = /(?:^|\/)bus\/([^/]+)$/.exec(target ?? "") ?? [];
    return bus;
  }

  #modaliases(path: string): readonly string[] {
    const file = `${path}/modalias`;
    const status = unlessAbsent(() => this.#files.status(file));
    if (status === undefined) return [];
    if (status.type !== "file") throw new SystemError("read", file, "EINVAL");
    if (status.size > LONGEST_ATTRIBUTE) throw new SystemError("read", file, "EFBIG");
    const text = unlessAbsent(() => toByteString(this.#files.read(file))) ?? "";
    return [...new Set(text.split("\n").filter((line) => line !== ""))];
  }

  #moduleOf(path: string, key: string): string | undefined {
    if (!this.#modules.has(key)) this.#modules.set(key, this.#linkedName(`${path}/driver/module`));
    return this.#modules.get(key);
  }

  #linkedName(path: string): string | undefined {
    const target = unlessAbsent(() => this.#files.readLink(path));
    return target === undefined ? undefined : lastPart(target);
  }
}

/** Whether a directory is more than a place between two devices: one has a modalias, or a driver. */
export function isDevice({ modaliases, driver }: SysfsDevice): boolean {
  return modaliases.length > 0 || driver !== undefined;
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What `read` returns; undefined for what is not there, or no longer (ENODEV: gone between opening and reading). */
export function unlessAbsent<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SystemError && ["ENOENT", "ENOTDIR", "ENODEV"].includes(error.errno)) return undefined;
    throw error;
  }
}
