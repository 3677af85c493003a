import { expect, test } from "vitest";
import { isNeverDriven } from "../../../src/core/device/undriven.ts";

const pci = (code: string): string => `pci:v00008086d00001237sv00001AF4sd00001100bc${code}i00`;

test.each<[bus: string | undefined, modalias: string, always: boolean, whereClaimsAreKnown: boolean]>([
  [undefined, "dmi:x", true, true],
  ["cpu", "cpu:type:x86", true, true],
  ["acpi", "acpi:LNXSYSTM:", true, true],
  ["acpi", "acpi:PNP0A08:PNP0A03:", true, true],
  ["acpi", "acpi:PNP0C0A:", false, true],
  ["platform", "platform:pcspkr", false, true],
  ["pnp", "acpi:PNP0501:", false, true],
  ["wmi", "wmi:05901221-D566-11D1-B2F0-00A0C9062910", false, true],
  ["pci", pci("06sc00"), true, true],
  ["pci", pci("06sc04"), true, true],
  ["pci", pci("05sc80"), true, true],
  ["pci", pci("08sc80"), true, true],
  ["pci", pci("08sc05"), false, false],
  ["pci", pci("02sc80"), false, false],
  ["pci", "pci:nonsense", false, false],
  ["usb", "usb:v1D6Bp0002", false, false],
  ["virtio", "virtio:d00000001v00001AF4", false, false],
  ["bus-of-tomorrow", "x", false, false],
])("of %s %s", (bus, modalias, always, whereClaimsAreKnown) => {
  const device = { bus, modaliases: [modalias] };
  expect([isNeverDriven(device, false), isNeverDriven(device, true)]).toEqual([always, whereClaimsAreKnown]);
});

test("a device without a modalias is judged by its bus", () => {
  expect(isNeverDriven({ bus: "pci", modaliases: [] }, true)).toBe(false);
});
