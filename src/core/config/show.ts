/** The configuration as `modprobe -c` prints it, in kmod's exact bytes. See modprobe(8). */

import type { Configuration, SoftDependency } from "./configuration.ts";

/** The lines, without newlines, one kind of directive after the other, each kind in reading order. */
export function* formatConfiguration(configuration: Configuration): Generator<string> {
  for (const { module } of configuration.blacklist) yield `blacklist ${module}`;
  for (const { pattern, command } of configuration.installCommands) yield `install ${pattern} ${command}`;
  for (const { pattern, command } of configuration.removeCommands) yield `remove ${pattern} ${command}`;
  for (const { pattern, module } of configuration.aliases) yield `alias ${pattern} ${module}`;
  for (const { module, options } of configuration.options) yield `options ${module} ${options}`;
  for (const entry of configuration.softDependencies) yield `softdep ${entry.pattern} ${formatSoftDependency(entry)}`;
  for (const { pattern, modules } of configuration.weakDependencies) yield `weakdep ${pattern} ${modules.join(" ")}`;
}

/** kmod sets no blank between the last name before the module and `post:`. */
function formatSoftDependency(entry: SoftDependency): string {
  const { pre, post } = entry.shown ?? entry;
  return formatNames("pre:", pre) + formatNames("post:", post);
}

function formatNames(keyword: string, names: readonly string[]): string {
  return names.length === 0 ? "" : [keyword, ...names].join(" ");
}
