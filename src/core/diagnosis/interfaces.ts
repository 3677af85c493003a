/** Network interfaces that are a module's devices, or of its kind. */

import { toByteString } from "../bytes.ts";
import { baseName } from "./device-owner.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";
import { ifReadable, type Scene } from "./scene.ts";

const INTERFACES = "/sys/class/net";

/** Interfaces that are looked at. */
const MOST_INTERFACES = 1024;

/** The interfaces that run on a module. */
export function interfaceFindings(scene: Scene, module: string): readonly Finding[] {
  const entries = ifReadable(() => scene.platform.files.list(INTERFACES)) ?? [];
  return entries
    .slice(0, MOST_INTERFACES)
    .filter(({ name }) => interfaceModules(scene, name).includes(module))
    .slice(0, MOST_OF_A_KIND)
    .map(({ name }) => ({ kind: "interface", text: `network interface ${name} runs on it`, interface: name }));
}

/** By the driver of its device; of an interface without a device by its kind, as `ip link add type KIND` has it. */
function interfaceModules({ platform: { files }, database }: Scene, name: string): readonly string[] {
  const driver = ifReadable(() => files.readLink(`${INTERFACES}/${name}/device/driver/module`));
  const uevent = ifReadable(() => toByteString(files.read(`${INTERFACES}/${name}/uevent`))) ?? "";
  const kind = /^DEVTYPE=(.+)$/m.exec(uevent)?.[1];
  const named = kind === undefined ? [] : (ifReadable(() => database.lookUp(`rtnl-link-${kind}`)) ?? []);
  return [...(driver === undefined ? [] : [baseName(driver)]), ...named.map((each) => each.name)];
}
