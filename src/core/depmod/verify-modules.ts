/** Whether modules.dep names the modules that are there. */

import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { ModuleDependency } from "../index/text-files.ts";
import { moduleNameOfPath } from "../names.ts";
import type { FileSystem } from "../platform.ts";
import type { ModuleFile } from "./module-file.ts";
import { type DefectList, lineAt, lineStarting, placeOf } from "./verify-defects.ts";
import type { ReadText } from "./verify-files.ts";

/** Holds the lines of modules.dep against `found`, the modules that depmod would index. Paths in it count from `directory`. */
export function verifyModules(
  files: FileSystem,
  directory: string,
  dependencies: ReadText<ModuleDependency>,
  found: readonly ModuleFile[],
  defects: DefectList,
): void {
  const listed = new Map(dependencies.lines.map(({ path }) => [path, moduleNameOfPath(path)]));
  const unlisted = found.filter(({ shownPath }) => !listed.has(shownPath));
  const unlistedNames = new Set(unlisted.map(({ name }) => name));
  const present = new Set(found.map(({ shownPath }) => shownPath));
  for (const path of new Set(dependencies.lines.flatMap((line) => [line.path, ...line.dependencies]))) {
    if (present.has(path)) continue;
    const problem = problemOf(files, path.startsWith("/") ? path : `${directory}/${path}`);
    // A file that gives way to another one of its name, which is not listed, is told there.
    if (problem === undefined && unlistedNames.has(moduleNameOfPath(path))) continue;
    addNamed(dependencies, path, problem, defects);
  }
  const others = new Map([...listed].map(([path, name]) => [name, path]));
  for (const { path: file, name, shownPath: entry } of unlisted) {
    const other = others.get(name);
    const text = `${file} is not in modules.dep${other === undefined ? "" : `, which has ${other}`}`;
    defects.add("unlisted-module", undefined, () => ({ file, entry, text }));
  }
}

/** A path in modules.dep that none of the modules has. */
function addNamed(
  { path: file, text }: ReadText<ModuleDependency>,
  entry: string,
  problem: string | undefined,
  defects: DefectList,
): void {
  const kind = problem === undefined ? "passed-over-module" : "missing-module";
  defects.add(kind, undefined, () => {
    const line = lineNaming(text, entry);
    const what = problem === undefined ? "is there, but depmod would pass it over" : `cannot be found: ${problem}`;
    return { file, line, entry, text: `${placeOf(file, line)}: ${entry} ${what}` };
  });
}

/** That of the module, or the first of those that need it. */
function lineNaming(text: string, path: string): number | undefined {
  const own = lineStarting(text, `${path}:`);
  if (own !== undefined) return own;
  const needed = [`${path} `, `${path}\n`].map((name) => text.indexOf(` ${name}`)).filter((offset) => offset >= 0);
  return needed.length === 0 ? undefined : lineAt(text, Math.min(...needed));
}

/** Why there is no file at `path`; undefined where there is one. */
function problemOf(files: FileSystem, path: string): string | undefined {
  try {
    return files.status(path).type === "file" ? undefined : "it is no file";
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    return errnoText(error.errno);
  }
}
