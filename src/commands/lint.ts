/** `kmod-ts lint`: configuration of modules that does not do what it seems to do: modprobe.d, depmod.d, modules-load.d. See docs/lint.md. */

import { decodeUtf8 } from "../core/bytes.ts";
import { type Configuration, joinConfigurations, toConfiguration } from "../core/config/configuration.ts";
import { parseDirectives } from "../core/config/directives.ts";
import { readConfiguration } from "../core/config/read.ts";
import { unreadText } from "../core/config/unread.ts";
import { KmodError, SystemError } from "../core/errors.ts";
import { openModuleIndex } from "../core/index/module-index.ts";
import type { LintFinding } from "../core/lint/finding.ts";
import { placeText } from "../core/lint/finding.ts";
import { lint as lintSources } from "../core/lint/lint.ts";
import { LintModules } from "../core/lint/modules.ts";
import { DIRECTORIES, kindOf, readSources, type SourceKind, type Sources } from "../core/lint/sources.ts";
import { createDatabase } from "../core/module/database.ts";
import { absolutePath, moduleDirectory } from "../core/module/directory.ts";
import type { Platform } from "../core/platform.ts";
import type { Command, Context, JsonValue, OptionSpec, Output, Request } from "./command.ts";
import { remarkOnReleases } from "./directory-remarks.ts";
import { afterIndentation } from "./hanging.ts";
import { indexProblemReporter } from "./index-problem.ts";
import { hasOption, helpOption, lastValue, quietOption, verboseOption } from "./options.ts";
import { unreadableReason } from "./reading-failure.ts";
import { systemOf, systemOptions } from "./system.ts";

export interface LintFacts {
  readonly directory: string;
  readonly files: readonly string[];
  readonly findings: readonly LintFinding[];
}

/** Where the directories of all kernels are. */
const MODULES = "/lib/modules";

/** What is left out where there is no index. */
const NOT_LOOKED_AT = "names of modules and parameters are not looked at";

/** Exit status where there is a warning. */
const FOUND = 3;

const KINDS: readonly SourceKind[] = ["modprobe.d", "depmod.d", "modules-load.d"];

const options: readonly OptionSpec[] = [
  quietOption,
  verboseOption,
  ...systemOptions,
  { long: "json", text: "print JSON (see docs/json-output.md)" },
  helpOption,
];

const notes = `PATH is a file or directory to look at in place of the usual ones: of depmod.d or modules-load.d if it
lies in a directory of that name, else of modprobe.d.

Exit status:
  0  nothing was found, or only notes
  3  something was found
  1  something could not be read, or the command line is wrong
`;

function gather(request: Request, outer: Context): LintFacts {
  const context = systemOf(request, outer);
  const { platform, report } = context;
  const tell = (text: string): void => {
    report.message("ERROR", text);
    report.fail();
  };
  const named = request.operands.map((path) => absolutePath(outer.platform, path));
  for (const path of named) outer.platform.files.status(path);
  const sources = KINDS.map((kind): Sources => {
    if (named.length === 0) return readSources(platform.files, kind, DIRECTORIES[kind], tell);
    const places = named.filter((path) => kindOf(path) === kind);
    return readSources(outer.platform.files, kind, places, tell);
  });
  const modules = openModules(request, context, named.length === 0 ? undefined : sources, tell);
  if (!modules.areKnown) remarkOnUnknown(modules.database.directory, context);
  const findings = lintSources(sources, modules, named.length === 0 ? modules.database.configuration : undefined);
  const shown = findings.filter(({ severity }) => severity === "warning" || hasOption(request, "verbose"));
  if (findings.some(({ severity }) => severity === "warning")) report.answer(FOUND);
  return {
    directory: modules.database.directory,
    files: sources.flatMap(({ files }) => files.map(({ path }) => path)),
    findings: hasOption(request, "json") ? findings : shown,
  };
}

/** The rest of the configuration can be judged without. */
function remarkOnUnknown(directory: string, context: Context): void {
  // Told already: nobody knows for which kernel.
  if (directory === MODULES) return;
  remarkOnReleases(directory, context);
  context.report.message("WARNING", `no index in ${directory}: ${NOT_LOOKED_AT}`);
}

/** Where nobody knows for which kernel, that is told, and it is a directory without any index. */
function directoryFor(request: Request, { platform, report }: Context): string {
  try {
    return moduleDirectory(platform, { version: lastValue(request, "set-version") });
  } catch (error) {
    if (error instanceof SystemError || !(error instanceof KmodError)) throw error;
    report.message("WARNING", `${error.message}; ${NOT_LOOKED_AT}`);
    return MODULES;
  }
}

/** The modules under the usual configuration, or under that of `sources`. */
function openModules(
  request: Request,
  context: Context,
  sources: readonly Sources[] | undefined,
  tell: (text: string) => void,
): LintModules {
  const { platform, report } = context;
  const directory = directoryFor(request, context);
  const configuration = configurationFor(platform, directory, sources, tell);
  const index = openModuleIndex(platform.files, directory, indexProblemReporter(report));
  const database = createDatabase(platform.files, index, configuration);
  return new LintModules(platform, database, (path, error) => {
    tell(`could not read the parameters of '${path}': ${unreadableReason(error)}`);
  });
}

/** What is wrong with it is for the rules to say. Of named files all count, also those that modprobe would take for hidden. */
function configurationFor(
  { files }: Platform,
  directory: string,
  sources: readonly Sources[] | undefined,
  tell: (text: string) => void,
): Configuration {
  const where = { paths: sources && [], moduleDirectory: directory, workingDirectory: "/" };
  const usual = readConfiguration(
    files,
    where,
    () => undefined,
    (error) => {
      if (!isOfSources(error)) tell(unreadText(error));
    },
  );
  const named = (sources ?? []).flatMap((each) => each.files).filter(({ kind }) => kind === "modprobe.d");
  return joinConfigurations(
    usual,
    toConfiguration(named.flatMap(({ text, path }) => parseDirectives(text, path).directives)),
  );
}

/** What cannot be read in modprobe.d is told where its files are read as sources. */
function isOfSources(error: KmodError): boolean {
  if (!(error instanceof SystemError)) return false;
  return DIRECTORIES["modprobe.d"].some((path) => `${error.path}/`.startsWith(`${path}/`));
}

function view(facts: LintFacts, request: Request): Output {
  if (hasOption(request, "json")) return { kind: "json", value: toJson(facts) };
  return { kind: "text", pieces: facts.findings.map(lineOf), hang: afterIndentation };
}

function lineOf(finding: LintFinding): string {
  const note = finding.severity === "note" ? "note: " : "";
  return `${placeText(finding)}: ${finding.rule}: ${note}${finding.text}\n`;
}

function toJson({ directory, files, findings }: LintFacts): JsonValue {
  return {
    schemaVersion: 1,
    directory: decodeUtf8(directory),
    files: files.map(decodeUtf8),
    findings: findings.map(({ rule, severity, path, line, text }) => ({
      rule,
      severity,
      path: decodeUtf8(path),
      line: line ?? null,
      text: decodeUtf8(text),
    })),
  };
}

export const lint: Command<LintFacts> = {
  name: "lint",
  summary: "find configuration that does not do what it seems to do",
  operands: "[PATH]...",
  options,
  notes,
  gather,
  view,
};
