/**
 * An initial root of busybox, the static edition and modules, and a disk with a program on it: what a machine is started from
 * whose only module tool is ours. Its disk, its results and itself are files of one folder.
 */

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildStatic } from "../../../scripts/build-static.mjs";
import { findTree, type ModuleTree } from "../../conformance/support/trees.ts";
import { staticProblem } from "../../static/support/executable.ts";
import { lackOfPrograms } from "../../support/lack.ts";
import type { GuestCommand } from "./boot.ts";
import { buildProgram } from "./programs.ts";
import { kernelImage, qemuProblem } from "./qemu.ts";

const FIRST_PROCESS = join(import.meta.dirname, "../guest/initial-root-init.sh");

/** What a distribution puts into an initial root, more or less, and what the kernel is asked for in the tests. */
const FOLDERS: readonly string[] = [
  ...["arch", "block", "crypto", "fs", "lib", "net"],
  ...["acpi", "ata", "block", "cdrom", "char", "firmware", "hid", "i2c", "input", "net/ethernet/intel"].map(driver),
  ...["nvme", "parport", "rtc", "scsi", "tty", "usb", "virtio", "watchdog"].map(driver),
];

function driver(folder: string): string {
  return `drivers/${folder}`;
}

/** What the kernel's build says about its modules; the rest of the indexes is depmod's. */
const BUILD_FILES = ["modules.builtin", "modules.builtin.modinfo", "modules.order"];

/** Why no such machine can be started here, or undefined. */
export function initialRootProblem(): string | undefined {
  const guest = qemuProblem() ?? staticProblem();
  if (guest !== undefined) return guest;
  return lackOfPrograms(["gcc", "mkfs.ext4"], { "mkfs.ext4": "e2fsprogs" });
}

export interface Machine {
  /** The root as it is packed; lib/modules is in it. */
  readonly root: string;
  readonly release: string;
  /** What depmod said, and how it ended. */
  readonly depmod: string;
  readonly command: GuestCommand;
  /** What process 1 writes. */
  readonly results: string;
}

/** Makes everything in an empty folder. The program on the disk prints the token. */
export async function makeMachine(folder: string, token: string, requests: string): Promise<Machine> {
  const tree = findTree("6.12");
  if (tree === undefined) throw new Error("The 6.12 tree is missing");
  const root = join(folder, "root");
  await fillRoot(root, tree);
  writeFileSync(join(root, "requests"), requests);
  const depmod = execFileSync(join(root, "sbin/kmod-ts"), ["depmod", "--no-cache", "-b", root, tree.release]);
  const image = join(folder, "image");
  execFileSync("sh", ["-c", `cd '${root}' && find . | cpio --quiet -o -H newc >'${image}'`]);
  const disk = makeDisk(folder, token);
  const results = join(folder, "results");
  const command = qemu({ kernel: kernelImage(tree.release), image, disk, results });
  return { root, release: tree.release, depmod: depmod.toString("latin1"), command, results };
}

async function fillRoot(root: string, tree: ModuleTree): Promise<void> {
  for (const directory of ["bin", "sbin", "proc", "sys", "dev", "disk", "mnt"]) {
    mkdirSync(join(root, directory), { recursive: true });
  }
  copyFileSync("/bin/busybox", join(root, "bin/busybox"));
  copyFileSync(await buildStatic(), join(root, "sbin/kmod-ts"));
  copyFileSync(FIRST_PROCESS, join(root, "init"));
  chmodSync(join(root, "init"), 0o755);
  buildProgram("request-at-once", join(root, "bin/request-at-once"));
  const modules = join(root, "lib/modules", tree.release);
  for (const place of [...BUILD_FILES, ...FOLDERS.map((path) => `kernel/${path}`)]) {
    mkdirSync(dirname(join(modules, place)), { recursive: true });
    cpSync(join(tree.directory, place), join(modules, place), { recursive: true });
  }
}

/** An ext4 image. */
function makeDisk(folder: string, token: string): string {
  const files = join(folder, "disk");
  mkdirSync(files);
  buildProgram("print-token", join(files, "program"), [`-DTOKEN="${token}"`]);
  const disk = join(folder, "disk.ext4");
  execFileSync("mkfs.ext4", ["-q", "-d", files, disk, "16M"], { stdio: "pipe" });
  return disk;
}

/** Beside what every such machine has: the disk, and some whose own devices show only when their driver has come. */
const DEVICES = ["virtio-blk-pci,drive=disk", "virtio-scsi-pci", "virtio-rng-pci", "qemu-xhci", "usb-tablet"];

interface Parts {
  readonly kernel: string;
  readonly image: string;
  readonly disk: string;
  readonly results: string;
}

/**
 * The clock of this machine counts instructions, a nanosecond each, and does not wait: the kernel gives up a request after five
 * seconds, which must not depend on what else is running here.
 */
function qemu({ kernel, image, disk, results }: Parts): GuestCommand {
  const clock = ["-icount", "shift=0,sleep=off"];
  // One for which all modules of the checksum are made.
  const processor = ["-cpu", "Nehalem"];
  const machine = ["-accel", "tcg", ...clock, ...processor, "-m", "1G", "-smp", "1", "-display", "none", "-no-reboot"];
  const lines = ["-serial", "stdio", "-serial", `file:${results}`];
  const start = ["-kernel", kernel, "-initrd", image, "-append", "console=ttyS0 quiet panic=-1"];
  const drive = ["-drive", `if=none,id=disk,file=${disk},format=raw,readonly=on`];
  const devices = DEVICES.flatMap((device) => ["-device", device]);
  return { program: "qemu-system-x86_64", args: [...machine, ...lines, ...start, ...drive, ...devices] };
}

/** Paths of all files and links in the root but the modules, for a look at what is in it. */
export function filesBesideModules(root: string): readonly string[] {
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !path.startsWith("/lib/modules/"))
    .toSorted();
}
