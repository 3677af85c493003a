/** Rules on directives for which the modules of the kernel have to be known. */

import { HeldModules, lintBlacklist } from "./blacklist.ts";
import type { LintFinding } from "./finding.ts";
import { beforeComment, type PlacedDirective } from "./lines.ts";
import type { LintModules } from "./modules.ts";
import { lintNames } from "./names.ts";
import { lintOptions } from "./options.ts";

/** Targets of aliases by which people say that there is nothing to load. */
const NOTHING: readonly string[] = ["off", "null"];

/** Findings on directives in reading order. */
export function lintModuleRules(directives: readonly PlacedDirective[], modules: LintModules): readonly LintFinding[] {
  const held = new HeldModules(directives, modules);
  return directives.flatMap(({ directive, place }): readonly LintFinding[] => {
    const lint = (...names: readonly string[]): readonly LintFinding[] => lintNames(names, place, modules);
    switch (directive.keyword) {
      case "alias":
        return NOTHING.includes(directive.entry.module) ? [] : lint(directive.entry.module);
      case "blacklist": {
        const { module } = directive.entry;
        return [...lint(module), ...lintBlacklist(module, place, held, modules)];
      }
      case "options":
        return lintOptions(directive.entry, place, modules);
      case "softdep": {
        const { pattern, pre, post } = directive.entry;
        return lint(pattern, ...beforeComment(pre), ...beforeComment(post));
      }
      case "weakdep":
        return lint(directive.entry.pattern, ...beforeComment(directive.entry.modules));
      default:
        return [];
    }
  });
}
