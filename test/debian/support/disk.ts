/** Disks of a guest: ext4 images, filled from a folder and read without being mounted. */

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";

/** Makes an image of `size` (as mkfs.ext4 takes it) with what a folder holds. */
export function makeDisk(image: string, folder: string, size: string, label: string): void {
  rmSync(image, { force: true });
  execFileSync("mkfs.ext4", ["-q", "-L", label, "-d", folder, image, size], { stdio: ["ignore", "ignore", "pipe"] });
}

/** Replaces the folder `to` by a copy of a folder of an image, with modes and owners. */
export function readFolder(image: string, from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  execFileSync("debugfs", ["-R", `rdump ${from} ${to}`, image], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Copies a file out of an image. */
export function readFileOf(image: string, from: string, to: string): void {
  execFileSync("debugfs", ["-R", `dump ${from} ${to}`, image], { stdio: ["ignore", "pipe", "pipe"] });
}
