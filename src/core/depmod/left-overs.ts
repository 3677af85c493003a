/** Temporary files that runs of depmod left which were killed. */

import { contentChange, IDENTITY_LENGTH } from "../file-identity.ts";
import type { FileSystem } from "../platform.ts";
import { removeQuietly } from "../replace-file.ts";

/** What a file that depmod writes into `directory` is called before it has its name, up to what makes that unique. */
export function temporaryStem(directory: string, name: string): string {
  return `${directory}/.${name}.kmod-ts`;
}

/** What begins so, of a file whose name begins with `modules.`. */
const TEMPORARY = /^\.modules\..*\.kmod-ts-\d+\.tmp$/s;

/** No run takes so long between writing a file and giving it its name. Seconds. */
const LONG_AGO = 3600;

/** Of the names in a directory, those that a run of depmod, at work or dead, has given. */
export function temporaryNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => TEMPORARY.test(name));
}

/** Removes those that nobody can be at work on: what was written long before `now`, in seconds since 1970. */
export function removeLeftOvers(files: FileSystem, directory: string, names: readonly string[], now: number): void {
  const paths = names.map((name) => `${directory}/${name}`);
  const identities = files.identify?.(paths) ?? new Float64Array();
  for (const [at, path] of paths.entries()) {
    const start = at * IDENTITY_LENGTH;
    const isFile = (identities[start] ?? -1) >= 0;
    if (isFile && contentChange(identities, start) < now - LONG_AGO) removeQuietly(files, path);
  }
}
