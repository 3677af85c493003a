/**
 * `kmod-ts devices`: which driver has which device, which modules claim it, and why one that does is not loaded. lspci -k knows the
 * first two, of one bus.
 */

import { CandidateFinder, knowsClaims } from "../core/device/candidates.ts";
import { findDevices } from "../core/device/find-devices.ts";
import { locateDevices } from "../core/device/locate-device.ts";
import type { SysfsDevice } from "../core/device/sysfs-device.ts";
import { isNeverDriven } from "../core/device/undriven.ts";
import { KmodError } from "../core/errors.ts";
import { absolutePath } from "../core/module/directory.ts";
import { standingOfLoaded } from "../core/module/standing.ts";
import type { Command, Context, OptionSpec, Request } from "./command.ts";
import { type DescribedDevice, type DevicesFacts, viewDevices } from "./devices-view.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import { ModuleSystem } from "./module-system.ts";
import { hasOption, helpOption, outputOptions } from "./options.ts";
import { systemOf, systemOptions } from "./system.ts";

/** An image may have an empty /sys. */
const PLACES = ["/sys/bus", "/sys/devices"] as const;

const options: readonly OptionSpec[] = [
  { long: "unbound", text: "only devices that no driver has, and one could" },
  { long: "all", short: "a", text: "with --unbound also what never has a driver: host bridges, records of ACPI" },
  ...outputOptions.map(({ long, text }) => ({ long, text })),
  ...systemOptions,
  helpOption,
];

const notes = `DEVICE is a name (eth0, sda1, 0000:00:1f.2, 1-1.2), a device node (/dev/sda), a directory of sysfs (/sys/class/net/eth0)
or an address on a bus (pci:00:1f.2, usb:1-1:1.0; 00:1f.2 alone is one of PCI). Without one, all devices are shown that
have a driver or a modalias, by which udev asks for a module.
`;

function gather(request: Request, outer: Context): DevicesFacts {
  const context = systemOf(request, outer);
  if (!PLACES.some((place) => context.platform.files.exists(place))) {
    throw new KmodError("nothing is known of devices, because there is no /sys: ask on the machine itself", "ENODEV");
  }
  const system = new ModuleSystem(request, context);
  const finder = new CandidateFinder(system.database, (module) => {
    // What speaks against a module that is loaded is of no use here.
    const loaded = system.loaded?.get(module.name);
    return loaded === undefined ? system.standing(module) : { standing: standingOfLoaded(loaded), hindrances: [] };
  });
  const claimsKnown = asksForClaims(system.directory, context);
  const unbound = hasOption(request, "unbound");
  const devices: DescribedDevice[] = [];
  let leftOut = 0;
  for (const device of wanted(request, context)) {
    if (unbound && (device.driver !== undefined || device.bus === undefined)) continue;
    const candidates = finder.of(device.modaliases);
    const isUsual = unbound && !hasOption(request, "all") && candidates.length === 0;
    if (isUsual && isNeverDriven(device, claimsKnown)) leftOut++;
    else devices.push({ ...device, candidates });
  }
  return { directory: system.directory, claimsKnown, leftOut, devices };
}

/** Whether it is known which modules claim devices; where not, that is told, with what there is. */
function asksForClaims(directory: string, context: Context): boolean {
  if (knowsClaims(context.platform.files, directory)) return true;
  if (!remarkOnDirectory(directory, context)) {
    const unknown = "so that it is not known which modules claim a device";
    context.report.message("WARNING", `there is no modules.alias in ${directory}, ${unknown}: run depmod`);
  }
  return false;
}

/** What cannot be read or found is reported, and the rest is worth having. */
function* wanted({ operands }: Request, { platform, report }: Context): Iterable<SysfsDevice> {
  const onProblem = (problem: KmodError): void => {
    report.message("ERROR", problem.message);
    report.fail();
  };
  if (operands.length === 0) yield* findDevices(platform.files, onProblem);
  for (const operand of operands) {
    const isRelative = operand.startsWith("./") || operand.startsWith("../");
    try {
      yield* locateDevices(platform.files, isRelative ? absolutePath(platform, operand) : operand);
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      onProblem(error);
    }
  }
}

export const devices: Command<DevicesFacts> = {
  name: "devices",
  summary: "show devices with their drivers, and why one has none",
  operands: "[DEVICE]...",
  options,
  notes,
  gather,
  view: viewDevices,
};
