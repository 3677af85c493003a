/** Modules that are loaded at boot, by name. See modules-load.d(5) and systemd-modules-load.service(8). */

import { toByteString } from "../bytes.ts";
import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import type { Origin } from "./configuration.ts";
import { type ConfigurationFile, findFilesInOrder } from "./search-path.ts";
import { unreadText } from "./unread.ts";

/** Highest priority first: a file hides those of the same base name in later directories. */
const DEFAULT_DIRECTORIES: readonly string[] = [
  "/etc/modules-load.d",
  "/run/modules-load.d",
  "/usr/local/lib/modules-load.d",
  "/usr/lib/modules-load.d",
  // Where /lib is no link to /usr/lib.
  "/lib/modules-load.d",
];

/** White space at either end of a line; a carriage return or NUL in a line ends it, as a newline does. */
const SURROUNDINGS = /^[ \t]+|[ \t]+$/g;
const LINE_ENDS = /[\r\0]/;

/** A line that names a module. */
export interface ModuleToLoad {
  /** The line without surrounding blanks, as written: a name or an alias. There are no parameters and no comments behind it. */
  readonly module: string;
  readonly origin: Origin;
}

/** The modules that a file's text names, in order. `path` is for origins. Any byte string is accepted. */
export function parseModulesLoad(text: string, path: string): readonly ModuleToLoad[] {
  return text.split("\n").flatMap((physical, at) =>
    physical.split(LINE_ENDS).flatMap((line): readonly ModuleToLoad[] => {
      const module = line.replace(SURROUNDINGS, "");
      if (module === "" || module.startsWith("#") || module.startsWith(";")) return [];
      return [{ module, origin: { kind: "file", path, line: at + 1 } }];
    }),
  );
}

export interface ModulesLoadPlaces {
  /** Files and directories, highest priority first; the default directories where absent. */
  readonly paths?: readonly string[];
  /** Absolute path against which relative ones are opened. */
  readonly workingDirectory?: string;
}

/** The files that count, in reading order: by base name. What is wrong with a directory is told. */
export function findModulesLoadFiles(
  files: FileSystem,
  { paths = DEFAULT_DIRECTORIES, workingDirectory = "/" }: ModulesLoadPlaces,
  onProblem: (text: string) => void,
): readonly ConfigurationFile[] {
  return findFilesInOrder(
    files,
    { paths, ownFiles: [], workingDirectory },
    ({ text }) => onProblem(text),
    (error) => onProblem(unreadText(error)),
  );
}

/** Everything that modules-load.d names, in the order in which it is loaded. Files that cannot be read are told and passed over. */
export function readModulesLoad(
  files: FileSystem,
  places: ModulesLoadPlaces,
  onProblem: (text: string) => void,
): readonly ModuleToLoad[] {
  return findModulesLoadFiles(files, places, onProblem).flatMap(({ path, location }) => {
    try {
      return parseModulesLoad(toByteString(files.read(location)), path);
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      onProblem(`could not read ${path}: ${errnoText(error.errno)}`);
      return [];
    }
  });
}
