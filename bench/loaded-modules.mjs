/** A machine that has so many modules loaded, as far as lsmod looks: kmod's asks /sys about each of them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "./measure.mjs";

const nameOf = (at) => `module_${at}`;

/** Every third one is used by the two before it. */
function holdersOf(at, count) {
  return at % 3 === 2 && at < count ? [nameOf(at - 1), nameOf(at - 2)] : [];
}

function lineOf(at, count) {
  const holders = holdersOf(at, count);
  const users = holders.length === 0 ? "-" : `${holders.join(",")},`;
  return `${nameOf(at)} ${16384 + 4096 * at} ${holders.length} ${users} Live 0x0000000000000000\n`;
}

function writeModule(folder, at, count) {
  const directory = join(folder, "sys/module", nameOf(at));
  const holders = holdersOf(at, count);
  mkdirSync(join(directory, "holders"), { recursive: true });
  writeFileSync(join(directory, "coresize"), `${16384 + 4096 * at}\n`);
  writeFileSync(join(directory, "refcnt"), `${holders.length}\n`);
  writeFileSync(join(directory, "initstate"), "live\n");
  for (const holder of holders) symlinkSync(`../../${holder}`, join(directory, "holders", holder));
}

/** Words to put before a command line that is to see them, and nothing else of /proc and /sys: in a mount namespace of its own. */
export function makeLoadedModules(count) {
  const folder = join(scratch, "loaded");
  mkdirSync(join(folder, "proc"), { recursive: true });
  const numbers = Array.from({ length: count }, (_, at) => at);
  writeFileSync(join(folder, "proc/modules"), numbers.map((at) => lineOf(at, count)).join(""));
  for (const at of numbers) writeModule(folder, at, count);
  const enter = join(folder, "enter.sh");
  const mounts = ["proc", "sys"].map(
    (place) => `mount -t tmpfs tmpfs /${place}; cp -a ${folder}/${place}/. /${place}\n`,
  );
  writeFileSync(enter, `set -e\n${mounts.join("")}exec "$@"\n`);
  return ["unshare", ...(process.getuid() === 0 ? [] : ["-r"]), "-m", "sh", enter];
}
