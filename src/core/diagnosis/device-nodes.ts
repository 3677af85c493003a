/** The device nodes that a module drives. */

import { toByteString } from "../bytes.ts";
import { type DeviceKind, deviceModules } from "./device-owner.ts";
import { ifReadable, type Scene } from "./scene.ts";

/** Devices that are looked at, of each kind. */
const MOST_DEVICES = 4096;

/** Absolute paths of the nodes of a module's devices, under the names that the kernel gives them. */
export function deviceNodesOf(scene: Scene, module: string): ReadonlySet<string> {
  const nodes = new Set<string>();
  for (const kind of ["char", "block"] as const) {
    for (const number of deviceNumbers(scene, kind)) {
      if (!deviceModules(scene, kind, number).includes(module)) continue;
      const name = nodeName(scene, kind, number);
      if (name !== undefined) nodes.add(`/dev/${name}`);
    }
  }
  return nodes;
}

function deviceNumbers({ platform }: Scene, kind: DeviceKind): readonly string[] {
  const entries = ifReadable(() => platform.files.list(`/sys/dev/${kind}`)) ?? [];
  return entries.slice(0, MOST_DEVICES).map(({ name }) => name);
}

function nodeName({ platform }: Scene, kind: DeviceKind, number: string): string | undefined {
  const uevent = ifReadable(() => toByteString(platform.files.read(`/sys/dev/${kind}/${number}/uevent`)));
  return /^DEVNAME=(.+)$/m.exec(uevent ?? "")?.[1];
}
