/** Names of modules, kernels and parameters for an unfinished word. Nothing is said of what cannot be read. */

import type { Request, WordKind } from "../../commands/command.ts";
import { lastValue } from "../../commands/options.ts";
import { platformOf } from "../../commands/system.ts";
import { compareBytes } from "../../core/bytes.ts";
import { splitModinfo } from "../../core/elf/modinfo.ts";
import { KmodError } from "../../core/errors.ts";
import { type ModuleIndex, openModuleIndex } from "../../core/index/module-index.ts";
import { readModuleParts } from "../../core/module/description.ts";
import { absolutePath, moduleDirectory } from "../../core/module/directory.ts";
import { type ModuleParameter, mergeParameters } from "../../core/module/parameters.ts";
import { hasModuleSuffix } from "../../core/names.ts";
import type { Platform } from "../../core/platform.ts";
import { readLoadedModules } from "../../core/state/proc-modules.ts";
import { type Candidate, continued } from "./candidate.ts";

/** Candidates for `current`, behind what is `typed`; none for kinds of files. */
export function wordsOf(kind: WordKind, current: string, typed: Request, outer: Platform): readonly Candidate[] {
  try {
    const platform = platformOf(typed, outer);
    switch (kind) {
      case "module":
        return named(openIndex(typed, platform).moduleNames(current.replaceAll("-", "_")), current);
      case "built-in module":
        return named(openIndex(typed, platform).builtinNames(current.replaceAll("-", "_")), current);
      case "loaded module":
        return named(sorted(readLoadedModules(platform).map(({ name }) => name)), current);
      case "release":
        return named(releases(typed, platform), current);
      case "parameter":
        return parameterWords(current, typed, platform);
      default:
        return [];
    }
  } catch (error) {
    if (error instanceof KmodError) return [];
    throw error;
  }
}

function named(names: Iterable<string>, current: string): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const name of names) {
    const value = continued(current, name);
    if (value !== undefined && !name.startsWith("-")) found.push({ value, text: "" });
  }
  return found;
}

function sorted(names: readonly string[]): readonly string[] {
  return [...names].sort(compareBytes);
}

/** What stands before `/lib/modules`, whichever option of which tool of kmod's says so. */
function baseOf(typed: Request): string | undefined {
  return lastValue(typed, "dirname") ?? lastValue(typed, "basedir");
}

function openIndex(typed: Request, platform: Platform): ModuleIndex {
  const directory = moduleDirectory(platform, { base: baseOf(typed), version: lastValue(typed, "set-version") });
  return openModuleIndex(platform.files, directory, () => undefined);
}

function releases(typed: Request, platform: Platform): readonly string[] {
  const entries = platform.files.list(absolutePath(platform, `${baseOf(typed) ?? ""}/lib/modules`));
  return sorted(entries.filter(({ type }) => type === "directory" || type === "link").map(({ name }) => name));
}

/** `NAME=` of the parameters that have not been given yet, or the values of one. */
function parameterWords(current: string, typed: Request, platform: Platform): readonly Candidate[] {
  const [module = "", ...given] = typed.operands;
  const parameters = parametersOf(module, typed, platform);
  const equals = current.indexOf("=");
  if (equals >= 0) {
    const parameter = parameters.find(({ name }) => name === current.slice(0, equals));
    return parameter === undefined ? [] : valueWords(parameter, current);
  }
  const missing = parameters.filter(({ name }) => !given.some((word) => word.startsWith(`${name}=`)));
  return missing.flatMap(({ name, type, description }) => {
    const text = [type, description].filter((part) => part !== undefined).join(": ");
    return name.startsWith(current) ? [{ value: `${name}=`, text }] : [];
  });
}

/** Only these types have a few values. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  bool: ["Y", "N"],
  invbool: ["Y", "N"],
  bint: ["Y", "N"],
};

function valueWords({ name, type = "" }: ModuleParameter, current: string): readonly Candidate[] {
  const words = (VALUES[type] ?? []).map((value) => ({ value: `${name}=${value}`, text: "" }));
  return words.filter(({ value }) => value.startsWith(current));
}

/** Those of a module file, of a module in the index, or of one that is built in; in the module's order. */
function parametersOf(module: string, typed: Request, platform: Platform): readonly ModuleParameter[] {
  if (module.includes("/") || hasModuleSuffix(module)) return ofFile(absolutePath(platform, module), platform);
  const index = openIndex(typed, platform);
  const name = module.replaceAll("-", "_");
  const path = index.dependency(name)?.path;
  if (path === undefined) return mergeParameters(index.builtinModinfo(name) ?? []).parameters.toReversed();
  return ofFile(path.startsWith("/") ? path : `${index.directory}/${path}`, platform);
}

function ofFile(path: string, platform: Platform): readonly ModuleParameter[] {
  return mergeParameters(splitModinfo(readModuleParts(platform, path).modinfo)).parameters.toReversed();
}
