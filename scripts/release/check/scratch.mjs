/** A temporary folder, and running things in a root of their own. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../project.mjs";

/** Runs a check with a folder that is gone afterwards. */
export async function inScratch(check) {
  const folder = mkdtempSync(join(tmpdir(), "kmod-ts-check-"));
  try {
    return await check(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Nothing that runs in the root sees the machine's devices: only these, on a file system that is gone with the program.
 */
const ENTER = `set -e
mount -t tmpfs -o mode=755 none "$1/dev"
for node in null zero full random urandom tty; do : >"$1/dev/$node"; mount --bind "/dev/$node" "$1/dev/$node"; done
mount -t proc proc "$1/proc"
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \\
  DEBIAN_FRONTEND=noninteractive chroot "$1" /bin/sh -c "$2"`;

/**
 * Runs a shell script in a root that has empty directories dev and proc, as root. Returns its output; throws where it
 * fails.
 */
export function runInside(folder, script) {
  const words = ["-m", "--propagation", "private", "sh", "-c", ENTER, "enter", folder, script];
  const { status, stdout, stderr, error } = spawnSync("unshare", words, { encoding: "utf8", maxBuffer: 64 << 20 });
  if (error !== undefined) throw new Failure(`unshare: ${error.message}`);
  if (status !== 0) throw new Failure(`In a root of its own:\n${script}\nends with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
