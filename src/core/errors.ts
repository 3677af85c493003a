/**
 * The errors that core throws. One class for each thing a caller does differently; every one carries an errno
 * name, because the field speaks errno, and a `code` as Node's own errors have, to tell them apart by. See
 * docs/library.md.
 */

import { type Errno, errnoText } from "./errno.ts";

/** What `code` is where no system call failed: the bytes of a file, or what was asked, are at fault. */
export type KmodErrorCode = "ERR_KMOD_FORMAT" | "ERR_KMOD_USAGE";

/** What every error of this project is. `errno` is the name that a C caller would have got. */
export class KmodError extends Error {
  override readonly name: string = "KmodError";
  /** A name, where Node's errors have a number. */
  readonly errno: Errno;
  /** As Node's errors have it: the errno, or one of our own. */
  readonly code: Errno | KmodErrorCode;

  constructor(message: string, errno: Errno, cause?: unknown, code: Errno | KmodErrorCode = errno) {
    super(message, cause === undefined ? undefined : { cause });
    this.errno = errno;
    this.code = code;
  }
}

/** The operations that are no system calls, and those that Node calls by the name of one. */
const SYSTEM_CALLS: Readonly<Record<string, string | undefined>> = {
  create: "open",
  list: "opendir",
  remove: "unlink",
  decode: undefined,
  decompress: undefined,
  draw: undefined,
  find: undefined,
  follow: undefined,
  run: undefined,
};

/** Which call of an operation failed is known where the engine says it: reading a file begins with opening it. */
function systemCall(operation: string, cause: unknown): string | undefined {
  const { syscall } = (cause ?? {}) as { readonly syscall?: unknown };
  if (typeof syscall === "string") return syscall;
  return operation in SYSTEM_CALLS ? SYSTEM_CALLS[operation] : operation;
}

/** The platform said no: a system call, a missing library. */
export class SystemError extends KmodError {
  override readonly name: string = "SystemError";
  declare readonly code: Errno;
  readonly operation: string;
  /** The system call by the name that Node's errors have for it; undefined where the operation is none. */
  readonly syscall: string | undefined;
  /** A byte string; empty where the operation has no path. */
  readonly path: string;
  /** What the errno does not say, e.g. what is missing and how to get it; undefined where it says all. */
  readonly detail: string | undefined;

  constructor(operation: string, path: string, errno: Errno, detail?: string, cause?: unknown) {
    super(`${operation}${path === "" ? "" : ` '${path}'`}: ${detail ?? errnoText(errno)}`, errno, cause);
    this.operation = operation;
    this.syscall = systemCall(operation, cause);
    this.path = path;
    this.detail = detail;
  }
}

/** Bytes or text are malformed. */
export class FormatError extends KmodError {
  override readonly name: string = "FormatError";
  declare readonly code: "ERR_KMOD_FORMAT";
  /** The file, a byte string. */
  readonly source: string;
  /** The message without the source and place before it, for messages that name the file in another way or not at all. */
  readonly detail: string;
  /** Byte offset, or line number for text; undefined where no place can be named. */
  readonly place: number | undefined;

  constructor(source: string, detail: string, errno: "ENOEXEC" | "EINVAL" | "ENODATA" = "EINVAL", place?: number) {
    super(`${source}${place === undefined ? "" : `:${place}`}: ${detail}`, errno, undefined, "ERR_KMOD_FORMAT");
    this.source = source;
    this.detail = detail;
    this.place = place;
  }
}

/** The command line is wrong. The message is complete, without a program name. */
export class UsageError extends KmodError {
  override readonly name: string = "UsageError";
  declare readonly code: "ERR_KMOD_USAGE";

  constructor(message: string) {
    super(message, "EINVAL", undefined, "ERR_KMOD_USAGE");
  }
}
