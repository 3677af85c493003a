/** Whether what the kernel says now is about the modules of a directory. */

import { compareBytes } from "../bytes.ts";
import { KmodError, SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { type LoadedModule, readLoadedModules } from "../state/proc-modules.ts";
import { moduleDirectory } from "./directory.ts";

/** Whether a module directory is that of the running kernel; where its release is not known, none is. */
export function isRunningRelease(platform: Platform, directory: string): boolean {
  try {
    return directory === moduleDirectory(platform, {});
  } catch (error) {
    if (error instanceof KmodError) return false;
    throw error;
  }
}

/**
 * Whether it is known which modules of a directory are loaded: it is that of the running kernel, and there is a /sys/module. In another
 * root there may be none.
 */
export function knowsLoaded(platform: Platform, directory: string): boolean {
  try {
    return isRunningRelease(platform, directory) && platform.files.status("/sys/module").type === "directory";
  } catch (error) {
    if (error instanceof KmodError) return false;
    throw error;
  }
}

/** The modules of the running kernel by name; undefined where there is no /proc/modules. Throws SystemError. */
export function readLoadedByName(platform: Platform): ReadonlyMap<string, LoadedModule> | undefined {
  try {
    return new Map(readLoadedModules(platform).map((module) => [module.name, module]));
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return undefined;
    throw error;
  }
}

/** The releases that have a module directory beside `directory`, which is not there itself; none where it is. Throws SystemError. */
export function otherReleases({ files }: Platform, directory: string): readonly string[] {
  const slash = directory.lastIndexOf("/");
  try {
    const names = files.list(directory.slice(0, slash)).filter(({ type }) => type !== "file");
    const releases = names.map(({ name }) => name);
    return releases.includes(directory.slice(slash + 1)) ? [] : releases.toSorted(compareBytes);
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return [];
    throw error;
  }
}
