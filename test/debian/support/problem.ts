/** What stands in the way of the whole Debian here. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/trees-folder.mjs";
import { isReleased } from "./release.ts";

/** Programs, and the packages that bring them. */
const PROGRAMS = {
  "qemu-system-x86_64": "qemu-system-x86",
  "mkfs.ext4": "e2fsprogs",
  debugfs: "e2fsprogs",
  unshare: "util-linux",
  "dpkg-deb": "dpkg",
} as const;

/** The root that scripts/debian-root.mjs makes, and the packages of the second kernel. */
export const MADE = join(cacheFolder(), "debian-12");

/** Why the guest cannot be made here, or undefined where it can. */
export function debianProblem(): string | undefined {
  if (process.arch !== "x64") return "its kernels are for x86-64";
  if (process.getuid?.() !== 0) return "changing the root needs root's rights";
  const folders = `${process.env["PATH"]}:/usr/sbin:/sbin`.split(":");
  const missing = Object.entries(PROGRAMS).find(([name]) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing !== undefined) return `${missing[1]} is not installed`;
  if (!isReleased()) return "release/ is not whole: npm run release";
  return existsSync(join(MADE, "made-from")) ? undefined : "its root is missing: node scripts/debian-root.mjs";
}
