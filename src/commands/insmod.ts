/** insmod: one module file into the kernel, without its dependencies. See insmod(8). */

import { decodeUtf8 } from "../core/bytes.ts";
import { type Errno, errnoText } from "../core/errno.ts";
import { KmodError, SystemError, UsageError } from "../core/errors.ts";
import { type FileInsertion, insertBytes, insertFile } from "../core/module/insert-file.ts";
import { joinParameters } from "../core/module/option-string.ts";
import { moduleNameOfPath } from "../core/names.ts";
import type { Command, Context, OptionSpec, Output, Request } from "./command.ts";
import { forcingOf, forcingOptions } from "./forcing.ts";
import { insertionFailure } from "./insertion-failure.ts";
import { jsonOption, standardOptions } from "./options.ts";
import { chosenForm } from "./output-form.ts";
import { type NewRecords, Refusals } from "./refusal.ts";
import { refusalsJson } from "./refusal-json.ts";
import { applyVerbosity, verbosityOptions } from "./verbosity.ts";

/** What was asked for and what came of it; undefined where nothing was. */
export interface InsmodFacts {
  readonly insertion: FileInsertion;
  readonly done: boolean;
  readonly refusals: Pick<Refusals, "failures" | "notes">;
}

/** The operand that stands for the standard input. */
const STANDARD_INPUT = "-";

/** kmod's own texts for what the kernel answers; everything else is strerror(3)'s. */
const TEXTS: Readonly<Partial<Record<Errno, string>>> = {
  ENOEXEC: "Invalid module format",
  ENOENT: "Unknown symbol in module",
  ESRCH: "Module has wrong symbol version",
  EINVAL: "Invalid parameters",
  // A pipe or FIFO.
  ESPIPE: errnoText("EPERM"),
};

const options: readonly OptionSpec[] = [...forcingOptions, ...verbosityOptions, ...standardOptions, jsonOption];

function gather(request: Request, context: Context): InsmodFacts | undefined {
  applyVerbosity(request, context);
  const [file, ...parameters] = request.operands;
  if (file === undefined) throw new UsageError("missing filename.");
  const insertion = { path: file, options: joinParameters(parameters), forcing: forcingOf(request) };
  const refusals = new Refusals(context, request);
  const done = refusals.watching((records) => insert(insertion, context, refusals, records));
  return { insertion, done, refusals };
}

function insert(insertion: FileInsertion, context: Context, refusals: Refusals, records: NewRecords): boolean {
  const { platform, report } = context;
  const { path, options } = insertion;
  const module = moduleNameOfPath(path);
  const attempt = { module, path: path === STANDARD_INPUT ? undefined : path, options, records };
  try {
    if (path === STANDARD_INPUT) {
      insertBytes(platform, insertion, platform.host.readInput());
    } else {
      platform.files.status(path);
      insertFile(platform, insertion, (text) => report.library("ERROR", "get_kernel_compression", text));
    }
    refusals.inserted(attempt);
    return true;
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    const message = complain(path, error, context);
    refusals.insertion({ module, errno: error.errno, message }, attempt, error);
    return false;
  }
}

/** Returns the message that names the file. */
function complain(path: string, error: KmodError, { report }: Context): string {
  report.fail();
  const isUnseen = error instanceof SystemError && error.operation === "stat";
  const failure = isUnseen ? undefined : insertionFailure(error);
  if (failure !== undefined) report.message("ERROR", failure);
  const message = isUnseen
    ? `could not load module ${path}: ${errnoText(error.errno)}`
    : `could not insert module ${path}: ${TEXTS[error.errno] ?? errnoText(error.errno)}`;
  report.message("ERROR", message);
  return message;
}

/** Without a word, but for --json. */
function view(facts: InsmodFacts | undefined, request: Request): Output {
  if (facts === undefined || chosenForm(request, ["json"]) !== "json") return { kind: "text", pieces: [] };
  const { insertion, done, refusals } = facts;
  const asked = { file: decodeUtf8(insertion.path), options: decodeUtf8(insertion.options), done };
  return { kind: "json", value: { schemaVersion: 1, ...asked, ...refusalsJson(refusals) } };
}

export const insmod: Command<InsmodFacts | undefined> = {
  name: "insmod",
  summary: "insert one module file, without what it depends on",
  operands: "FILE|- [PARAMETER=VALUE]...",
  options,
  nextOperand: ({ operands }) => (operands.length === 0 ? ["module file"] : ["parameter"]),
  gather,
  view,
};
