/** Rules on `blacklist` lines that hold nothing. */

import { matchesGlob } from "../glob.ts";
import { finding, type LintFinding, type Place } from "./finding.ts";
import type { PlacedDirective } from "./lines.ts";
import type { LintModules } from "./modules.ts";

/** A blacklisted module is loaded all the same where a module that is not needs it. */
export function lintBlacklist(
  module: string,
  place: Place,
  directives: readonly PlacedDirective[],
  modules: LintModules,
): readonly LintFinding[] {
  if (hasCommand(module, directives)) return [];
  const [user, ...others] = modules.dependentsOf(module).filter((name) => !isHeld(name, directives));
  if (user === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const text = `'${module}' is loaded all the same with ${user}${more}, which cannot be without it; 'install ${module} /bin/false' would hold`;
  return [finding("useless-blacklist", place, text)];
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
