/** Whether what the kernel says now is about the modules of a directory. */

import { KmodError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { moduleDirectory } from "./directory.ts";

/**
 * Whether it is known which modules of a directory are loaded: it is that of the running kernel, and there is a /sys/module. In another
 * root there may be none.
 */
export function knowsLoaded(platform: Platform, directory: string): boolean {
  try {
    return directory === moduleDirectory(platform, {}) && platform.files.status("/sys/module").type === "directory";
  } catch (error) {
    if (error instanceof KmodError) return false;
    throw error;
  }
}
