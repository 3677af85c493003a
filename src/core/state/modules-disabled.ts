/** The switch that keeps modules where they are until the next boot: kernel.modules_disabled of sysctl(8). */

import { toByteString } from "../bytes.ts";
import { SystemError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";

/** Whether it is thrown; a kernel without it never is. Throws SystemError. */
export function areModulesDisabled(files: FileSystem): boolean {
  try {
    return toByteString(files.read("/proc/sys/kernel/modules_disabled")).trim() === "1";
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return false;
    throw error;
  }
}
