/** Which entries of a configuration apply to a module or to a requested name. All names are normalised. */

import type {
  Alias,
  BlacklistEntry,
  Configuration,
  ModuleCommand,
  ModuleOptions,
  SoftDependency,
  WeakDependency,
} from "./configuration.ts";
import { matchingEntries } from "./pattern-list.ts";

/** The `alias` lines whose pattern matches a requested name: all of them, in reading order. */
export function aliasTargets(configuration: Configuration, name: string): readonly Alias[] {
  return matchingEntries(configuration.aliases, name);
}

/** Whether a `blacklist` line names exactly this module. */
export function isBlacklisted(configuration: Configuration, module: string): boolean {
  return configuration.blacklist.some((entry) => entry.module === module);
}

/** The `blacklist` lines that name exactly this module, in reading order. */
export function blacklistEntriesFor(configuration: Configuration, module: string): readonly BlacklistEntry[] {
  return configuration.blacklist.filter((entry) => entry.module === module);
}

/**
 * The `options` lines for a module, in reading order: those that name it, and those that name the alias through
 * which it was reached (for an `alias` line its pattern, for one of an index the requested name).
 */
export function optionsFor(
  configuration: Configuration,
  module: string,
  alias: string | undefined,
): readonly ModuleOptions[] {
  return configuration.options.filter((entry) => entry.module === module || entry.module === alias);
}

/** The first `install` line whose pattern matches a module name. */
export function installCommandFor(configuration: Configuration, module: string): ModuleCommand | undefined {
  return matchingEntries(configuration.installCommands, module)[0];
}

/** The first `remove` line whose pattern matches a module name. */
export function removeCommandFor(configuration: Configuration, module: string): ModuleCommand | undefined {
  return matchingEntries(configuration.removeCommands, module)[0];
}

/**
 * The `softdep` lines whose pattern matches a module name, in reading order. All count: a module with several of them
 * has a line of modules.softdep for each. (kmod takes the first line only; see docs/compatibility.md.)
 */
export function softDependenciesFor(configuration: Configuration, module: string): readonly SoftDependency[] {
  return matchingEntries(configuration.softDependencies, module);
}

/** The `weakdep` lines whose pattern matches a module name, in reading order. All count. */
export function weakDependenciesFor(configuration: Configuration, module: string): readonly WeakDependency[] {
  return matchingEntries(configuration.weakDependencies, module);
}

/** A command whose word is literally a requested name. */
export interface NamedCommand {
  readonly keyword: "install" | "remove";
  readonly entry: ModuleCommand;
}

/**
 * The first `install` line, else the first `remove` line, whose word is literally the requested name. Such a line
 * makes a name known that no module has; `virt_*` is found here only by the name `virt_*`. For that name this command
 * is the one to run, even where an earlier pattern matches too; its counterpart is chosen by pattern as always.
 */
export function commandNamed(configuration: Configuration, name: string): NamedCommand | undefined {
  const isNamed = ({ pattern }: ModuleCommand): boolean => pattern === name;
  const install = configuration.installCommands.find(isNamed);
  if (install !== undefined) return { keyword: "install", entry: install };
  const remove = configuration.removeCommands.find(isNamed);
  return remove === undefined ? undefined : { keyword: "remove", entry: remove };
}
