/** What uses a loaded module: other modules, mounts, open devices, interfaces, or something that shows only as a count. */

import { readHolders, readReferenceCount } from "../state/sys-module.ts";
import type { Finding } from "./finding.ts";
import { interfaceFindings } from "./interfaces.ts";
import { mountFindings } from "./mounts.ts";
import { openDeviceFindings } from "./open-devices.ts";
import { ifReadable, type Scene } from "./scene.ts";

/** The users of a module that is loaded. */
export function userFindings(scene: Scene, module: string): readonly Finding[] {
  const { files } = scene.platform;
  const modules = ifReadable(() => readHolders(files, module)) ?? [];
  const references = ifReadable(() => readReferenceCount(files, module)) ?? 0;
  const holders: readonly Finding[] =
    modules.length === 0
      ? []
      : [{ kind: "holders", text: `it is used by ${modules.join(", ")}, which must go first`, modules }];
  // Each holder counts once; who else there is need not be looked for where they are all.
  const others = references > modules.length ? otherUsers(scene, module) : [];
  const found = [...holders, ...others];
  if (references <= modules.length || others.length > 0) return found;
  const what = modules.length === 0 ? "nothing that can be seen from here" : "more than those";
  return [...found, { kind: "references", text: `its use count is ${references}: ${what} holds it`, references }];
}

function otherUsers(scene: Scene, module: string): readonly Finding[] {
  return [...mountFindings(scene, module), ...openDeviceFindings(scene, module), ...interfaceFindings(scene, module)];
}
