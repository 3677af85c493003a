/** Roots of Debian as folders, copied from the one in the cache. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runInRoot } from "../../../scripts/debian-chroot.mjs";
import { cacheFolder } from "../../../scripts/trees-folder.mjs";
import { MADE } from "./problem.ts";

/** A folder for one run's roots and disks, which take gigabytes: beside the cache, where there is room for them. */
export function makeWorkFolder(): string {
  return mkdtempSync(join(cacheFolder(), "debian-12-run-"));
}

export function removeWorkFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A fresh root below `work`. */
export function copyRoot(work: string, name: string): string {
  const root = join(work, name);
  execFileSync("cp", ["-a", "--reflink=auto", join(MADE, "root"), root]);
  return root;
}

/** Runs commands in a root; returns what they said; throws with it where they fail. */
export function inRoot(root: string, commands: string): string {
  const { status, output } = runInRoot(root, `set -e\n${commands}`);
  if (status !== 0) throw new Error(`exit status ${status} in the root of Debian:\n${output.slice(-4000)}`);
  return output;
}

/** Releases whose modules are in a root. */
export function releasesIn(root: string): readonly string[] {
  return readdirSync(join(root, "usr/lib/modules")).sort();
}

/**
 * The package of the second kernel below /root/packages. Repacked without compression: unpacking xz is a matter of
 * minutes in the guest, and not what is tested.
 */
export function addKernelPackage(root: string): void {
  const packages = join(root, "root/packages");
  const unpacked = join(root, "root/unpacked");
  mkdirSync(packages);
  for (const name of readdirSync(join(MADE, "packages"))) {
    execFileSync("dpkg-deb", ["-R", join(MADE, "packages", name), unpacked]);
    execFileSync("dpkg-deb", ["-Znone", "-b", unpacked, join(packages, name)], { stdio: "ignore" });
    rmSync(unpacked, { recursive: true });
  }
}
