/** The static edition beside kmod: the whole run of a tool, start included. */
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { staticPath } from "../scripts/build-static.mjs";
import { fail, ms, scratch, time } from "./measure.mjs";

const TOOLS = ["lsmod", "modinfo", "modprobe", "rmmod", "kmod"];

/** A folder with the executable under the names of the tools. */
function links(executable) {
  const folder = join(scratch, "static");
  mkdirSync(folder);
  for (const tool of TOOLS) symlinkSync(executable, join(folder, tool));
  return folder;
}

export function benchStatic({ root, version }) {
  const executable = staticPath();
  if (executable === undefined || !existsSync(executable)) fail("no static edition: run npm run build:static");
  const folder = links(executable);
  const cases = [
    ["lsmod"],
    ["modinfo", "-b", root, "-k", version, "loop"],
    ["modprobe", "-d", root, "-S", version, "-n", "ext4"],
    ["modprobe", "-d", root, "-S", version, "-D", "ext4"],
    ["modprobe", "-d", root, "-S", version, "-R", "pci:v00008086d000015B8sv00001028sd000006DCbc02sc00i00"],
    ["kmod", "static-nodes"],
  ];
  const lines = cases.flatMap(([tool, ...words]) =>
    [`/sbin/${tool}`, join(folder, tool)].map((path) => [path, ...words].join(" ")),
  );
  const times = time(
    lines.map((line) => line.replace(/^\/sbin\/kmod /, "/bin/kmod ")),
    { count: 200 },
  );
  console.log("\nThe static edition beside kmod; bar: at most 1.3 x");
  for (const [at, [tool, ...words]] of cases.entries()) {
    const [theirs, ours] = times.slice(2 * at, 2 * at + 2);
    const name = [tool, ...words.filter((word) => word.startsWith("-") && !/^-[bdkS]$/.test(word))].join(" ");
    console.log(`  ${name.padEnd(20)} ${ms(ours).padStart(9)} of ${ms(theirs)}  ${(ours / theirs).toFixed(2)} x`);
  }
}
