/** Which configuration files count, and in which order they are read. See modprobe.d(5), depmod.d(5). */

import { compareBytes } from "../bytes.ts";
import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { DirectoryEntry, FileSystem, FileType } from "../platform.ts";
import type { ConfigurationProblem } from "./configuration.ts";
import { isAbsence, type OnUnread } from "./unread.ts";

/** Highest priority first: a file hides those of the same base name in later directories. */
const DEFAULT_DIRECTORIES: readonly string[] = [
  "/etc/modprobe.d",
  "/run/modprobe.d",
  "/usr/local/lib/modprobe.d",
  "/usr/lib/modprobe.d",
  "/lib/modprobe.d",
];

/**
 * Files of the module directory that hold directives. They take part under these names, whatever `-C` says, and
 * hide a `-C` file of the same name even where they do not exist (kmod 30).
 */
const MODULE_DIRECTORY_FILES: readonly string[] = ["modules.softdep", "modules.weakdep"];

const SUFFIX = ".conf";

/** Why an entry of a directory cannot take part, by what is behind its name (undefined: nothing). */
const OBSTACLES: ReadonlyMap<FileType | undefined, string> = new Map([
  ["directory" as const, "Directories inside directories are not supported"],
  [undefined, "Cannot stat directory entry"],
]);

export interface ConfigurationPlaces {
  /** Files and directories given with `-C`, as typed, in order; undefined for the default directories. */
  readonly paths: readonly string[] | undefined;
  /** Absolute path of `…/lib/modules/VERSION`. */
  readonly moduleDirectory: string;
  /** Absolute path against which a relative `-C` path is opened. */
  readonly workingDirectory: string;
}

/** The same for any tool. */
export interface SearchPlaces {
  /** Files and directories, highest priority first; relative ones are opened against `workingDirectory`. */
  readonly paths: readonly string[];
  /** Files that take part before those, whether they exist or not. Absolute paths. */
  readonly ownFiles: readonly string[];
  readonly workingDirectory: string;
}

export interface ConfigurationFile {
  /** For messages and origins: the directory as typed, `/`, the file name. */
  readonly path: string;
  /** The same place as an absolute path. */
  readonly location: string;
}

type OnProblem = (problem: ConfigurationProblem) => void;

/** The files that modprobe(8) reads, as `findFilesInOrder` finds them. */
export function findConfigurationFiles(
  files: FileSystem,
  { paths = DEFAULT_DIRECTORIES, moduleDirectory, workingDirectory }: ConfigurationPlaces,
  onProblem: OnProblem,
  onUnread?: OnUnread,
): readonly ConfigurationFile[] {
  const ownFiles = MODULE_DIRECTORY_FILES.map((name) => `${moduleDirectory}/${name}`);
  return findFilesInOrder(files, { paths, ownFiles, workingDirectory }, onProblem, onUnread);
}

/**
 * The files to read, in reading order: all that no other hides, sorted by base name. Places that do not exist
 * are passed over in silence; what is wrong with a directory or inside it goes to `onProblem`. What is there and cannot
 * be looked into goes to `onUnread`; without it, it is a problem or passed over, as in kmod.
 */
export function findFilesInOrder(
  files: FileSystem,
  places: SearchPlaces,
  onProblem: OnProblem,
  onUnread?: OnUnread,
): readonly ConfigurationFile[] {
  const firstOfName = new Map<string, Candidate>();
  for (const candidate of findCandidates(files, places, onProblem, onUnread)) {
    if (!firstOfName.has(candidate.name)) firstOfName.set(candidate.name, candidate);
  }
  return [...firstOfName.values()]
    .filter(({ holdsText }) => holdsText)
    .toSorted((left, right) => compareBytes(left.name, right.name));
}

/** A file that takes part unless one before it has the same name. */
interface Candidate extends ConfigurationFile {
  readonly name: string;
  /** False for /dev/null and other special files: they hide others, but are never opened (a pipe would block). */
  readonly holdsText: boolean;
}

/** All candidates, highest priority first. */
function* findCandidates(
  files: FileSystem,
  places: SearchPlaces,
  onProblem: OnProblem,
  onUnread: OnUnread | undefined,
): Generator<Candidate> {
  for (const path of places.ownFiles) yield { name: baseName(path), path, location: path, holdsText: true };
  for (const path of places.paths) {
    if (path === "") continue;
    const place = { path, location: path.startsWith("/") ? path : `${places.workingDirectory}/${path}` };
    const type = typeAt(files, place.location, onUnread);
    if (type === "directory") yield* findInDirectory(files, place, onProblem, onUnread);
    else if (type !== undefined && type !== "unread") yield { ...place, name: baseName(path), holdsText: true };
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The candidates in a directory, in the order in which it lists them. */
function* findInDirectory(
  files: FileSystem,
  directory: ConfigurationFile,
  onProblem: OnProblem,
  onUnread: OnUnread | undefined,
): Generator<Candidate> {
  for (const { name, type } of listDirectory(files, directory, onProblem, onUnread)) {
    if (name.length <= SUFFIX.length || !name.endsWith(SUFFIX) || name.startsWith(".")) continue;
    const path = `${directory.path}/${name}`;
    const location = `${directory.location}/${name}`;
    const target = type === "file" ? type : typeAt(files, location, onUnread);
    if (target === "unread") continue;
    const obstacle = OBSTACLES.get(target);
    if (obstacle === undefined) yield { name, path, location, holdsText: target === "file" };
    else onProblem({ origin: "conf_files_filter_out", text: `${obstacle}: ${path}` });
  }
}

function listDirectory(
  files: FileSystem,
  { path, location }: ConfigurationFile,
  onProblem: OnProblem,
  onUnread: OnUnread | undefined,
): readonly DirectoryEntry[] {
  try {
    return files.list(location);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (onUnread !== undefined && !isAbsence(error)) onUnread(error);
    else onProblem({ origin: "conf_files_list", text: `opendir(${path}): ${errnoText(error.errno)}` });
    return [];
  }
}

/**
 * What is at a path after following links; undefined where nothing is, "unread" where `onUnread` heard that nobody can
 * say.
 */
function typeAt(files: FileSystem, path: string, onUnread: OnUnread | undefined): FileType | "unread" | undefined {
  try {
    return files.status(path).type;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (onUnread === undefined || isAbsence(error)) return undefined;
    onUnread(error);
    return "unread";
  }
}
