/** Rules on depmod.d(5) and modules-load.d(5). */

import { isIgnoredLine, parseLogicalLines } from "../config/lexer.ts";
import { parseModulesLoad } from "../config/modules-load.ts";
import { isForKernel } from "../depmod/configuration.ts";
import { finding, type LintFinding, placeText } from "./finding.ts";
import { carriageReturn, endsAsOnWindows, type PlacedDirective } from "./lines.ts";
import type { LintModules } from "./modules.ts";
import { lintNames } from "./names.ts";
import type { SourceFile } from "./sources.ts";

/** How many words each directive of depmod.d takes at least. */
const DEPMOD: Readonly<Record<string, number>> = { search: 1, override: 3, external: 2, exclude: 1 };
const UNREAD: readonly string[] = ["include", "make_map_files"];

/** What is wrong with a file of depmod.d. */
export function lintDepmod({ path, text }: SourceFile, modules: LintModules): readonly LintFinding[] {
  return [...parseLogicalLines(text)].flatMap(({ text: content, line }): readonly LintFinding[] => {
    if (isIgnoredLine(content)) return [];
    const place = { path, line };
    if (endsAsOnWindows(content)) return carriageReturn(content, place);
    const [keyword = "", ...words] = content.split(/[ \t]+/).filter((word) => word !== "");
    if (UNREAD.includes(keyword)) return [finding("deprecated-directive", place, `'${keyword}' does nothing`)];
    const least = Object.hasOwn(DEPMOD, keyword) ? DEPMOD[keyword] : undefined;
    if (least === undefined)
      return [finding("bad-line", place, `no directive of depmod.d: '${content.trim().slice(0, 60)}'`)];
    if (words.length < least)
      return [finding("bad-line", place, `'${keyword}' takes ${least} words, not ${words.length}`)];
    const [name = "", expression = "", directory = ""] = words;
    const release = modules.database.directory.slice(modules.database.directory.lastIndexOf("/") + 1);
    return keyword === "override" && isForKernel(expression, release)
      ? lintOverride(name, directory, place, modules)
      : [];
  });
}

/** An override for a file that is not there overrides nothing. */
function lintOverride(
  name: string,
  directory: string,
  place: { readonly path: string; readonly line: number },
  modules: LintModules,
): readonly LintFinding[] {
  if (!modules.areKnown) return [];
  const path = modules.database.index.dependency(name.replaceAll("-", "_"))?.path;
  if (path?.startsWith(`${directory}/`) === true) return [];
  const text =
    path === undefined
      ? `there is no module '${name}' in ${modules.database.directory}`
      : `the file of '${name}' that counts is ${path}, not one in ${directory}: has depmod run since?`;
  return [finding("override-without-file", place, text)];
}

/** What is wrong with a file of modules-load.d. `directives` are those of modprobe.d. */
export function lintModulesLoad(
  { path, text }: SourceFile,
  modules: LintModules,
  directives: readonly PlacedDirective[],
): readonly LintFinding[] {
  return parseModulesLoad(text, path).flatMap(({ module, origin }): readonly LintFinding[] => {
    const place = { path, line: origin.kind === "file" ? origin.line : undefined };
    const [name = "", more] = module.split(/[ \t]+/);
    if (more !== undefined) {
      const text = more.startsWith("#")
        ? "a comment has a line of its own"
        : `parameters belong into modprobe.d: options ${name} ${module.slice(name.length).trim()}`;
      return [finding("parameters-in-modules-load", place, `the whole line is taken for a module's name; ${text}`)];
    }
    const named = modules.named(name);
    const blacklisted = directives.find(
      ({ directive }) => directive.keyword === "blacklist" && named.includes(directive.entry.module),
    );
    if (blacklisted === undefined) return lintNames([name], place, modules);
    const text = `'${name}' is not loaded at boot: it is blacklisted at ${placeText(blacklisted.place)}`;
    return [finding("load-of-blacklisted", place, text)];
  });
}
