/**
 * `kmod-ts which`: the file behind a module name. With --all every file of it in the tree, why one of them counts, and whether what is
 * loaded came from it.
 */

import { UsageError } from "../core/errors.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import { toHex } from "../core/module/hex.ts";
import { knowsLoaded } from "../core/module/running.ts";
import { moduleNameOfPath } from "../core/names.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { openAnswerableDatabase } from "./configured-database.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import { refuseNoNames } from "./file-operands.ts";
import { afterColumns } from "./hanging.ts";
import { hasOption, helpOption, jsonOption } from "./options.ts";
import { originText } from "./origin-text.ts";
import { precedenceText } from "./precedence-text.ts";
import { systemOf, systemOptions } from "./system.ts";
import { searchTree } from "./tree-search.ts";
import { reportUnindexedModule, reportUnknownModule } from "./unknown-module.ts";
import { indexedModule, type WhichFacts, type WhichModule, type WhichRequest, withCopies } from "./which-facts.ts";
import { whichToJson } from "./which-json.ts";

const options: readonly OptionSpec[] = [
  { long: "all", short: "a", text: "print every file, why one counts, and whether it is the one that is loaded" },
  { long: "json", text: jsonOption.text },
  ...systemOptions,
  helpOption,
];

const notes = `Without --all: the file that modules.dep names, or (builtin), for each module that NAME stands for.
With --all: the file that counts comes first, and with each of the others the rule of depmod.d(5) by which it gives way.
`;

function gather(request: Request, outer: Context): WhichFacts {
  if (request.operands.length === 0) throw new UsageError("name at least one module");
  refuseNoNames(request.operands);
  const context = systemOf(request, outer);
  const database = openAnswerableDatabase(request, context);
  remarkOnDirectory(database.directory, context);
  const looksForAll = hasOption(request, "all") || hasOption(request, "json");
  const found = request.operands.map((operand) => ({ operand, known: database.lookUp(operand) ?? [] }));
  const names = new Map<string, WhichModule>();
  for (const { operand, known } of found) {
    for (const { name } of candidates(operand, known, looksForAll)) names.set(name, indexedModule(database, { name }));
  }
  const running = looksForAll && knowsLoaded(context.platform, database.directory);
  const copies = searchTree(looksForAll ? new Set(names.keys()) : new Set(), database.directory, context);
  const modules = withCopies([...names.values()], copies, running, context);
  const there = new Map(modules.filter(isThere).map((module) => [module.name, module]));
  const requests = found.map(({ operand, known }): WhichRequest => {
    const its = candidates(operand, known, looksForAll).filter(({ name }) => there.has(name));
    if (its.length === 0) reportMissing(operand, known, database, context, looksForAll);
    return { request: operand, modules: [...new Set(its.map(({ name }) => name))] };
  });
  return { directory: database.directory, running, requests, modules: [...there.values()] };
}

/** A module that no index knows may be in the tree all the same. */
function candidates(
  operand: string,
  known: readonly KnownModule[],
  looksForAll: boolean,
): readonly Pick<KnownModule, "name">[] {
  return known.length > 0 || !looksForAll ? known : [{ name: moduleNameOfPath(operand) }];
}

function isThere({ builtin, indexed, copies }: WhichModule): boolean {
  return builtin || indexed !== undefined || copies !== undefined;
}

function reportMissing(
  operand: string,
  known: readonly KnownModule[],
  database: ModuleDatabase,
  context: Context,
  isSearched: boolean,
): void {
  const command = known.find(({ named }) => named !== undefined)?.named;
  if (command === undefined) {
    const report = isSearched ? reportUnknownModule : reportUnindexedModule;
    report(operand, known, database, context);
    return;
  }
  const place = originText(command.entry.origin);
  context.report.message("ERROR", `'${operand}' is no module but a command: ${command.keyword} line at ${place}`);
  context.report.fail();
}

function view(facts: WhichFacts, request: Request): Output {
  if (hasOption(request, "json")) return { kind: "json", value: whichToJson(facts) };
  if (hasOption(request, "all")) return { kind: "text", pieces: allFiles(facts), hang: afterColumns };
  return { kind: "text", pieces: indexedFiles(facts) };
}

/** One line for each module of each request. */
function* indexedFiles({ requests, modules }: WhichFacts): Iterable<string> {
  const files = new Map(modules.map(({ name, indexed }) => [name, indexed ?? "(builtin)"]));
  for (const each of requests) for (const name of each.modules) yield `${files.get(name)}\n`;
}

function* allFiles({ modules, running }: WhichFacts): Iterable<string> {
  for (const module of modules) {
    yield `${module.name}${module.builtin ? " (built in)" : ""}\n`;
    yield* fileLines(module);
    yield* remarks(module, running);
  }
}

function* fileLines({ builtin, copies, loaded }: WhichModule): Iterable<string> {
  if (copies === undefined) return;
  const { winner, losers } = copies;
  const width = Math.max(...[winner, ...losers.map(({ file }) => file)].map(({ path }) => path.length));
  const row = (path: string, text: string): string => {
    const same = loaded?.likeness.get(path);
    const origin = same?.verdict === "same" ? `loaded (same ${same.by}); ` : "";
    return `  ${path.padEnd(width)}  ${origin}${text}\n`;
  };
  yield row(winner.path, builtin ? "without effect, the code is built in" : "counts");
  for (const loser of losers) yield row(loser.file.path, `gives way, ${precedenceText(loser)}`);
}

function* remarks({ builtin, indexed, copies, loaded }: WhichModule, running: boolean): Iterable<string> {
  const counts = copies?.winner.path;
  if (indexed !== counts) {
    yield `  modules.dep ${indexed === undefined ? "does not have it" : `names ${indexed}`}: run depmod\n`;
  }
  if (loaded === undefined) {
    if (running && copies !== undefined && !builtin) yield "  not loaded\n";
    return;
  }
  const verdicts = [...loaded.likeness.values()].map(({ verdict }) => verdict);
  const id = loaded.buildId === undefined ? "" : ` (build id ${toHex(loaded.buildId)})`;
  if (verdicts.includes("same")) return;
  if (verdicts.includes("unknown")) yield `  loaded${id}, from which file cannot be told\n`;
  else yield `  loaded from another file, or from one that has changed since${id}\n`;
}

export const which: Command<WhichFacts> = {
  name: "which",
  summary: "show the file of a module, or every file and why one counts",
  operands: "NAME...",
  options,
  notes,
  gather,
  view,
};
