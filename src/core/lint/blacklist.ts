/** Rules on `blacklist` lines that hold nothing. */

import { matchesGlob } from "../glob.ts";
import { finding, type LintFinding, type Place, placeText } from "./finding.ts";
import type { PlacedDirective } from "./lines.ts";
import type { Dependent, LintModules } from "./modules.ts";
import { isPlainName } from "./pattern-reach.ts";

/** Findings on the `blacklist` line of `module` among all directives. */
export function lintBlacklist(
  module: string,
  place: Place,
  directives: readonly PlacedDirective[],
  modules: LintModules,
): readonly LintFinding[] {
  return [...ofAlias(module, place, modules), ...useless(module, place, directives, modules)];
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
function useless(
  module: string,
  place: Place,
  directives: readonly PlacedDirective[],
  modules: LintModules,
): readonly LintFinding[] {
  if (hasCommand(module, directives)) return [];
  const users = modules.dependentsOf(module).filter(({ name }) => !isHeld(name, directives));
  const needing = users.filter(({ softDependency }) => softDependency === undefined);
  const [user, ...others] = needing.length > 0 ? needing : users;
  if (user === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const text = `'${module}' is loaded all the same with ${user.name}${more}, ${reasonOf(user)}; 'install ${module} /bin/false' would hold`;
  return [finding("useless-blacklist", place, text)];
}

function reasonOf({ softDependency }: Dependent): string {
  return softDependency === undefined
    ? "which cannot be without it"
    : `which asks for it by softdep (${placeText(softDependency)})`;
}

function isHeld(module: string, directives: readonly PlacedDirective[]): boolean {
  const isBlacklisted = directives.some(
    ({ directive }) => directive.keyword === "blacklist" && directive.entry.module === module,
  );
  return isBlacklisted || hasCommand(module, directives);
}

function hasCommand(module: string, directives: readonly PlacedDirective[]): boolean {
  return directives.some(
    ({ directive }) => directive.keyword === "install" && matchesGlob(directive.entry.pattern, module),
  );
}
