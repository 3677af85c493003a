/** Which modules stand behind a device number, by its driver and by the aliases of the module indexes. */

import { ifReadable, type Scene } from "./scene.ts";

export type DeviceKind = "char" | "block";

/** From the directory of a device to the link that names its driver's module; a partition has its disk above it. */
const DRIVER_LINKS: Readonly<Record<DeviceKind, readonly string[]>> = {
  char: ["device/driver/module", "device/device/driver/module"],
  block: [
    "device/driver/module",
    "device/device/driver/module",
    "../device/driver/module",
    "../device/device/driver/module",
  ],
};

/** Names of aliases for device numbers, as request_module(9) asks for them. */
const ALIASES: Readonly<Record<DeviceKind, string>> = { char: "char-major", block: "block-major" };

/** The modules of the device `number`, as `MAJOR:MINOR`. */
export function deviceModules({ platform, database }: Scene, kind: DeviceKind, number: string): readonly string[] {
  const directory = `/sys/dev/${kind}/${number}`;
  const drivers = DRIVER_LINKS[kind].flatMap((link) => {
    const target = ifReadable(() => platform.files.readLink(`${directory}/${link}`));
    return target === undefined ? [] : [baseName(target)];
  });
  const alias = `${ALIASES[kind]}-${number.replace(":", "-")}`;
  const named = ifReadable(() => database.lookUp(alias)) ?? [];
  return [...drivers, ...named.map(({ name }) => name)];
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
