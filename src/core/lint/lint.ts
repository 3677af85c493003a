/** Configuration files that do not do what they seem to do. Every finding has a rule, which docs/lint.md describes. */

import { compareBytes } from "../bytes.ts";
import type { Configuration } from "../config/configuration.ts";
import { lintCommands } from "./commands.ts";
import { finding, type LintFinding } from "./finding.ts";
import { lintLines } from "./lines.ts";
import { lintModuleRules } from "./module-rules.ts";
import type { LintModules } from "./modules.ts";
import { lintDepmod, lintModulesLoad } from "./other-files.ts";
import { lintRepetitions } from "./repetition.ts";
import type { Sources } from "./sources.ts";

/** The findings on all sources, by file and line. `configuration` has the kernel command line, where that is looked at too. */
export function lint(
  all: readonly Sources[],
  modules: LintModules,
  configuration: Configuration | undefined,
): readonly LintFinding[] {
  const files = all.flatMap((sources) => sources.files);
  const linted = files.filter(({ kind }) => kind === "modprobe.d").map(lintLines);
  const directives = linted.flatMap((file) => file.directives);
  const findings = [
    ...linted.flatMap((file) => file.findings),
    ...lintRepetitions(directives),
    ...lintCommands(directives, modules),
    ...lintModuleRules(directives, modules),
    ...files.filter(({ kind }) => kind === "depmod.d").flatMap((file) => lintDepmod(file, modules)),
    ...files
      .filter(({ kind }) => kind === "modules-load.d")
      .flatMap((file) => lintModulesLoad(file, modules, directives)),
    ...all.flatMap(lintPlaces),
    ...(configuration === undefined ? [] : lintCommandLine(configuration)),
  ];
  return findings.toSorted(
    (left, right) => compareBytes(left.path, right.path) || (left.line ?? 0) - (right.line ?? 0),
  );
}

/** Files that no tool reads. */
function lintPlaces({ hidden, unread, dangling }: Sources): readonly LintFinding[] {
  return [
    ...hidden.map(({ path, by }) =>
      finding("shadowed-file", { path, line: undefined }, `not read: ${by} has the same name`),
    ),
    ...dangling.map((path) =>
      finding("dangling-link", { path, line: undefined }, "a link to a file that is not there"),
    ),
    ...unread.filter(saysSomething).map(({ path }) => {
      return finding("missing-suffix", { path, line: undefined }, "not read: the name does not end in '.conf'");
    }),
  ];
}

function saysSomething(file: Sources["unread"][number]): boolean {
  if (file.kind !== "modprobe.d") return file.text.trim() !== "";
  return lintLines(file).directives.length > 0;
}

/** There a name is taken as it is written, and no module has a dash in its name. */
function lintCommandLine({ blacklist }: Configuration): readonly LintFinding[] {
  return blacklist.flatMap(({ module, origin }): readonly LintFinding[] => {
    if (origin.kind === "file" || !module.includes("-")) return [];
    const text = `modprobe.blacklist=${module} holds nothing: on the kernel command line write '${module.replaceAll("-", "_")}'`;
    return [finding("blacklist-dash", { path: "/proc/cmdline", line: undefined }, text)];
  });
}
