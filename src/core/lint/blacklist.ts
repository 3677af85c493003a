/** Rules on `blacklist` lines that hold nothing. */

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
  const held = directives.flatMap(({ directive }) => {
    if (directive.keyword === "blacklist") return [directive.entry.module];
    return directive.keyword === "install" ? [directive.entry.pattern] : [];
  });
  if (
    held.includes(module) &&
    directives.some(({ directive }) => directive.keyword === "install" && directive.entry.pattern === module)
  )
    return [];
  const [user, ...others] = modules.dependentsOf(module).filter((each) => !held.includes(each));
  if (user === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const text = `'${module}' is loaded all the same with ${user}${more}, which cannot be without it; 'install ${module} /bin/false' would hold`;
  return [finding("useless-blacklist", place, text)];
}
