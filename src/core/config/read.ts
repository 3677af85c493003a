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

/**
 * The configuration that modprobe(8) would use. A file that is missing or may not be read counts as empty; `onUnread` hears of the
 * latter, kmod says nothing. Bad lines and bad directory entries go to `onProblem` in the order in which kmod meets them.
 */
export function readConfiguration(
  files: FileSystem,
  where: ConfigurationPlaces,
  onProblem: (problem: ConfigurationProblem) => void,
  onUnread: (error: KmodError) => void = () => undefined,
): Configuration {
  const gathering = new Gathering(files, onProblem, onUnread);
  gathering.readFiles(findConfigurationFiles(files, where, onProblem));
  gathering.take(parseKernelCommandLine(gathering.readText(KERNEL_COMMAND_LINE)));
  return toConfiguration(gathering.directives);
}

/** Only what files and directories say, given as with `-C`. The rest as in `readConfiguration`. */
export function readNamedConfiguration(
  files: FileSystem,
  where: Pick<SearchPlaces, "paths" | "workingDirectory">,
  onProblem: (problem: ConfigurationProblem) => void,
  onUnread: (error: KmodError) => void = () => undefined,
): Configuration {
  const gathering = new Gathering(files, onProblem, onUnread);
  gathering.readFiles(findFilesInOrder(files, { ...where, ownFiles: [] }, onProblem));
  return toConfiguration(gathering.directives);
}

/** What has been read so far. */
class Gathering {
  readonly directives: Directive[] = [];
  readonly #files: FileSystem;
  readonly #onProblem: (problem: ConfigurationProblem) => void;
  readonly #onUnread: (error: KmodError) => void;

  constructor(
    files: FileSystem,
    onProblem: (problem: ConfigurationProblem) => void,
    onUnread: (error: KmodError) => void,
  ) {
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
      if (error.errno !== "ENOENT" && error.errno !== "ENOTDIR") this.#onUnread(error);
      return "";
    }
  }
}
