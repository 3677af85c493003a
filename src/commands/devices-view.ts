/** The views of `kmod-ts devices`: one line a device and what is missing, one device in full, a table, JSON. */

import { decodeUtf8 } from "../core/bytes.ts";
import type { Candidate } from "../core/device/candidates.ts";
import type { SysfsDevice } from "../core/device/sysfs-device.ts";
import type { Table } from "../core/platform.ts";
import type { JsonValue, Output, Request } from "./command.ts";
import { afterIndentation } from "./hanging.ts";
import { hindranceJson, hindranceText } from "./hindrance-text.ts";
import { originJson } from "./origin-json.ts";
import { originText } from "./origin-text.ts";
import { chosenForm } from "./output-form.ts";

export interface DescribedDevice extends SysfsDevice {
  readonly candidates: readonly Candidate[];
}

export interface DevicesFacts {
  readonly directory: string;
  /** Whether there is an index of what modules claim. */
  readonly claimsKnown: boolean;
  /** How many devices are not shown because they never have a driver. */
  readonly leftOut: number;
  readonly devices: readonly DescribedDevice[];
}

/** The facts in the form that the request asks for; devices that were named are shown in full. */
export function viewDevices(facts: DevicesFacts, request: Request): Output {
  const { directory, claimsKnown, leftOut, devices } = facts;
  switch (chosenForm(request, ["json", "table"])) {
    case "json": {
      const head = { schemaVersion: 1, directory: decodeUtf8(directory), claimsKnown, leftOut };
      return { kind: "json", value: { ...head, devices: devices.map(deviceToJson) } };
    }
    case "table":
      return { kind: "table", table: toTable(devices) };
    default:
      return {
        kind: "text",
        pieces: (request.operands.length > 0 ? fullLines : shortLines)(facts),
        hang: afterIndentation,
      };
  }
}

function* shortLines({ devices, claimsKnown }: DevicesFacts): Iterable<string> {
  for (const device of devices) {
    yield `${titleOf(device)}: ${driverText(device)}${isUnclaimed(device) ? `, and ${nobody(claimsKnown)}` : ""}\n`;
    if (device.driver !== undefined) continue;
    for (const candidate of device.candidates) yield `  ${candidate.module}: ${candidateText(candidate, device)}\n`;
  }
}

function* fullLines({ devices, claimsKnown }: DevicesFacts): Iterable<string> {
  for (const device of devices) {
    const { path, bus, driver, modaliases, candidates } = device;
    yield `${path}${bus === undefined ? "" : ` (${bus})`}\n`;
    yield* modaliasLines(device);
    yield `  driver: ${driver === undefined && bus !== undefined ? "none" : driverText(device)}\n`;
    if (modaliases.length > 0 && candidates.length === 0) yield `  ${nobody(claimsKnown)}\n`;
    for (const candidate of candidates) {
      yield `  ${candidate.module}: ${candidateText(candidate, device)}${byAlias(candidate)}\n`;
    }
  }
}

function modaliasLines({ modaliases }: DescribedDevice): readonly string[] {
  return (modaliases.length > 0 ? modaliases : ["none"]).map((modalias) => `  modalias: ${modalias}\n`);
}

function byAlias({ aliasOrigin }: Candidate): string {
  return aliasOrigin === undefined ? "" : `, by the alias in ${originText(aliasOrigin)}`;
}

function titleOf({ bus, name, path }: SysfsDevice): string {
  return bus === undefined ? path : `${bus} ${name}`;
}

function isUnclaimed({ bus, driver, modaliases, candidates }: DescribedDevice): boolean {
  return driver === undefined && bus !== undefined && modaliases.length > 0 && candidates.length === 0;
}

function nobody(claimsKnown: boolean): string {
  return claimsKnown ? "no module claims it" : "which module claims it is not known";
}

function driverText({ bus, driver, module }: SysfsDevice): string {
  if (driver !== undefined) {
    if (module === undefined) return `${driver}, part of the kernel`;
    return module === driver ? driver : `${driver}, of module ${module}`;
  }
  return bus === undefined ? "on no bus, where drivers are" : "no driver";
}

function candidateText({ standing, module, hindrances }: Candidate, device: SysfsDevice): string {
  const inKernel = standing === "loaded" || standing === "builtin";
  if (inKernel && device.module === module) return `${standing}, drives it`;
  if (inKernel && device.bus !== undefined && device.driver === undefined) return `${standing}, but does not take it`;
  return [standing, ...hindrances.map((each) => hindranceText(each, module))].join("; ");
}

function toTable(devices: readonly DescribedDevice[]): Table {
  const rows = devices.map((device) => {
    const claims = device.candidates.map((candidate) => `${candidate.module}: ${candidateText(candidate, device)}`);
    const { bus = "", name, path, driver = "", module = "" } = device;
    return [bus, bus === "" ? path : name, driver, module, claims];
  });
  return {
    columns: [
      { title: "Bus", rank: 4 },
      { title: "Device", rank: 1 },
      { title: "Driver", rank: 3 },
      { title: "Module", rank: 5 },
      { title: "Candidates", rank: 2, least: 16 },
    ],
    rows,
  };
}

function deviceToJson({ path, name, bus, modaliases, driver, module, candidates }: DescribedDevice): JsonValue {
  return {
    path: decodeUtf8(path),
    name: decodeUtf8(name),
    bus: textOrNull(bus),
    modaliases: modaliases.map(decodeUtf8),
    driver: textOrNull(driver),
    module: textOrNull(module),
    candidates: candidates.map(candidateToJson),
  };
}

function candidateToJson({ module, standing, path, aliasOrigin, hindrances }: Candidate): JsonValue {
  return {
    module: decodeUtf8(module),
    state: standing,
    path: textOrNull(path),
    aliasOrigin: aliasOrigin === undefined ? null : originJson(aliasOrigin),
    hindrances: hindrances.map(hindranceJson),
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : decodeUtf8(text);
}
