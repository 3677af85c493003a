/** Rules on `install` and `remove` commands that do not run. */

import type { ModuleCommand, SoftDependency } from "../config/configuration.ts";
import { finding, type LintFinding, type Place, placeOf, placeText } from "./finding.ts";
import type { PlacedDirective } from "./lines.ts";
import type { LintModules } from "./modules.ts";
import { commonName, covers, isPlainName } from "./pattern-reach.ts";

interface PlacedCommand {
  readonly keyword: "install" | "remove";
  readonly entry: ModuleCommand;
  readonly place: Place;
}

/** Findings on the commands among directives, which are in reading order. */
export function lintCommands(directives: readonly PlacedDirective[], modules: LintModules): readonly LintFinding[] {
  const commands = directives.flatMap(({ directive, place }): readonly PlacedCommand[] => {
    return directive.keyword === "install" || directive.keyword === "remove" ? [{ ...directive, place }] : [];
  });
  return [
    ...(["install", "remove"] as const).flatMap((keyword) =>
      unreachable(
        commands.filter((command) => command.keyword === keyword),
        modules,
      ),
    ),
    ...besideSoftDependencies(commands, directives, modules),
  ];
}

/** Of several install or remove commands for a module only the first counts. */
function unreachable(commands: readonly PlacedCommand[], modules: LintModules): readonly LintFinding[] {
  return commands.flatMap(({ keyword, entry, place }, at): readonly LintFinding[] => {
    const before = commands.slice(0, at).find((each) => comesBefore(each.entry.pattern, entry.pattern, modules));
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
function besideSoftDependencies(
  commands: readonly PlacedCommand[],
  directives: readonly PlacedDirective[],
  modules: LintModules,
): readonly LintFinding[] {
  const softDependencies = [...statedIn(directives), ...statedElsewhere(directives, modules)];
  return commands.flatMap(({ keyword, entry, place }): readonly LintFinding[] => {
    if (keyword !== "install") return [];
    for (const beside of softDependencies) {
      const name = nameOfBoth(entry, beside.entry, modules);
      if (name === undefined) continue;
      const text = `kmod does not run this command on 'modprobe ${name}', because of the softdep line at ${placeText(beside.place)}`;
      return [finding("softdep-beside-install", place, text)];
    }
    return [];
  });
}

interface PlacedSoftDependency {
  readonly entry: SoftDependency;
  readonly place: Place;
}

function statedIn(directives: readonly PlacedDirective[]): readonly PlacedSoftDependency[] {
  return directives.flatMap(({ directive, place }) =>
    directive.keyword === "softdep" ? [{ entry: directive.entry, place }] : [],
  );
}

/** Those that depmod has written down for the modules themselves. A line that leads to no module is no line to kmod. */
function statedElsewhere(
  directives: readonly PlacedDirective[],
  modules: LintModules,
): readonly PlacedSoftDependency[] {
  const linted = new Set(directives.map(({ place }) => place.path));
  return modules.database.configuration.softDependencies.flatMap((entry) => {
    const place = placeOf(entry.origin);
    const leads = (): boolean => [...entry.pre, ...entry.post].some((word) => modules.named(word).length > 0);
    return linted.has(place.path) || !leads() ? [] : [{ entry, place }];
  });
}

/** Where nobody knows which modules there are, a pattern that stands in both lines still says enough. */
function nameOfBoth(
  { pattern }: ModuleCommand,
  softDependency: SoftDependency,
  modules: LintModules,
): string | undefined {
  const name = commonName(pattern, softDependency.pattern, modules.names);
  return name ?? (pattern === softDependency.pattern ? pattern : undefined);
}
