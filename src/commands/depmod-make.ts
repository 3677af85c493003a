/** The run of depmod that makes indexes: from the tree to what is written, by way of what an earlier run remembered. */

import { ByteStrings } from "../core/byte-strings.ts";
import { cacheRules, type Place, type Recollection, recall } from "../core/depmod/cache.ts";
import { writeCache } from "../core/depmod/cache-writer.ts";
import { ALL_CHANGED, findChanges } from "../core/depmod/changes.ts";
import { depmodConfigurationFiles } from "../core/depmod/configuration.ts";
import {
  type Checks,
  collectSymbols,
  type DependencyEvent,
  type IndexedModule,
  resolveDependencies,
} from "../core/depmod/dependencies.ts";
import {
  dependencyLines,
  INDEX_NAMES,
  type IndexedWorld,
  type IndexFile,
  indexFiles,
  textIndexes,
} from "../core/depmod/indexes.ts";
import { identifyIndexes, keptIndexes, stateToRemember } from "../core/depmod/kept-indexes.ts";
import type { FactsReader } from "../core/depmod/module-facts.ts";
import { SymbolReader } from "../core/depmod/module-symbols.ts";
import type { Say } from "../core/depmod/say.ts";
import { isSettled } from "../core/depmod/settled.ts";
import { SymbolNames } from "../core/depmod/symbol-names.ts";
import { type ReadModule, readInput, readModules } from "../core/depmod/world.ts";
import { writeIndexes } from "../core/depmod/write-indexes.ts";
import { checksOf, configurationOf, findInputs, type Inputs, type Run } from "./depmod-inputs.ts";
import { filesOf } from "./depmod-options.ts";
import { hasOption, lastValue } from "./options.ts";
import { Progress } from "./progress.ts";

/** What is known once the modules have been read. */
interface Tree {
  readonly inputs: Inputs;
  readonly checks: Checks;
  readonly reader: FactsReader;
  readonly read: readonly ReadModule[];
  readonly modules: readonly IndexedModule[];
  readonly memory: Memory | undefined;
}

/** What is remembered, and when it was asked for. */
interface Memory {
  readonly place: Place;
  readonly recollection: Recollection;
  /** Milliseconds of the host's clock. */
  readonly since: number;
}

/** Does the work while what is to be printed is asked for: what needs what with -v, the text files with -n. */
export function* makeIndexes(run: Run): Generator<string> {
  const { request, record, say } = run;
  record.begin("search");
  const checks = checksOf(run);
  const inputs = findInputs(run);
  record.begin("read");
  const tree = readTree(run, inputs, checks);
  const before = tree.memory === undefined ? new Float64Array() : identify(run);
  const kept = hasOption(request, "show") ? new Set<string>() : keptOf(run, tree, before);
  const isAllKept = kept.size === INDEX_NAMES.length && record.modulesRead === 0;
  if (isAllKept && tree.memory !== undefined && isAtRest(run, tree.memory)) return;
  record.begin("resolve");
  const messages = record.messages;
  const world = yield* resolve(run, tree, kept);
  if (hasOption(request, "show")) {
    yield* textIndexes(world, say);
    return;
  }
  record.begin("write");
  const written = write(run, world, kept);
  if (tree.memory === undefined) return;
  record.begin("remember");
  const isWhole = record.messages === messages && isPlain(run);
  // Indexes that led to a message are made again, so that it is told again.
  const state = isWhole ? stateToRemember(before, identify(run), written) : new Float64Array();
  remember(run, tree.read, tree.memory, state);
}

function readTree(run: Run, inputs: Inputs, checks: Checks): Tree {
  const { context, record } = run;
  const memory = openMemory(run, inputs, checks);
  const known = memory?.recollection.known ?? [];
  const reader = memory?.recollection.reader ?? newReader(checks);
  const progress = new Progress(context.platform.host, "depmod: modules read:");
  const say: Say = (level, text, outcome) => {
    progress.erase();
    run.say(level, text, outcome);
  };
  const advance = (done: number, total: number): void => progress.advance(done, total);
  try {
    const read = readModules(context.platform, inputs.files, { reader, known, say, advance });
    record.modules = read.length;
    record.modulesRead = read.length - known.filter((facts) => facts !== undefined).length;
    const modules = inputs.files.map((file, index) => ({ index, file, facts: (read[index] as ReadModule).facts }));
    return { inputs, checks, reader, read, modules, memory };
  } finally {
    progress.erase();
  }
}

function newReader({ unresolved, versions }: Checks): FactsReader {
  return { symbols: new SymbolReader(new SymbolNames(), unresolved && versions), strings: new ByteStrings() };
}

/** What an earlier run remembered: nothing of CRCs, and nothing of single files or small trees. */
function openMemory({ request, context, places }: Run, { files }: Inputs, checks: Checks): Memory | undefined {
  const isPossible = filesOf(request) === undefined && !(checks.unresolved && checks.versions);
  if (hasOption(request, "no-cache") || !isPossible || !cacheRules.isWorthIt(files.length)) return undefined;
  const { platform } = context;
  const place = {
    output: places.output,
    directory: places.input,
    modules: files.map(({ path }) => path),
  };
  const since = platform.host.monotonicTime();
  const recollection = recall(platform.files, place);
  return recollection === undefined ? undefined : { place, recollection, since };
}

/** Options with which other indexes are made than without, or something is said. */
const OPTIONS_OF_INDEXES: readonly string[] = ["verbose", "warn", "errsyms", "symvers", "filesyms", "symbol-prefix"];

function isPlain({ request }: Run): boolean {
  return !OPTIONS_OF_INDEXES.some((option) => hasOption(request, option));
}

/** The indexes on disk that need not be made again. */
function keptOf(run: Run, { reader, modules, memory }: Tree, now: Float64Array): ReadonlySet<string> {
  if (memory === undefined || !isPlain(run)) return new Set();
  const { before, files, limit } = memory.recollection;
  const facts = modules.map((module) => module.facts);
  const changes = before === undefined ? ALL_CHANGED : findChanges(before, facts, reader);
  return keptIndexes(files, now, changes, limit);
}

/** After -A has found that something is newer, that must not be so any more. */
function isAtRest(run: Run, { recollection }: Memory): boolean {
  const { request, context, places } = run;
  if (hasOption(request, "quick")) return false;
  const { files } = context.platform;
  const configuration = depmodConfigurationFiles(files, configurationOf(run), () => undefined);
  return isSettled(files, {
    ...places,
    configuration: configuration.map(({ location }) => location),
    modules: recollection.identities,
  });
}

function identify({ context, places }: Run): Float64Array {
  return identifyIndexes(context.platform.files, places.input, places.output);
}

/** Looks only for what the indexes that are to be made need. */
function* resolve(run: Run, tree: Tree, kept: ReadonlySet<string>): Generator<string, IndexedWorld> {
  const { request, say } = run;
  const { modules, reader, inputs, checks } = tree;
  const prefix = lastValue(request, "symbol-prefix");
  const owners = collectSymbols(modules, inputs.kernel, reader.symbols, prefix);
  const { strings } = reader;
  if (DEPENDENCY_INDEXES.every((name) => kept.has(name))) {
    return { modules, strings, owners, dependencyLines: new ByteStrings() };
  }
  const graph = yield* told(resolveDependencies(modules, owners, checks), say);
  return { modules, strings, owners, dependencyLines: dependencyLines(modules, graph, say) };
}

const TIMED_INDEX = "modules.dep";
const DEPENDENCY_INDEXES: readonly string[] = [TIMED_INDEX, "modules.dep.bin"];

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

/** Returns what is known of the files that were written: see `stateToRemember`. */
function write(run: Run, world: IndexedWorld, kept: ReadonlySet<string>): ReadonlyMap<string, Float64Array> {
  const { request, context, places, record, say } = run;
  const { platform } = context;
  const made = INDEX_NAMES.filter((name) => !kept.has(name));
  const builtin = {
    modules: () => readInput(platform, places.input, "modules.builtin", say),
    modinfo: () => readInput(platform, places.input, "modules.builtin.modinfo", say),
  };
  const indexes = indexFiles(made, world, builtin, { warnDuplicates: hasOption(request, "warn") }, say);
  // Its time says when the indexes were last seen to be right.
  const renewed = kept.has(TIMED_INDEX) ? [readIndex(run, TIMED_INDEX)] : [];
  const names = [...renewed.map(({ name }) => name), ...made];
  const written = writeIndexes(platform.files, places.output, names, chain(renewed, indexes));
  record.written = names;
  return written;
}

function* chain<Item>(first: Iterable<Item>, second: Iterable<Item>): Generator<Item> {
  yield* first;
  yield* second;
}

function readIndex({ context, places }: Run, name: string): IndexFile {
  return { name, bytes: context.platform.files.read(`${places.output}/${name}`) };
}

/** For the next run. `state`: of inputs and indexes. */
function remember(run: Run, read: readonly ReadModule[], memory: Memory, state: Float64Array): void {
  const { host, files } = run.context.platform;
  const problem = writeCache(files, {
    ...memory,
    facts: read.map(({ facts, isSound }) => (isSound ? facts : undefined)),
    files: state,
    age: (host.monotonicTime() - memory.since) / 1000,
  });
  if (problem !== undefined) run.context.report.message("INFO", `nothing is remembered: ${problem.message}`);
}
