/** Whether a loaded module is the one in a file. */

import { splitModinfo } from "../elf/modinfo.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem, Platform } from "../platform.ts";
import { type InitState, readBuildIdNote, readInitState, readSourceVersion } from "../state/sys-module.ts";
import { readModuleParts } from "./description.ts";

/** What tells builds of a module apart. Byte strings; undefined where it is not known. */
export interface Fingerprint {
  readonly buildId: string | undefined;
  /** A hash of the module's sources. */
  readonly sourceVersion: string | undefined;
}

/** What the kernel says of a module that it has. */
export interface LoadedFingerprint extends Fingerprint {
  readonly state: InitState;
}

/** `same` and `different` by what both have, the build id where possible; `unknown`: they have nothing in common to compare. */
export interface Likeness {
  readonly verdict: "same" | "different" | "unknown";
  readonly by: "build id" | "source version" | undefined;
}

/** The module of this name in the kernel; undefined where there is none. Throws SystemError, or FormatError for a strange state. */
export function readLoadedFingerprint(files: FileSystem, name: string): LoadedFingerprint | undefined {
  const state = readInitState(files, name);
  if (state === undefined) return undefined;
  return { state, buildId: readBuildIdNote(files, name), sourceVersion: readSourceVersion(files, name) };
}

/** What the module file at `path` has. What cannot be read is told to `onProblem`, and nothing is known of it. */
export function readFileFingerprint(
  platform: Platform,
  path: string,
  onProblem: (error: KmodError) => void,
): Fingerprint {
  try {
    const { modinfo, buildId } = readModuleParts(platform, path);
    const sourceVersion = splitModinfo(modinfo).find(({ key }) => key === "srcversion")?.value;
    return { buildId, sourceVersion };
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    onProblem(error);
    return { buildId: undefined, sourceVersion: undefined };
  }
}

/** Compares what is loaded with a file. */
export function compareFingerprints(loaded: Fingerprint, file: Fingerprint): Likeness {
  if (loaded.buildId !== undefined && file.buildId !== undefined) {
    return { verdict: loaded.buildId === file.buildId ? "same" : "different", by: "build id" };
  }
  if (loaded.sourceVersion !== undefined && file.sourceVersion !== undefined) {
    return { verdict: loaded.sourceVersion === file.sourceVersion ? "same" : "different", by: "source version" };
  }
  return { verdict: "unknown", by: undefined };
}
