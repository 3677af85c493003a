/** Where explanations look, and how: silently, because the failure that they explain has been told already. */

import type { Configuration } from "../config/configuration.ts";
import { KmodError } from "../errors.ts";
import { openModuleIndex } from "../index/module-index.ts";
import { createDatabase, type ModuleDatabase } from "../module/database.ts";
import { moduleDirectory } from "../module/directory.ts";
import type { Platform } from "../platform.ts";

export interface Scene {
  readonly platform: Platform;
  /** Of the directory that the modules come from. */
  readonly database: ModuleDatabase;
}

/** A scene over the modules in `directory`. What is wrong with its indexes is not told: whoever needs them has been. */
export function openScene(platform: Platform, directory: string, configuration: Configuration): Scene {
  const index = openModuleIndex(platform.files, directory, () => undefined);
  return { platform, database: createDatabase(platform.files, index, configuration) };
}

/** The same over the modules of the running kernel; undefined where its release is not known. */
export function runningScene({ platform, database }: Scene): Scene | undefined {
  const directory = ifReadable(() => moduleDirectory(platform, {}));
  if (directory === undefined) return undefined;
  if (directory === database.directory) return { platform, database };
  return openScene(platform, directory, database.configuration);
}

/** What `read` returns; undefined where the platform or the data says no: an explanation does without. */
export function ifReadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof KmodError) return undefined;
    throw error;
  }
}
