/** A root with so many devices in its sysfs, over the indexes of a real kernel: what its modules claim, and what none does. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const BUSES = ["pci", "usb", "acpi", "of", "virtio"];

/** A modalias that a pattern matches. */
const toModalias = (pattern) =>
  pattern
    .replaceAll(/\[(.).*?\]/g, "$1")
    .replaceAll("*", "0")
    .replaceAll("?", "0");

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(relative(dirname(path), target), path);
}

/** The indexes, and each module as an empty file: nobody looks into them. */
function copyIndexes({ root, version }, directory) {
  const from = join(root, "lib/modules", version);
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(from))
    if (name.startsWith("modules.")) copyFileSync(join(from, name), join(directory, name));
  for (const line of readFileSync(join(from, "modules.dep"), "latin1").split("\n").filter(Boolean)) {
    const path = join(directory, line.split(":")[0]);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
  }
}

/** One in two has a driver, one in four is of a kind that no module knows. */
function makeDevice(root, index, [, pattern, module]) {
  const bus = pattern.split(":")[0];
  const device = join(root, "sys/devices", `host${index % 16}`, `bridge${index % 97}`, `${bus}${index}`);
  mkdirSync(device, { recursive: true });
  writeFileSync(join(device, "modalias"), `${index % 4 === 1 ? `${bus}:unknown${index}` : toModalias(pattern)}\n`);
  link(device, join(root, "sys/bus", bus, "devices", `${bus}${index}`));
  if (index % 2 === 0) link(join(root, "sys/bus", bus, "drivers", module), join(device, "driver"));
  return [bus, module];
}

/** Makes the root for the kernel of a tree. */
export function makeDevices(root, tree, count) {
  const directory = join(root, "lib/modules", tree.version);
  copyIndexes(tree, directory);
  const aliases = readFileSync(join(directory, "modules.alias"), "latin1")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, pattern]) => pattern !== undefined && BUSES.includes(pattern.split(":")[0]));
  const drivers = new Map();
  for (let index = 0; index < count; index++) {
    const [bus, module] = makeDevice(root, index, aliases[Math.floor((index * aliases.length) / count)]);
    drivers.set(`${bus} ${module}`, [bus, module]);
  }
  for (const [bus, module] of drivers.values()) {
    const loaded = join(root, "sys/module", module);
    mkdirSync(loaded, { recursive: true });
    link(loaded, join(root, "sys/bus", bus, "drivers", module, "module"));
  }
  const lines = [...drivers.values()].map(([, module]) => `${module} 16384 0 - Live 0x0000000000000000\n`);
  mkdirSync(join(root, "proc"));
  writeFileSync(join(root, "proc/modules"), lines.join(""));
}
