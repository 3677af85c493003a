/** Names of modules that there are not. */

import { finding, type LintFinding, type Place } from "./finding.ts";
import type { LintModules } from "./modules.ts";

/** Names that are no modules here; patterns and comments are none either. */
export function lintNames(names: readonly string[], place: Place, modules: LintModules): readonly LintFinding[] {
  if (!modules.areKnown) return [];
  return names.flatMap((name): readonly LintFinding[] => {
    if (/[*?[#:]/.test(name) || modules.named(name).length > 0) return [];
    const near = modules.nearest(name);
    if (near !== undefined) {
      return [
        finding("near-name", place, `there is no module '${name}' in ${modules.database.directory}, but '${near}'`),
      ];
    }
    return [finding("unknown-module", place, `there is no module '${name}' in ${modules.database.directory}`)];
  });
}
