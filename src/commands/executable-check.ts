/**
 * Whether a program that links are to lead to starts here. Links to one that does not would take the place of tools
 * that do: a file system may forbid it, a copy be damaged.
 */

import { errnoText } from "../core/errno.ts";
import { KmodError, SystemError } from "../core/errors.ts";
import type { ByteSource, CommandEnd, FileSystem, Host } from "../core/platform.ts";

/** What an ELF header says of the machine; all of ours have the least significant byte first. */
export interface ElfMachine {
  readonly bits: 32 | 64;
  /** `e_machine`. */
  readonly number: number;
}

const HEADER_SIZE = 64;

/** "\x7fELF", and below it the class of 32 and 64 bits and the byte order. */
const MAGIC = 0x464c457f;
const CLASSES = { 32: 1, 64: 2 } as const;
const LITTLE_ENDIAN = 1;

/** Why a file is no executable for a machine as far as its ELF header says, or undefined. Throws SystemError. */
export function elfProblem(files: FileSystem, file: string, machine: ElfMachine): string | undefined {
  return files.withFile(file, (source) => headerProblem(source, machine));
}

function headerProblem(source: ByteSource, { bits, number }: ElfMachine): string | undefined {
  if (source.size < HEADER_SIZE) return "no ELF executable";
  const bytes = source.read(0, HEADER_SIZE);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return "no ELF executable";
  const isOurs = bytes[4] === CLASSES[bits] && bytes[5] === LITTLE_ENDIAN && view.getUint16(18, true) === number;
  if (!isOurs) return "made for another machine";
  return sectionsEnd(view, bits) > source.size ? "cut short" : undefined;
}

/** The table of sections stands at the end of what a linker writes. */
function sectionsEnd(view: DataView, bits: 32 | 64): number {
  const start = bits === 64 ? Number(view.getBigUint64(40, true)) : view.getUint32(32, true);
  const sizes = bits === 64 ? 58 : 46;
  return start + view.getUint16(sizes, true) * view.getUint16(sizes + 2, true);
}

const SECONDS = 10;

/** Exit statuses of the shell, beside those of a program that it starts. */
const ANOTHER_PROGRAM = 125;
const SIGNALLED = 128;
const KILLED = 9;

/**
 * Asks the program for its version, as the shell would start it. A shell runs what the kernel refuses as a script, and
 * an empty script ends well, so that only the answer tells. It says nothing itself, and waits no longer than it can.
 */
function question(file: string): string {
  const program = `'${file.replace(/'/g, "'\\''")}'`;
  return [
    "exec 2>/dev/null </dev/null",
    `limit=; if command -v timeout >/dev/null; then limit='timeout -s KILL ${SECONDS}'; fi`,
    `version=$($limit ${program} --version) || exit`,
    `case $version in 'kmod-ts '[0-9]*'compatible with kmod '*) ;; *) exit ${ANOTHER_PROGRAM}; esac`,
  ].join("\n");
}

/** Why a program of ours does not start, or undefined where it does. `file` is absolute. Throws SystemError. */
export function whyNotStarted(host: Host, file: string): string | undefined {
  return explanation(host.runShell(question(file), {}));
}

function explanation(end: CommandEnd): string | undefined {
  if (end.kind === "signal") return `killed by signal ${end.signal}`;
  const { status } = end;
  if (status === 0) return undefined;
  if (status === ANOTHER_PROGRAM) return "it does not answer as kmod-ts";
  if (status === SIGNALLED + KILLED) return `killed, or no answer within ${SECONDS} seconds`;
  return status > SIGNALLED ? `killed by signal ${status - SIGNALLED}` : `exit status ${status}`;
}

/** What `look` says is wrong with a file, where the file cannot be looked at too. Throws what is no SystemError. */
export function problemOf(look: () => string | undefined): string | undefined {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return error.detail ?? errnoText(error.errno);
  }
}

/** The message about a program that cannot be had. */
export function cannotStart(file: string, why: string): string {
  return `'${file}' cannot be started here (${why})`;
}

/** Throws a KmodError where a program of ours does not start; `before` is what has been tried before it. */
export function checkStarts(host: Host, file: string, before?: string): void {
  const why = whyNotStarted(host, file);
  if (why === undefined) return;
  const reason = before === undefined ? "" : `${before}; `;
  throw new KmodError(`nothing was linked: ${reason}${cannotStart(file, why)}`, "ENOEXEC");
}
