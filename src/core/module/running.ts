/** Whether what the kernel says now is about the modules of a directory. */

import { KmodError, SystemError } from "../errors.ts";
import type { Platform } from "../platform.ts";
import { releasesIn } from "../releases.ts";
import { refuseSpecial } from "../special-file.ts";
import { type LoadedModule, PROC_MODULES, readLoadedModules } from "../state/proc-modules.ts";
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
 * Whether a release is that of the system's kernel; in another root none may be known to be. Throws SystemError where
 * the running kernel cannot be asked.
 */
export function runs({ kernel }: Platform, release: string): boolean {
  try {
    return kernel.release() === release;
  } catch (error) {
    if (error instanceof KmodError && !(error instanceof SystemError)) return false;
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

/**
 * The modules of the running kernel by name; undefined where there is no /proc/modules. Throws SystemError, also where
 * something else is in its place: a container's mask, a pipe.
 */
export function readLoadedByName(platform: Platform): ReadonlyMap<string, LoadedModule> | undefined {
  try {
    const modules = readLoadedModules(platform);
    if (modules.length === 0) refuseSpecial(platform.files, PROC_MODULES);
    return new Map(modules.map((module) => [module.name, module]));
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return undefined;
    throw error;
  }
}

/** The releases that have a module directory beside `directory`, which is not there itself; none where it is. Throws SystemError. */
export function otherReleases({ files }: Platform, directory: string): readonly string[] {
  const slash = directory.lastIndexOf("/");
  const releases = releasesIn(files, directory.slice(0, slash));
  return releases.includes(directory.slice(slash + 1)) ? [] : releases;
}
