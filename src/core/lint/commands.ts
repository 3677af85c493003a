/** Rules on `install` and `remove` commands that do not run. */

import type { ModuleCommand } from "../config/configuration.ts";
import { matchesGlob } from "../glob.ts";
import { softDependencyInPlace } from "../module/ignored-command.ts";
import { finding, type LintFinding, type Place, placeOf, placeText } from "./finding.ts";
import type { PlacedDirective } from "./lines.ts";
import type { LintModules } from "./modules.ts";
import { covers, isPlainName } from "./pattern-reach.ts";

interface PlacedCommand {
  /** Of all of them, in reading order. */
  readonly at: number;
  readonly keyword: "install" | "remove";
  readonly entry: ModuleCommand;
  readonly place: Place;
}

/** Findings on the commands among directives, which are in reading order. */
export function lintCommands(directives: readonly PlacedDirective[], modules: LintModules): readonly LintFinding[] {
  const commands = directives.flatMap(({ directive, place }, at): readonly PlacedCommand[] => {
    return directive.keyword === "install" || directive.keyword === "remove" ? [{ ...directive, place, at }] : [];
  });
  return [
    ...(["install", "remove"] as const).flatMap((keyword) =>
      unreachable(
        commands.filter((command) => command.keyword === keyword),
        modules,
      ),
    ),
    ...besideSoftDependencies(commands, modules),
  ];
}

/** Of several install or remove commands for a module only the first counts. */
function unreachable(commands: readonly PlacedCommand[], modules: LintModules): readonly LintFinding[] {
  const first = new Map<string, PlacedCommand>();
  const patterns: PlacedCommand[] = [];
  return commands.flatMap((command): readonly LintFinding[] => {
    const { keyword, entry, place } = command;
    const same = first.get(entry.pattern);
    const wide = patterns.find((each) => comesBefore(each.entry.pattern, entry.pattern, modules));
    if (same === undefined) {
      first.set(entry.pattern, command);
      if (!isPlainName(entry.pattern)) patterns.push(command);
    }
    const before = wide !== undefined && (same === undefined || wide.at < same.at) ? wide : same;
    if (before === undefined || before.entry.command === entry.command) return [];
    const text = `never run: the ${keyword} command for '${before.entry.pattern}' at ${placeText(before.place)} comes first`;
    return [finding("unreachable-command", place, text)];
  });
}

/** A name that no module file has is known by its command alone, and then by the one that spells it out. */
function comesBefore(first: string, later: string, modules: LintModules): boolean {
  return covers(first, later) && (first === later || !isPlainName(later) || modules.hasFile(later));
}

/** kmod passes over the command where the module has soft dependencies too; this program runs it. */
function besideSoftDependencies(commands: readonly PlacedCommand[], modules: LintModules): readonly LintFinding[] {
  return commands.flatMap(({ keyword, entry, place }): readonly LintFinding[] => {
    if (keyword !== "install") return [];
    const { pattern } = entry;
    const name = isPlainName(pattern) ? pattern : modules.withSoftDependency.find((each) => matchesGlob(pattern, each));
    const origin = name === undefined ? undefined : softDependencyInPlace(modules.database, name);
    if (origin === undefined) return [];
    const text = `kmod does not run this command on 'modprobe ${name}', because of the softdep line at ${placeText(placeOf(origin))}`;
    return [finding("softdep-beside-install", place, text)];
  });
}
