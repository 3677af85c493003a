/**
 * Whether the indexes on disk are complete, readable, in agreement with each other, and up to date: what `depmod --verify`
 * says. Nothing is written, and no module is opened: what is inside one is taken to be what it was when it was indexed, unless
 * its time says otherwise.
 */

import { compareBytes } from "../bytes.ts";
import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { type DepmodConfigurationPlaces, depmodConfigurationFiles, readDepmodConfiguration } from "./configuration.ts";
import { findModules } from "./find-modules.ts";
import type { ModuleFile } from "./module-file.ts";
import { DepmodError, type Say } from "./say.ts";
import { INPUTS } from "./settled.ts";
import { type DefectGroup, DefectList } from "./verify-defects.ts";
import { type VerifiedDirectories, verifyFiles } from "./verify-files.ts";
import { verifyModules } from "./verify-modules.ts";
import { verifyTimes } from "./verify-times.ts";

export interface VerifiedPlaces extends VerifiedDirectories {
  /** Kernel release. */
  readonly version: string;
  readonly configuration: DepmodConfigurationPlaces;
}

export interface Verification {
  readonly groups: readonly DefectGroup[];
  /** How many modules there are; undefined where nobody looked, for want of a modules.dep. */
  readonly modules: number | undefined;
}

/** Names of files that are to be renamed: ours, kmod's, and those of kmod until 30. */
const TEMPORARY: readonly RegExp[] = [
  /^\.modules\..*\.kmod-ts/s,
  /^tmpfile[A-Za-z0-9]{6}$/,
  /^modules\..+\.[0-9]+\.[0-9]+\.[0-9]+$/s,
];

/** Absolute paths of the directories. What the search for modules and its configuration have to say and is no defect is told. */
export function verifyIndexes(files: FileSystem, places: VerifiedPlaces, say: Say): Verification {
  const defects = new DefectList();
  const names = namesIn(files, places.output, defects);
  const modules = names === undefined ? undefined : verifySet(files, places, defects, say);
  for (const name of names ?? []) {
    if (!TEMPORARY.some((pattern) => pattern.test(name))) continue;
    const file = `${places.output}/${name}`;
    defects.add("left-over", undefined, () => ({
      file,
      text: `${file} was left by a depmod that did not end, or is at work`,
    }));
  }
  return { groups: defects.groups(), modules };
}

/** Undefined where the directory cannot be listed, and there is nothing to verify. */
function namesIn(files: FileSystem, file: string, defects: DefectList): readonly string[] | undefined {
  try {
    return files.list(file).map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const { errno } = error;
    const text = `could not open directory ${file}: ${errnoText(errno)}`;
    defects.add(errno === "ENOENT" ? "missing" : "unreadable", undefined, () => ({ file, text }));
    return undefined;
  }
}

/** Returns the number of modules. */
function verifySet(files: FileSystem, places: VerifiedPlaces, defects: DefectList, say: Say): number | undefined {
  const dependencies = verifyFiles(files, places, defects);
  if (dependencies === undefined) return undefined;
  const found = modulesOf(files, places, defects, say);
  verifyModules(files, places.input, dependencies, found, defects);
  const configuration = depmodConfigurationFiles(files, places.configuration, () => undefined);
  const sources = {
    modules: found.map(({ path }) => path),
    inputs: INPUTS.map((name) => `${places.input}/${name}`),
    configuration: configuration.map(({ location }) => location),
  };
  verifyTimes(files, dependencies.path, sources, defects);
  return found.length;
}

/** Those that depmod would index, in byte order of their paths: a disk's own order is no help to a reader. */
function modulesOf(
  files: FileSystem,
  { input, version, configuration }: VerifiedPlaces,
  defects: DefectList,
  say: Say,
): readonly ModuleFile[] {
  const addSearch = (text: string): void => defects.add("search", undefined, () => ({ file: input, text }));
  const hear: Say = (level, text, outcome) => {
    if (outcome === "fails") addSearch(text);
    else say(level, text);
  };
  try {
    const found = findModules(files, input, readDepmodConfiguration(files, configuration, version, hear), hear);
    return found.toSorted((left, right) => compareBytes(left.path, right.path));
  } catch (error) {
    if (!(error instanceof DepmodError)) throw error;
    addSearch(error.message);
    return [];
  }
}
