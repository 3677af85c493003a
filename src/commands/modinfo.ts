/** modinfo: what a module file, or the kernel image for a built-in, says of a module. See modinfo(8). */

import { toConfiguration } from "../core/config/configuration.ts";
import { MODULE_ENDS } from "../core/elf/byte-source.ts";
import { joinModinfo, splitModinfo } from "../core/elf/modinfo.ts";
import { decodeParameterEntries } from "../core/elf/modinfo-bytes.ts";
import { expectModules } from "../core/elf/module-file.ts";
import { STANDARD_INPUT, withStandardInput } from "../core/elf/standard-input.ts";
import { errnoText } from "../core/errno.ts";
import { FormatError, KmodError } from "../core/errors.ts";
import { openModuleIndex } from "../core/index/module-index.ts";
import { createDatabase, type KnownModule, type ModuleDatabase } from "../core/module/database.ts";
import { type ModuleParts, readModuleParts } from "../core/module/description.ts";
import { absolutePath, moduleDirectory } from "../core/module/directory.ts";
import { mergeParameters } from "../core/module/parameters.ts";
import { hasModuleSuffix } from "../core/names.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { indexProblemReporter } from "./index-problem.ts";
import { type ModinfoEvent, viewModinfo, wantedField } from "./modinfo-view.ts";
import { hasOption, lastValue, outputOptions, standardOptions } from "./options.ts";
import { decompressionFailure } from "./reading-failure.ts";

/** What most modules say of themselves; any other key will do too. */
const FIELDS: readonly string[] = [
  ...["alias", "author", "depends", "description", "filename", "firmware", "import_ns", "intree", "license", "name"],
  ...["parm", "retpoline", "sig_hashalgo", "sig_id", "sig_key", "signature", "signer", "softdep", "srcversion"],
  ...["vermagic", "version", "weakdep"],
];

const options: readonly OptionSpec[] = [
  { long: "author", short: "a", text: "print only the authors" },
  { long: "description", short: "d", text: "print only the description" },
  { long: "license", short: "l", text: "print only the license" },
  { long: "parameters", short: "p", text: "print only the parameters" },
  { long: "filename", short: "n", text: "print only the file name" },
  { long: "null", short: "0", text: "end each item with a NUL byte in place of a newline" },
  { long: "modname", short: "m", text: "operands are module names, not files or aliases" },
  { long: "field", short: "F", argument: "FIELD", values: FIELDS, text: "print only the values of this field" },
  { long: "set-version", short: "k", argument: "VERSION", text: "use this kernel release" },
  { long: "basedir", short: "b", argument: "DIR", text: "modules are in DIR/lib/modules" },
  ...standardOptions,
  ...outputOptions,
];

const NOTHING_KNOWN: ModuleParts = { modinfo: "", buildId: undefined, signature: undefined };

interface Run {
  readonly request: Request;
  readonly context: Context;
  readonly database: ModuleDatabase;
}

function openDatabase(request: Request, { platform, report }: Context): ModuleDatabase {
  const directory = moduleDirectory(platform, {
    base: lastValue(request, "basedir"),
    version: lastValue(request, "set-version"),
  });
  const index = openModuleIndex(platform.files, directory, indexProblemReporter(report));
  return createDatabase(platform.files, index, toConfiguration([]));
}

/** A module and what reading it came to. */
interface Reading {
  readonly module: KnownModule;
  readonly outcome: ModuleParts | KmodError;
}

function isRegularFile({ platform }: Context, path: string): boolean {
  try {
    return platform.files.status(path).type === "file";
  } catch (error) {
    if (error instanceof KmodError) return false;
    throw error;
  }
}

/**
 * The module of an operand that is the path of a module file; undefined: it is to be looked up as a name. A file is
 * opened without looking first, which for the files of a whole tree is a tenth of the time.
 */
function readOperandFile(run: Run, operand: string): Reading | undefined {
  if (hasOption(run.request, "modname")) return undefined;
  if (operand === STANDARD_INPUT) return readStandardInput(run);
  if (!hasModuleSuffix(operand)) return undefined;
  const module = run.database.fromPath(absolutePath(run.context.platform, operand));
  const outcome = readModule(run, module);
  const sound = !(outcome instanceof KmodError) && outcome !== NOTHING_KNOWN;
  if (sound || isRegularFile(run.context, operand)) return { module, outcome };
  run.database.forget();
  return undefined;
}

/** The module on standard input, by the name that it gives itself. */
function readStandardInput(run: Run): Reading {
  const module = { name: STANDARD_INPUT, alias: undefined, path: STANDARD_INPUT };
  const outcome = readModule(run, module);
  if (outcome instanceof KmodError) return { module, outcome };
  const stated = splitModinfo(outcome.modinfo).find(({ key }) => key === "name")?.value;
  return { module: { ...module, name: stated ?? module.name }, outcome };
}

/** The modules that a name stands for. None is an error that is reported. */
function lookUp({ request, context, database }: Run, name: string): readonly KnownModule[] {
  const plain = hasOption(request, "modname");
  const found = plain ? database.lookUpName(name) : database.lookUp(name);
  if (found !== undefined && found.length > 0) return found;
  const what = plain ? "Module name" : found === undefined ? "Module alias" : "Module";
  context.report.message("ERROR", `${what} ${name} not found.`);
  context.report.fail();
  return [];
}

/** What is known of a module, as far as the request needs it: kmod tells the path of a file without opening it. */
function readModule({ request, context, database }: Run, module: KnownModule): ModuleParts | KmodError {
  if (wantedField(request) === "filename") return NOTHING_KNOWN;
  try {
    if (module.path !== undefined) return readModuleParts(context.platform, module.path);
    const entries = database.index.builtinModinfo(module.name);
    return entries === undefined ? NOTHING_KNOWN : { ...NOTHING_KNOWN, modinfo: joinModinfo(entries) };
  } catch (error) {
    if (error instanceof KmodError) return error;
    throw error;
  }
}

/** kmod's library says why data cannot be decompressed, or strings not found, before the tool names the module. */
function reportDetail({ report }: Context, { path }: KnownModule, error: KmodError): void {
  const failure = decompressionFailure(error);
  if (failure !== undefined) report.library("ERROR", failure.origin, failure.text);
  else if (path === undefined && error instanceof FormatError) {
    report.library("ERROR", "get_strings", `get_strings: ${error.detail}`);
  }
}

function reportFailure({ context }: Run, module: KnownModule, error: KmodError): void {
  reportDetail(context, module, error);
  context.report.message("ERROR", `could not get modinfo from '${module.name}': ${errnoText(error.errno)}`);
  context.report.fail();
}

/** Says which files will be opened; others may come between. */
function expectOperands({ request, context: { platform } }: Run): void {
  if (hasOption(request, "modname") || wantedField(request) === "filename") return;
  const paths = request.operands.filter(hasModuleSuffix).map((operand) => absolutePath(platform, operand));
  expectModules(platform, paths, MODULE_ENDS);
}

function* describeAll(run: Run): Iterable<ModinfoEvent> {
  expectOperands(run);
  try {
    for (const operand of run.request.operands) yield* describeOperand(run, operand);
  } finally {
    expectModules(run.context.platform, [], MODULE_ENDS);
  }
}

function* describeOperand(run: Run, operand: string): Iterable<ModinfoEvent> {
  const reading = readOperandFile(run, operand);
  if (reading !== undefined) yield* describeOne(run, reading);
  else for (const module of lookUp(run, operand)) yield* describeOne(run, { module });
  run.database.forget();
}

function* describeOne(
  run: Run,
  { module, outcome }: Partial<Reading> & Pick<Reading, "module">,
): Iterable<ModinfoEvent> {
  const { name, path } = module;
  const field = wantedField(run.request);
  yield { kind: "found", name, path };
  const description = outcome ?? readModule(run, module);
  if (description instanceof KmodError) return reportFailure(run, module, description);
  const { parameters, invalid } = mergeParameters(decodeParameterEntries(description.modinfo));
  yield { kind: "described", name, path, description, parameters };
  if (field !== undefined && field !== "parm") return;
  for (const text of invalid) run.context.report.message("ERROR", `Found invalid "${text}": missing ':'`);
}

export const modinfo: Command<Iterable<ModinfoEvent> | undefined> = {
  name: "modinfo",
  summary: "show what is known of a module",
  operands: "MODULE|FILE|ALIAS...",
  options,
  gather(request: Request, context: Context): Iterable<ModinfoEvent> | undefined {
    if (request.operands.length > 0) {
      const database = openDatabase(request, context);
      return describeAll({ request, database, context: { ...context, platform: withStandardInput(context.platform) } });
    }
    context.report.message("ERROR", "missing module or filename.");
    context.report.fail();
    return undefined;
  },
  view: (facts: Iterable<ModinfoEvent> | undefined, request: Request): Output => viewModinfo(facts, request),
};
