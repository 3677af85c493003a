/**
 * `kmod-ts check`: whether a kernel would take module files, judged from files alone: machine, version magic, symbols with their
 * versions, licences and namespaces, signature, compression, parameters. Made for packages, CI and DKMS.
 */

import { MODULE_WITH_SYMBOLS } from "../core/elf/byte-source.ts";
import { expectModules } from "../core/elf/module-file.ts";
import { STANDARD_INPUT, withStandardInput } from "../core/elf/standard-input.ts";
import { FormatError, SystemError, UsageError } from "../core/errors.ts";
import { type Candidate, readCandidate } from "../core/fitness/candidate.ts";
import { Exporters } from "../core/fitness/exporters.ts";
import { judge } from "../core/fitness/judge.ts";
import { type KernelExports, readKernelImage, readSymvers } from "../core/fitness/kernel-exports.ts";
import { type Misfit, verdictOf } from "../core/fitness/misfit.ts";
import { readTarget, type TargetKernel } from "../core/fitness/target.ts";
import { releaseOf } from "../core/module/directory.ts";
import { runs } from "../core/module/running.ts";
import type { Platform } from "../core/platform.ts";
import type { Certificate } from "../core/signature/certificate.ts";
import { decodeCertificateFile } from "../core/signature/certificate-file.ts";
import { readFileOrPipe } from "../core/special-file.ts";
import type { CheckedFile, CheckFacts } from "./check-facts.ts";
import { viewCheck } from "./check-view.ts";
import type { Command, Context, OptionSpec, Reporter, Request } from "./command.ts";
import { openAnswerableDatabase } from "./configured-database.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import { moduleFilesOf } from "./module-files.ts";
import { allValues, helpOption, lastValue, quietOption, verboseOption } from "./options.ts";
import { unreadableReason } from "./reading-failure.ts";
import { systemOf, systemOptions } from "./system.ts";

/** Exit status for a file that the kernel would not take. */
const REFUSED = 3;
/** The one where nobody can tell. */
const UNTOLD = 1;

const options: readonly OptionSpec[] = [
  ...systemOptions.map((option) =>
    option.long === "set-version" ? { ...option, otherNames: [{ long: "kernel", deprecated: false }] } : option,
  ),
  { long: "symvers", argument: "FILE", text: "what the kernel exports, as its Module.symvers has it" },
  { long: "image", argument: "FILE", text: "take what the kernel exports from its image" },
  { long: "cert", argument: "FILE", text: "verify signatures with these certificates (PEM or DER)" },
  quietOption,
  verboseOption,
  { long: "json", text: "print JSON (see docs/json-output.md)" },
  helpOption,
];

const notes = `Exit status:
  0  the kernel would take all files
  3  it would not take at least one
  1  neither: it cannot be told, a file cannot be read, a directory has none, or the command line is wrong

Of a directory all module files below it are checked; - is a module on standard input. Of a file that cannot be read nothing
is said but that. Files that are checked together count as there for each other. What the kernel exports is taken from
Module.symvers of its headers, else from its image in /boot (x86), else learned from its other modules.
`;

function gather(request: Request, outer: Context): CheckFacts {
  if (request.operands.length === 0) throw new UsageError("name at least one module file or directory");
  const certificates = allValues(request, "cert").flatMap((path) =>
    decodeCertificateFile(path, readFileOrPipe(outer.platform.files, path)),
  );
  const system = systemOf(request, outer);
  const target = targetOf(request, outer, system);
  const read = readAll(request.operands, { ...outer, platform: withStandardInput(outer.platform) }, certificates);
  const candidates = read.flatMap(({ candidate }) => candidate ?? []);
  const exporters = new Exporters(system.platform, target, candidates, (path, error) => {
    tell(outer.report, `could not read the symbols of '${path}': ${unreadableReason(error)}`);
  });
  const files = read.map((file): CheckedFile => {
    if (file.candidate === undefined) return file;
    const misfits = judge(file.candidate, target, exporters, certificates.length > 0);
    return { ...file, misfits, verdict: verdictOf(misfits) };
  });
  for (const { verdict } of files) answer(verdict, outer.report);
  return { target, files };
}

/** A doubt is a failure to answer; a refusal is an answer, and outweighs it. */
function answer(verdict: CheckedFile["verdict"], report: Reporter): void {
  if (verdict === "refused") report.answer(REFUSED);
  else if (verdict === "unclear") report.answer(UNTOLD);
}

function targetOf(request: Request, { platform: outer, report }: Context, system: Context): TargetKernel {
  const { index, configuration } = openAnswerableDatabase(request, system);
  remarkOnDirectory(index.directory, system);
  const release = releaseOf(index.directory);
  const isRunning = system.platform === outer && runs(system.platform, release);
  const place = { release, index, configuration, isRunning, exports: chosenExports(request, outer) };
  return readTarget(system.platform, place, (problem) => {
    report.message("WARNING", `${problem.message}; looking elsewhere for what the kernel exports`);
  });
}

/** From the file that the user names, where there is one. */
function chosenExports(request: Request, platform: Platform): KernelExports | undefined {
  const [symvers, image] = [lastValue(request, "symvers"), lastValue(request, "image")];
  if (symvers !== undefined && image !== undefined) {
    throw new UsageError("--symvers and --image cannot be used together");
  }
  if (symvers !== undefined) return readSymvers(platform, symvers);
  return image === undefined ? undefined : readKernelImage(platform, image);
}

function readAll(
  operands: readonly string[],
  { platform, report }: Context,
  certificates: readonly Certificate[],
): readonly CheckedFile[] {
  const paths = operands.flatMap((operand) =>
    operand === STANDARD_INPUT
      ? operand
      : moduleFilesOf(platform.files, operand, ({ message }) => tell(report, message)),
  );
  const ahead = paths.filter((path) => path !== STANDARD_INPUT);
  expectModules(platform, ahead, MODULE_WITH_SYMBOLS);
  try {
    return paths.map((path) => readFile(platform, path, certificates, report));
  } finally {
    expectModules(platform, [], MODULE_WITH_SYMBOLS);
  }
}

/** A file that is no module is an answer; one that cannot be read is none. */
function readFile(
  platform: Platform,
  path: string,
  certificates: readonly Certificate[],
  report: Reporter,
): CheckedFile {
  try {
    const candidate: Candidate = readCandidate(platform, path, certificates);
    return { path, candidate, misfits: [], verdict: undefined, unread: undefined };
  } catch (error) {
    if (error instanceof FormatError) {
      const misfits: readonly Misfit[] = [{ kind: "file", weight: "refusal", text: unreadableReason(error) }];
      return { path, candidate: undefined, misfits, verdict: "refused", unread: undefined };
    }
    if (!(error instanceof SystemError)) throw error;
    const unread = unreadableReason(error);
    tell(report, `could not read '${path}': ${unread}`);
    return { path, candidate: undefined, misfits: [], verdict: undefined, unread };
  }
}

/** What cannot be read is a doubt, too: it may not hide that another file is refused. */
function tell(report: Reporter, text: string): void {
  report.message("ERROR", text);
  report.answer(UNTOLD);
}

export const check: Command<CheckFacts> = {
  name: "check",
  summary: "tell whether a kernel would take module files",
  operands: "FILE|DIR|-...",
  options,
  notes,
  gather,
  view: viewCheck,
};
