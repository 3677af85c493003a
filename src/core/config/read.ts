/** Reads the whole configuration: modprobe.d, the module directory's own directives, the kernel command line. */

import { toByteString } from "../bytes.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import {
  type Configuration,
  type ConfigurationProblem,
  type Directive,
  type ParsedConfiguration,
  toConfiguration,
} from "./configuration.ts";
import { parseDirectives } from "./directives.ts";
import { KERNEL_COMMAND_LINE, parseKernelCommandLine } from "./kernel-command-line.ts";
import {
  type ConfigurationFile,
  type ConfigurationPlaces,
  findConfigurationFiles,
  findFilesInOrder,
  type SearchPlaces,
} from "./search-path.ts";
import { isAbsence, type OnUnread } from "./unread.ts";

/**
 * The configuration that modprobe(8) would use. A file or directory that is missing or may not be read counts as empty;
 * `onUnread` hears of the latter. Without it they are treated as in kmod: nothing is said of a file, and a directory is
 * a problem. Bad lines and bad directory entries go to `onProblem` in the order in which kmod meets them.
 */
export function readConfiguration(
  files: FileSystem,
  where: ConfigurationPlaces,
  onProblem: (problem: ConfigurationProblem) => void,
  onUnread?: OnUnread,
): Configuration {
  const gathering = new Gathering(files, onProblem, onUnread);
  gathering.readFiles(findConfigurationFiles(files, where, onProblem, onUnread));
  gathering.take(parseKernelCommandLine(gathering.readText(KERNEL_COMMAND_LINE)));
  return toConfiguration(gathering.directives);
}

/** Only what files and directories say, given as with `-C`. The rest as in `readConfiguration`. */
export function readNamedConfiguration(
  files: FileSystem,
  where: Pick<SearchPlaces, "paths" | "workingDirectory">,
  onProblem: (problem: ConfigurationProblem) => void,
  onUnread?: OnUnread,
): Configuration {
  const gathering = new Gathering(files, onProblem, onUnread);
  gathering.readFiles(findFilesInOrder(files, { ...where, ownFiles: [] }, onProblem, onUnread));
  return toConfiguration(gathering.directives);
}

/** What has been read so far. */
class Gathering {
  readonly directives: Directive[] = [];
  readonly #files: FileSystem;
  readonly #onProblem: (problem: ConfigurationProblem) => void;
  readonly #onUnread: OnUnread | undefined;

  constructor(files: FileSystem, onProblem: (problem: ConfigurationProblem) => void, onUnread: OnUnread | undefined) {
    this.#files = files;
    this.#onProblem = onProblem;
    this.#onUnread = onUnread;
  }

  readFiles(found: readonly ConfigurationFile[]): void {
    for (const { path, location } of found) this.take(parseDirectives(this.readText(location), path));
  }

  take({ directives, problems }: ParsedConfiguration): void {
    for (const directive of directives) this.directives.push(directive);
    for (const problem of problems) this.#onProblem(problem);
  }

  readText(path: string): string {
    try {
      return toByteString(this.#files.read(path));
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      if (!isAbsence(error)) this.#onUnread?.(error);
      return "";
    }
  }
}
