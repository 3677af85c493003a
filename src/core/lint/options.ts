/** Rules on `options` lines for which the modules and their parameters have to be known. */

import type { ModuleOptions } from "../config/configuration.ts";
import { isAcceptable } from "../module/parameter-types.ts";
import type { ParameterWord } from "../module/parameter-words.ts";
import type { ModuleParameter } from "../module/parameters.ts";
import { nearNames } from "../near-names.ts";
import { finding, type LintFinding, type Place } from "./finding.ts";
import { optionWords } from "./lines.ts";
import type { LintModules } from "./modules.ts";
import { lintNames } from "./names.ts";

/** Parameters that the kernel itself takes for every module. */
const OF_ALL_MODULES: readonly string[] = ["dyndbg", "async_probe"];

/** Findings on one line. */
export function lintOptions(
  { module, options }: Pick<ModuleOptions, "module" | "options">,
  place: Place,
  modules: LintModules,
): readonly LintFinding[] {
  const targets = modules.named(module);
  if (targets.length === 0) return lintNames([module], place, modules);
  const words = optionWords(options);
  const isForFile = [module, ...targets].some((each) => modules.hasFile(each));
  return [...(isForFile ? [] : forBuiltin(targets, words, place)), ...lintParameters(targets, words, place, modules)];
}

/** The kernel sets parameters of its own image before there is a file. */
function forBuiltin(targets: readonly string[], words: readonly ParameterWord[], place: Place): readonly LintFinding[] {
  if (words.length === 0) return [];
  const instead = targets.flatMap((target) => words.map((word) => kernelWord(target, word)));
  const text = `${targets.join(", ")} is built into the kernel, which does not read modprobe.d: give '${instead.join(" ")}' on the kernel command line`;
  return [finding("options-for-builtin", place, text)];
}

function kernelWord(module: string, { name, value }: ParameterWord): string {
  if (value === undefined) return `${module}.${name}`;
  return `${module}.${name}=${/\s/.test(value) ? `"${value}"` : value}`;
}

function lintParameters(
  targets: readonly string[],
  words: readonly ParameterWord[],
  place: Place,
  modules: LintModules,
): readonly LintFinding[] {
  const lists = targets.map((target) => modules.parametersOf(target));
  if (lists.includes(undefined)) return [];
  const known = lists.flatMap((list) => list ?? []);
  return words.flatMap((word) => lintParameter(targets.join(", "), word, known, place));
}

function lintParameter(
  owner: string,
  { name, value }: ParameterWord,
  known: readonly ModuleParameter[],
  place: Place,
): readonly LintFinding[] {
  const parameter = name.replaceAll("-", "_");
  if (OF_ALL_MODULES.includes(parameter)) return [];
  const found = known.filter((each) => each.name === parameter);
  if (found.length === 0) {
    const nearest = nearNames(
      parameter,
      known.map((each) => each.name),
    )[0];
    const hint = nearest === undefined ? "" : `; the nearest is '${nearest}'`;
    return [finding("unknown-parameter", place, `${owner} has no parameter '${name}'${hint}`)];
  }
  const [type] = found.flatMap((each) => each.type ?? []);
  if (type === undefined || isAcceptable(type, value)) return [];
  return [finding("parameter-value", place, `'${name}' of ${owner} takes ${type}, not '${value ?? ""}'`)];
}
