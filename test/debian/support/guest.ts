/**
 * One boot of a whole Debian in QEMU, without hardware virtualisation: from the disk's own kernel and initramfs image.
 */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boot } from "../../kernel/support/boot.ts";
import { makeDisk, readFileOf, readFolder } from "./disk.ts";

export const GUEST = join(import.meta.dirname, "../guest");

/** What a boot is for. */
export interface Job {
  /** For the names of its files. */
  readonly name: string;
  readonly disk: string;
  readonly release: string;
  /** Functions of guest/*.sh. */
  readonly steps: readonly string[];
}

/** What each step printed, its last line `status N`; and the journal, should one ask why. */
export type Results = Readonly<Record<string, string>>;

const MINUTES = 60;

/** Boots a disk, lets it do its steps and stop, and reads what it left; throws where it does not come to its end. */
export async function runJob(work: string, { name, disk, release, steps }: Job): Promise<Results> {
  const folder = join(work, name);
  mkdirSync(join(folder, "job/results"), { recursive: true });
  for (const script of readdirSync(GUEST).filter((each) => each.endsWith(".sh"))) {
    cpSync(join(GUEST, script), join(folder, "job", script));
  }
  writeFileSync(join(folder, "job/steps"), `${steps.join("\n")}\n`);
  const jobDisk = join(folder, "job.img");
  makeDisk(jobDisk, join(folder, "job"), "64M", "job");
  const kernel = join(folder, "kernel");
  const image = join(folder, "image");
  readFileOf(disk, `/boot/vmlinuz-${release}`, kernel);
  readFileOf(disk, `/boot/initrd.img-${release}`, image);

  const drives = [disk, jobDisk].flatMap((file) => ["-drive", `file=${file},if=virtio,format=raw,cache=unsafe`]);
  const machine = ["-accel", "tcg,thread=multi", "-m", "2G", "-smp", "2", "-display", "none", "-nic", "none"];
  const words = "root=/dev/vda rw console=ttyS0 quiet panic=-1";
  const args = [...machine, "-serial", "stdio", "-no-reboot", ...drives, "-kernel", kernel, "-initrd", image];
  const command = { program: "qemu-system-x86_64", args: [...args, "-append", words] };
  const console = await boot(command, { start: MINUTES, whole: 30 * MINUTES, hasStarted: () => true });

  readFolder(jobDisk, "/results", join(folder, "read"));
  const results = readResults(join(folder, "read/results"));
  rmSync(folder, { recursive: true });
  if (results["finished"] === undefined) throw new Error(`${name} did not do its steps:\n${console.slice(-4000)}`);
  return results;
}

function readResults(folder: string): Results {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "latin1")]));
}
