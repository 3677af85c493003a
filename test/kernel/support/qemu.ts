/** Debian's own kernel in QEMU without hardware virtualisation; its root is the machine's, writable in memory only. */

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { treesFolder } from "../../../scripts/trees-folder.mjs";
import { findTree } from "../../conformance/support/trees.ts";
import { lackOfPrograms, lackOfTrees } from "../../support/lack.ts";
import type { GuestCommand } from "./boot.ts";
import type { LabTree } from "./kernels.ts";

const FIRST_PROCESS = join(import.meta.dirname, "../guest/qemu-init.sh");

/** Without which there is no root; in the order of loading. */
const FIRST_MODULES = [
  "kernel/fs/netfs/netfs.ko",
  "kernel/net/9p/9pnet.ko",
  "kernel/fs/9p/9p.ko",
  "kernel/net/9p/9pnet_virtio.ko",
  "kernel/fs/overlayfs/overlay.ko",
];

/** The kernel to start for modules of a release. */
export const kernelImage = (release: string): string => join(treesFolder(), "6.12/boot", `vmlinuz-${release}`);

export function qemuProblem(): string | undefined {
  const packages = { "qemu-system-x86_64": "qemu-system-x86", busybox: "busybox-static" };
  const lack = lackOfPrograms(["qemu-system-x86_64", "cpio", "busybox"], packages);
  if (lack !== undefined) return lack;
  const release = findTree("6.12")?.release;
  const isThere = release !== undefined && existsSync(kernelImage(release));
  return isThere ? undefined : lackOfTrees(undefined);
}

export function qemuCommand(job: string, tree: LabTree): GuestCommand {
  const machine = ["-accel", "tcg", "-m", "1G", "-smp", "1", "-display", "none", "-serial", "stdio", "-no-reboot"];
  const share = "security_model=none,multidevs=remap";
  const host = ["-virtfs", `local,path=/,mount_tag=host,readonly=on,${share}`];
  const results = ["-virtfs", `local,path=${job},mount_tag=job,${share}`];
  const words = `console=ttyS0 quiet panic=-1 LAB_MODULES=${tree.modules}`;
  const kernel = ["-kernel", kernelImage(tree.release), "-initrd", initialRoot(tree), "-append", words];
  return { program: "qemu-system-x86_64", args: [...machine, ...host, ...results, ...kernel] };
}

/** Made anew for each test file's first boot: it is small, and then never stale. */
let made: string | undefined;

function initialRoot(tree: LabTree): string {
  if (made !== undefined) return made;
  const work = mkdtempSync(join(tmpdir(), "kmod-ts-"));
  try {
    const root = join(work, "root");
    mkdirSync(join(root, "bin"), { recursive: true });
    mkdirSync(join(root, "modules"));
    copyFileSync("/bin/busybox", join(root, "bin/busybox"));
    copyFileSync(FIRST_PROCESS, join(root, "init"));
    chmodSync(join(root, "init"), 0o755);
    FIRST_MODULES.forEach((path, at) => {
      const plain = execFileSync("xz", ["-dc", join(tree.directory, `${path}.xz`)], { maxBuffer: 64 << 20 });
      writeFileSync(join(root, "modules", `${at}.ko`), plain);
    });
    execFileSync("sh", ["-c", `cd '${root}' && find . | cpio --quiet -o -H newc | gzip -1 >'${work}/image'`]);
    made = join(dirname(treesFolder()), "lab", `initial-root-${process.pid}.gz`);
    copyFileSync(join(work, "image"), made);
    const kept = made;
    process.once("exit", () => rmSync(kept, { force: true }));
    return made;
  } finally {
    rmSync(work, { recursive: true });
  }
}
