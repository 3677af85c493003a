/** Rules on directives for which the modules of the kernel have to be known. */

import { isAcceptable } from "../module/parameter-types.ts";
import { nearNames } from "../near-names.ts";
import { finding, type LintFinding, type Place, placeText } from "./finding.ts";
import { beforeComment, optionWords, type PlacedDirective } from "./lines.ts";
import type { LintModules } from "./modules.ts";

/** Parameters that the kernel itself takes for every module. */
const OF_ALL_MODULES: readonly string[] = ["dyndbg", "async_probe"];
/** Targets of aliases by which people say that there is nothing to load. */
const NOTHING: readonly string[] = ["off", "null"];

/** Findings on directives in reading order. */
export function lintModuleRules(directives: readonly PlacedDirective[], modules: LintModules): readonly LintFinding[] {
  const softDependencies = directives.filter(({ directive }) => directive.keyword === "softdep");
  return directives.flatMap((placed): readonly LintFinding[] => {
    const { directive, place } = placed;
    switch (directive.keyword) {
      case "alias":
        return NOTHING.includes(directive.entry.module) ? [] : lintNames([directive.entry.module], place, modules);
      case "blacklist":
        return [
          ...lintNames([directive.entry.module], place, modules),
          ...lintBlacklist(directive.entry.module, place, directives, modules),
        ];
      case "options":
        return lintOptions(directive.entry, place, modules);
      case "install":
        return lintInstall(directive.entry.pattern, place, softDependencies);
      case "softdep":
        return lintNames(
          [directive.entry.pattern, ...beforeComment(directive.entry.pre), ...beforeComment(directive.entry.post)],
          place,
          modules,
        );
      case "weakdep":
        return lintNames([directive.entry.pattern, ...beforeComment(directive.entry.modules)], place, modules);
      default:
        return [];
    }
  });
}

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

/** A blacklisted module is loaded all the same where a module that is not needs it. */
function lintBlacklist(
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

function lintOptions(
  { module, options }: { readonly module: string; readonly options: string },
  place: Place,
  modules: LintModules,
): readonly LintFinding[] {
  const targets = modules.named(module);
  if (targets.length === 0) return lintNames([module], place, modules);
  const lists = targets.map((target) => modules.parametersOf(target));
  if (lists.includes(undefined)) return [];
  const known = lists.flatMap((list) => list ?? []);
  return optionWords(options).flatMap(({ name, value }): readonly LintFinding[] => {
    const parameter = name.replaceAll("-", "_");
    if (OF_ALL_MODULES.includes(parameter)) return [];
    const found = known.filter((each) => each.name === parameter);
    if (found.length === 0) {
      const nearest = nearNames(
        parameter,
        known.map((each) => each.name),
      )[0];
      const hint = nearest === undefined ? "" : `; the nearest is '${nearest}'`;
      return [finding("unknown-parameter", place, `${targets.join(", ")} has no parameter '${name}'${hint}`)];
    }
    const [type] = found.flatMap((each) => each.type ?? []);
    if (type === undefined || isAcceptable(type, value)) return [];
    return [
      finding("parameter-value", place, `'${name}' of ${targets.join(", ")} takes ${type}, not '${value ?? ""}'`),
    ];
  });
}

/** kmod passes over the command where the module has soft dependencies too; this program runs it. */
function lintInstall(
  pattern: string,
  place: Place,
  softDependencies: readonly PlacedDirective[],
): readonly LintFinding[] {
  const beside = softDependencies.find(
    ({ directive }) => directive.keyword === "softdep" && directive.entry.pattern === pattern,
  );
  if (beside === undefined) return [];
  const text = `kmod does not run this command on 'modprobe ${pattern}', because of the softdep line at ${placeText(beside.place)}`;
  return [finding("softdep-beside-install", place, text)];
}
