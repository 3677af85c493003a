/**
 * Devices that no driver ever takes: what firmware describes and the kernel keeps in its books. On an ordinary machine
 * they are most of those without a driver. What a module claims is none of them, whatever its kind.
 */

import type { SysfsDevice } from "./sysfs-device.ts";

/** Buses of the kernel's own records. */
const RECORDS: readonly string[] = [
  ...[
    "clockevents",
    "clocksource",
    "container",
    "cpu",
    "edac",
    "event_source",
    "faux",
    "gpio",
    "machinecheck",
    "memory",
  ],
  ...["memory_tiering", "node", "nvmem", "soc", "workqueue"],
];

/**
 * Buses of what firmware or the board describes: parts that need a driver, which some module claims then, and many more
 * that do not.
 */
const DESCRIPTIONS: readonly string[] = ["acpi", "platform", "pnp", "wmi"];

/**
 * ACPI's own containers, buses and processors; Linux has made up these names itself. PNP0A03 and PNP0A08 are host
 * bridges.
 */
const ACPI_RECORD = /^acpi:(?:LNX|PNP0A0[38]:)/;

/** Base class and subclass, as the modalias of a PCI device has them. */
const PCI_CLASS = /^pci:.*bc([0-9A-F]{2})sc([0-9A-F]{2})/;
/** Memory, bridges (host bridges among them) and processors. */
const PCI_RECORDS: readonly string[] = ["05", "06", "0B"];
/** Interrupt controllers, timers, clocks. */
const PCI_SYSTEM = "08";
/** Among those, the controllers of SD cards. */
const PCI_SD = "05";

/**
 * Whether a device that no module is known to claim is of a kind that has no drivers. `claimsKnown`: whether it is
 * known that none does; else that is said only of what could not have one.
 */
export function isNeverDriven(
  { bus, modaliases }: Pick<SysfsDevice, "bus" | "modaliases">,
  claimsKnown: boolean,
): boolean {
  if (bus === undefined || RECORDS.includes(bus)) return true;
  const [first = ""] = modaliases;
  if (DESCRIPTIONS.includes(bus)) return claimsKnown || ACPI_RECORD.test(first);
  const [, base = "", sub = ""] = PCI_CLASS.exec(first) ?? [];
  return PCI_RECORDS.includes(base) || (base === PCI_SYSTEM && sub !== PCI_SD);
}
