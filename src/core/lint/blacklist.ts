/** Rules on `blacklist` lines that hold nothing. */

import type { ModuleCommand } from "../config/configuration.ts";
import { matchingEntries } from "../config/pattern-list.ts";
import { softDependencyInPlace } from "../module/ignored-command.ts";
import { finding, type LintFinding, type Place, placeText } from "./finding.ts";
import type { PlacedDirective } from "./lines.ts";
import type { Dependent, LintModules } from "./modules.ts";
import { isPlainName } from "./pattern-reach.ts";

/** What keeps modules out, by lines of modprobe.d. */
export class HeldModules {
  readonly #modules: LintModules;
  readonly #blacklisted: ReadonlySet<string>;
  readonly #commands: readonly ModuleCommand[];

  constructor(directives: readonly PlacedDirective[], modules: LintModules) {
    this.#modules = modules;
    this.#blacklisted = new Set(
      directives.flatMap(({ directive }) => (directive.keyword === "blacklist" ? [directive.entry.module] : [])),
    );
    this.#commands = directives.flatMap(({ directive }) => (directive.keyword === "install" ? [directive.entry] : []));
  }

  /** Whether a command stands in the place of a module, be it kmod or this program that loads it. */
  byCommand(name: string): boolean {
    return (
      matchingEntries(this.#commands, name).length > 0 &&
      softDependencyInPlace(this.#modules.database, name) === undefined
    );
  }

  /** Whether it is not loaded by itself. */
  has(name: string): boolean {
    return this.#blacklisted.has(name) || this.byCommand(name);
  }
}

/** Findings on the `blacklist` line of `module`. */
export function lintBlacklist(
  module: string,
  place: Place,
  held: HeldModules,
  modules: LintModules,
): readonly LintFinding[] {
  return [...ofAlias(module, place, modules), ...useless(module, place, held, modules)];
}

/** The blacklist holds modules by their own names only. */
function ofAlias(name: string, place: Place, modules: LintModules): readonly LintFinding[] {
  if (!isPlainName(name) || modules.isThere(name)) return [];
  const targets = modules.named(name).filter((target) => modules.hasFile(target));
  if (targets.length === 0) return [];
  const text = `'${name}' is an alias, which blacklist does not look at; it stands for ${targets.join(", ")}`;
  return [finding("blacklist-of-alias", place, text)];
}

/** A blacklisted module is loaded all the same where a module that is not asks for it. */
function useless(module: string, place: Place, held: HeldModules, modules: LintModules): readonly LintFinding[] {
  if (held.byCommand(module)) return [];
  const users = modules.dependentsOf(module).filter(({ name }) => !held.has(name));
  const needing = users.filter(({ softDependency }) => softDependency === undefined);
  const [user, ...others] = needing.length > 0 ? needing : users;
  if (user === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const text = `'${module}' is loaded all the same with ${user.name}${more}, ${reasonOf(user)}; ${remedyFor(module, modules)} would hold`;
  return [finding("useless-blacklist", place, text)];
}

/** kmod passes over an install command where the module has a soft dependency. */
function remedyFor(module: string, { database }: LintModules): string {
  if (softDependencyInPlace(database, module) === undefined) return `'install ${module} /bin/false'`;
  return `'module_blacklist=${module}' on the kernel command line`;
}

function reasonOf({ softDependency }: Dependent): string {
  return softDependency === undefined
    ? "which cannot be without it"
    : `which asks for it by softdep (${placeText(softDependency)})`;
}
