/**
 * The errors that core throws. One class for each thing a caller does differently; every one carries an errno
 * name, because the field speaks errno.
 */

import { type Errno, errnoText } from "./errno.ts";

/** What every error of this project is. `errno` is the name that a C caller would have got. */
export class KmodError extends Error {
  override readonly name: string = "KmodError";
  readonly errno: Errno;

  constructor(message: string, errno: Errno, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.errno = errno;
  }
}

/** The platform said no: a system call, a missing library. */
export class SystemError extends KmodError {
  override readonly name: string = "SystemError";
  readonly operation: string;
  /** A byte string; empty where the operation has no path. */
  readonly path: string;
  /** What the errno does not say, e.g. what is missing and how to get it; undefined where it says all. */
  readonly detail: string | undefined;

  constructor(operation: string, path: string, errno: Errno, detail?: string, cause?: unknown) {
    super(`${operation}${path === "" ? "" : ` '${path}'`}: ${detail ?? errnoText(errno)}`, errno, cause);
    this.operation = operation;
    this.path = path;
    this.detail = detail;
  }
}

/** Bytes or text are malformed. */
export class FormatError extends KmodError {
  override readonly name: string = "FormatError";
  /** The file, a byte string. */
  readonly source: string;
  /** The message without the source and place before it, for messages that name the file in another way or not at all. */
  readonly detail: string;
  /** Byte offset, or line number for text; undefined where no place can be named. */
  readonly place: number | undefined;

  constructor(source: string, detail: string, errno: "ENOEXEC" | "EINVAL" | "ENODATA" = "EINVAL", place?: number) {
    super(`${source}${place === undefined ? "" : `:${place}`}: ${detail}`, errno);
    this.source = source;
    this.detail = detail;
    this.place = place;
  }
}

/** The command line is wrong. The message is complete, without a program name. */
export class UsageError extends KmodError {
  override readonly name: string = "UsageError";

  constructor(message: string) {
    super(message, "EINVAL");
  }
}
