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
import { type ConfigurationPlaces, findConfigurationFiles } from "./search-path.ts";

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
  const directives: Directive[] = [];
  const take = (parsed: ParsedConfiguration): void => {
    for (const directive of parsed.directives) directives.push(directive);
    for (const problem of parsed.problems) onProblem(problem);
  };
  for (const { path, location } of findConfigurationFiles(files, where, onProblem)) {
    take(parseDirectives(readText(files, location, onUnread), path));
  }
  take(parseKernelCommandLine(readText(files, KERNEL_COMMAND_LINE, onUnread)));
  return toConfiguration(directives);
}

function readText(files: FileSystem, path: string, onUnread: (error: KmodError) => void): string {
  try {
    return toByteString(files.read(path));
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (error.errno !== "ENOENT" && error.errno !== "ENOTDIR") onUnread(error);
    return "";
  }
}
