/** depmod: makes the indexes of a kernel's modules. See depmod(8). */

import { ByteStrings } from "../core/byte-strings.ts";
import { toByteString } from "../core/bytes.ts";
import { readDepmodConfiguration } from "../core/depmod/configuration.ts";
import { type Checks, collectSymbols, type DependencyEvent, resolveDependencies } from "../core/depmod/dependencies.ts";
import { findModules } from "../core/depmod/find-modules.ts";
import { dependencyLines, INDEX_NAMES, indexFiles, textIndexes } from "../core/depmod/indexes.ts";
import { type KernelSymbols, parseSymbolVersions, parseSystemMap } from "../core/depmod/kernel-symbols.ts";
import type { ModuleFile } from "../core/depmod/module-file.ts";
import { SymbolReader } from "../core/depmod/module-symbols.ts";
import { namedModules } from "../core/depmod/named-modules.ts";
import { isOutdated } from "../core/depmod/outdated.ts";
import { DepmodError, type Say } from "../core/depmod/say.ts";
import { SymbolNames } from "../core/depmod/symbol-names.ts";
import { readInput, readModules } from "../core/depmod/world.ts";
import { writeIndexes } from "../core/depmod/write-indexes.ts";
import { errnoText } from "../core/errno.ts";
import { KmodError, UsageError } from "../core/errors.ts";
import type { Command, Context, Output, Request } from "./command.ts";
import { configurationPathsOf, type DepmodPlaces, depmodOptions, filesOf, placesOf } from "./depmod-options.ts";
import { gatherVerification, type VerificationFacts, viewVerification } from "./depmod-verify.ts";
import { hasOption, lastValue } from "./options.ts";

/** WARNING: what is shown without `-v`. */
const WARNING_SEVERITY = 4;

/** What is printed, made while it is asked for: the work is done on the way. */
interface Making {
  readonly pieces: Iterable<string>;
}

/** What was made, or what --verify found. */
export type DepmodFacts = Making | VerificationFacts;

interface Run {
  readonly request: Request;
  readonly context: Context;
  readonly places: DepmodPlaces;
  readonly say: Say;
}

function gather(request: Request, context: Context): DepmodFacts {
  const { platform, report } = context;
  const places = placesOf(request, platform);
  const say: Say = (level, text, outcome) => {
    report.message(level, text);
    if (outcome === "fails") report.fail();
  };
  const threshold = WARNING_SEVERITY + request.options.filter(({ long }) => long === "verbose").length;
  if (hasOption(request, "verify")) {
    report.setThreshold(threshold);
    return gatherVerification(request, places, context);
  }
  if (hasOption(request, "json")) throw new UsageError("--json needs --verify");
  if (hasOption(request, "quick")) {
    if (hasOption(request, "show") || !isOutdated(platform.files, places.input, say)) return { pieces: [] };
  }
  report.setThreshold(threshold);
  return { pieces: guarded({ request, context, places, say }) };
}

/** The run, with what ends it early as a message. */
function* guarded(run: Run): Generator<string> {
  try {
    yield* work(run);
  } catch (error) {
    if (!(error instanceof DepmodError)) throw error;
    run.context.report.message(error.level, error.message);
    run.context.report.fail();
  }
}

function* work(run: Run): Generator<string> {
  const { request, context, places, say } = run;
  const { platform } = context;
  const checks = checksOf(request, say);
  const { found, kernel } = findInputs(run);
  const names = new SymbolNames();
  const strings = new ByteStrings();
  const symbols = new SymbolReader(names, checks.unresolved && checks.versions);
  const reader = { symbols, strings };
  const modules = readModules(platform, places.input, found, reader, say);
  const owners = collectSymbols(modules, kernel, symbols, lastValue(request, "symbol-prefix"));
  const graph = yield* told(resolveDependencies(modules, owners, checks), say);
  const world = { modules, strings, owners, dependencyLines: dependencyLines(modules, graph, say) };
  if (hasOption(request, "show")) {
    yield* textIndexes(world, say);
    return;
  }
  const builtin = {
    modules: () => readInput(platform, places.input, "modules.builtin", say),
    modinfo: () => readInput(platform, places.input, "modules.builtin.modinfo", say),
  };
  const indexes = indexFiles(world, builtin, { warnDuplicates: hasOption(request, "warn") }, say);
  writeIndexes(platform.files, places.output, INDEX_NAMES, indexes);
}

function checksOf(request: Request, say: Say): Checks {
  const versions = lastValue(request, "symvers") !== undefined;
  const asked = hasOption(request, "errsyms");
  const possible = versions || lastValue(request, "filesyms") !== undefined;
  if (asked && !possible) say("WARNING", "-e needs -E or -F");
  return { unresolved: asked && possible, versions, needs: hasOption(request, "verbose") };
}

/** What is read before any module. Modules that are named one by one need no configuration. */
function findInputs(run: Run): { readonly found: readonly ModuleFile[]; readonly kernel: KernelSymbols } {
  const { request, context, places, say } = run;
  const { files, host } = context.platform;
  const named = filesOf(request);
  if (named !== undefined) {
    const found = namedModules(files, named, places.input, say);
    return { found, kernel: readKernelSymbols(run) };
  }
  const paths = configurationPathsOf(request);
  const where = { paths, workingDirectory: paths === undefined ? "/" : host.workingDirectory() };
  const configuration = readDepmodConfiguration(files, where, places.version, say);
  const kernel = readKernelSymbols(run);
  return { found: findModules(files, places.input, configuration, say), kernel };
}

function readKernelSymbols({ request, context, say }: Run): KernelSymbols {
  const symvers = lastValue(request, "symvers");
  const path = symvers ?? lastValue(request, "filesyms");
  if (path === undefined) return new Map();
  const parse = symvers === undefined ? parseSystemMap : parseSymbolVersions;
  const text = readText(context, path);
  return parse(text, path, lastValue(request, "symbol-prefix"), (problem) => say("ERROR", problem));
}

function readText({ platform }: Context, path: string): string {
  try {
    return toByteString(platform.files.read(path));
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    throw new DepmodError("FATAL", `could not load ${path}: ${errnoText(error.errno)}`, error.errno);
  }
}

/** Takes the messages out of the search for dependencies; what needs what goes to standard output. */
function* told(
  search: Generator<DependencyEvent, readonly (readonly number[])[]>,
  say: Say,
): Generator<string, readonly (readonly number[])[]> {
  for (let step = search.next(); ; step = search.next()) {
    if (step.done === true) return step.value;
    const { kind, module, symbol, owner } = step.value;
    const { path } = module.file;
    if (kind === "unknown") say("WARNING", `${path} needs unknown symbol ${symbol}`);
    else if (kind === "version") say("WARNING", `${path} disagrees about version of symbol ${symbol}`);
    else if (owner !== undefined) yield `${path} needs "${symbol}": ${owner.file.path}\n`;
  }
}

function view(facts: DepmodFacts, request: Request): Output {
  if (!("pieces" in facts)) return viewVerification(facts, request);
  const { pieces } = facts;
  return hasOption(request, "verbose") ? { kind: "text", pieces, prompt: "always" } : { kind: "text", pieces };
}

export const depmod: Command<DepmodFacts> = {
  name: "depmod",
  summary: "make the indexes of a kernel's modules",
  operands: "[VERSION [FILE]...]",
  options: depmodOptions,
  notes: "VERSION is a kernel release, that of the running kernel unless given. FILEs are absolute paths of modules.",
  gather,
  view,
};
