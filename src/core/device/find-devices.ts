/**
 * The devices of the machine: the members of each bus, and the few with a modalias that are on none (the board, the processor). Nothing
 * is walked but these directories of links, so that no loop of links can lead astray.
 */

import { compareBytes } from "../bytes.ts";
import { KmodError } from "../errors.ts";
import type { DirectoryEntry, FileSystem } from "../platform.ts";
import { DeviceReader, isDevice, type SysfsDevice, unlessAbsent } from "./sysfs-device.ts";

/** A machine with a thousand disks has some ten thousand. */
const MOST_DEVICES = 100_000;

/** Directories whose members may be devices without a bus, and how many levels below they are. */
const WITHOUT_BUS: readonly (readonly [directory: string, levels: number])[] = [
  ["/sys/devices/system", 1],
  ["/sys/devices/virtual", 2],
];

/** A directory that is perhaps a device, and its bus. */
type Place = readonly [path: string, bus: string | undefined];

/**
 * The devices that have a modalias or a driver, by bus and name. What cannot be read goes to `onProblem`, and is left out. Throws
 * KmodError (EOVERFLOW) where there are absurdly many.
 */
export function* findDevices(files: FileSystem, onProblem: (problem: KmodError) => void): Iterable<SysfsDevice> {
  const reader = new DeviceReader(files);
  let count = 0;
  for (const [path, bus] of places(files, onProblem)) {
    if (++count > MOST_DEVICES) throw new KmodError(`/sys has more than ${MOST_DEVICES} devices`, "EOVERFLOW");
    const device = attempt(() => reader.read(path, bus), onProblem);
    if (device !== undefined && isDevice(device)) yield device;
  }
}

function* places(files: FileSystem, onProblem: (problem: KmodError) => void): Iterable<Place> {
  const sorted = (directory: string): readonly DirectoryEntry[] =>
    (attempt(() => unlessAbsent(() => files.list(directory)), onProblem) ?? []).toSorted((left, right) =>
      compareBytes(left.name, right.name),
    );
  function* below(directory: string, levels: number): Iterable<Place> {
    for (const { name, type } of sorted(directory)) {
      const path = `${directory}/${name}`;
      if (type !== "directory") continue;
      if (levels > 1) yield* below(path, levels - 1);
      else yield [path, undefined];
    }
  }
  for (const { name: bus } of sorted("/sys/bus")) {
    const directory = `/sys/bus/${bus}/devices`;
    for (const { name } of sorted(directory)) {
      const path = attempt(() => memberPath(files, directory, name), onProblem);
      if (path !== undefined) yield [path, bus];
    }
  }
  for (const [directory, levels] of WITHOUT_BUS) yield* below(directory, levels);
}

/** From the directory of a bus's devices to /sys. */
const UPWARDS = "../../../";

/** Where the link of a member leads; the kernel's links go up to /sys and down again. */
function memberPath(files: FileSystem, directory: string, name: string): string | undefined {
  const target = unlessAbsent(() => files.readLink(`${directory}/${name}`));
  if (target === undefined) return undefined;
  if (target.startsWith(`${UPWARDS}devices/`) && !target.includes("/.")) return `/sys/${target.slice(UPWARDS.length)}`;
  const parts = target.startsWith("/") ? [] : directory.split("/").slice(1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function attempt<Value>(read: () => Value, onProblem: (problem: KmodError) => void): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    onProblem(error);
    return undefined;
  }
}
