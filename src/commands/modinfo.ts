/** modinfo: what a module file, or the kernel image for a built-in, says of a module. See modinfo(8). */

import { toConfiguration } from "../core/config/configuration.ts";
import { errnoText, FormatError, KmodError } from "../core/errors.ts";
import { openModuleIndex } from "../core/index/module-index.ts";
import { createDatabase, type KnownModule, type ModuleDatabase } from "../core/module/database.ts";
import { type ModuleDescription, readModuleDescription } from "../core/module/description.ts";
import { absolutePath, moduleDirectory } from "../core/module/directory.ts";
import { mergeParameters } from "../core/module/parameters.ts";
import { hasModuleSuffix } from "../core/names.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { type ModinfoEvent, viewModinfo, wantedField } from "./modinfo-view.ts";
import { hasOption, lastValue, outputOptions, standardOptions } from "./options.ts";

const options: readonly OptionSpec[] = [
  { long: "author", short: "a", text: "print only the authors" },
  { long: "description", short: "d", text: "print only the description" },
  { long: "license", short: "l", text: "print only the license" },
  { long: "parameters", short: "p", text: "print only the parameters" },
  { long: "filename", short: "n", text: "print only the file name" },
  { long: "null", short: "0", text: "end each item with a NUL byte in place of a newline" },
  { long: "modname", short: "m", text: "operands are module names, not files or aliases" },
  { long: "field", short: "F", argument: "FIELD", text: "print only the values of this field" },
  { long: "set-version", short: "k", argument: "VERSION", text: "use this kernel release" },
  { long: "basedir", short: "b", argument: "DIR", text: "modules are in DIR/lib/modules" },
  ...standardOptions,
  ...outputOptions,
];

const NOTHING_KNOWN: ModuleDescription = { entries: [], buildId: undefined, signature: undefined };

function openDatabase(request: Request, { platform, report }: Context): ModuleDatabase {
  const directory = moduleDirectory(platform, {
    base: lastValue(request, "basedir"),
    version: lastValue(request, "set-version"),
  });
  const index = openModuleIndex(platform.files, directory, (error) => report.library("ERROR", "index", error.detail));
  return createDatabase(platform.files, index, toConfiguration([]));
}

/** Whether an operand is the path of a module file; anything else is looked up as a name. */
function isModuleFile({ platform }: Context, operand: string): boolean {
  if (!hasModuleSuffix(operand)) return false;
  try {
    return platform.files.status(operand).type === "file";
  } catch (error) {
    if (error instanceof KmodError) return false;
    throw error;
  }
}

function find(request: Request, context: Context, database: ModuleDatabase, operand: string): readonly KnownModule[] {
  const { platform, report } = context;
  if (hasOption(request, "modname")) {
    const named = database.lookUpName(operand);
    if (named.length === 0) report.message("ERROR", `Module name ${operand} not found.`);
    return named;
  }
  if (isModuleFile(context, operand)) return [database.fromPath(absolutePath(platform, operand))];
  const found = database.lookUp(operand);
  if (found === undefined) report.message("ERROR", `Module alias ${operand} not found.`);
  else if (found.length === 0) report.message("ERROR", `Module ${operand} not found.`);
  return found ?? [];
}

/** Reads what is known of a module; a failure is reported and gives undefined. */
function describe(context: Context, database: ModuleDatabase, module: KnownModule): ModuleDescription | undefined {
  try {
    if (module.path !== undefined) return readModuleDescription(context.platform, module.path);
    const entries = database.index.builtinModinfo(module.name);
    return entries === undefined ? NOTHING_KNOWN : { ...NOTHING_KNOWN, entries };
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    if (error instanceof FormatError) reportDetail(context, error);
    context.report.message("ERROR", `could not get modinfo from '${module.name}': ${errnoText(error.errno)}`);
    context.report.fail();
    return undefined;
  }
}

/** Functions of kmod's library that a message on compressed data names. */
const DECOMPRESSORS: Readonly<Record<string, string>> = {
  xz: "xz_uncompress_belch",
  zstd: "load_zstd",
  gzip: "load_zlib",
};

/** kmod's library says why data cannot be decompressed before the tool names the module. */
function reportDetail({ report }: Context, error: FormatError): void {
  const origin = DECOMPRESSORS[error.source];
  if (origin !== undefined) report.library("ERROR", origin, error.message);
}

function* describeAll(request: Request, context: Context): Iterable<ModinfoEvent> {
  const database = openDatabase(request, context);
  for (const operand of request.operands) {
    const modules = find(request, context, database, operand);
    if (modules.length === 0) context.report.fail();
    for (const module of modules) yield* describeOne(request, context, database, module);
    database.forget();
  }
}

function* describeOne(
  request: Request,
  context: Context,
  database: ModuleDatabase,
  module: KnownModule,
): Iterable<ModinfoEvent> {
  const { name, path } = module;
  const field = wantedField(request);
  yield { kind: "found", name, path };
  // The file name is known without the file: kmod answers -n for a missing or corrupt one.
  if (field === "filename") return;
  const description = describe(context, database, module);
  if (description === undefined) return;
  const { parameters, invalid } = mergeParameters(description.entries);
  yield { kind: "described", name, path, description, parameters };
  if (field === undefined || field === "parm") reportInvalid(context, invalid);
}

function reportInvalid({ report }: Context, invalid: readonly string[]): void {
  for (const text of invalid) report.message("ERROR", `Found invalid "${text}": missing ':'`);
}

export const modinfo: Command<Iterable<ModinfoEvent>> = {
  name: "modinfo",
  summary: "show what is known of a module",
  operands: "MODULE|FILE|ALIAS...",
  options,
  gather(request: Request, context: Context): Iterable<ModinfoEvent> {
    if (request.operands.length > 0) return describeAll(request, context);
    context.report.message("ERROR", "missing module or filename.");
    context.report.fail();
    return [];
  },
  view: (facts: Iterable<ModinfoEvent>, request: Request): Output => viewModinfo(facts, request),
};
