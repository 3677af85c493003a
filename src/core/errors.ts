/**
 * The errors that core throws. One class for each thing a caller does differently; every one carries an errno
 * name, because the field speaks errno.
 */

/** errno names and the texts of strerror(3), in glibc's wording, which kmod's messages show. */
const ERRNO_TEXTS = {
  EPERM: "Operation not permitted",
  ENOENT: "No such file or directory",
  ESRCH: "No such process",
  EINTR: "Interrupted system call",
  EIO: "Input/output error",
  ENXIO: "No such device or address",
  ENOEXEC: "Exec format error",
  EBADF: "Bad file descriptor",
  EAGAIN: "Resource temporarily unavailable",
  ENOMEM: "Cannot allocate memory",
  EACCES: "Permission denied",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EXDEV: "Invalid cross-device link",
  ENODEV: "No such device",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
  EINVAL: "Invalid argument",
  ENFILE: "Too many open files in system",
  EMFILE: "Too many open files",
  ETXTBSY: "Text file busy",
  EFBIG: "File too large",
  ENOSPC: "No space left on device",
  ESPIPE: "Illegal seek",
  EROFS: "Read-only file system",
  EMLINK: "Too many links",
  EPIPE: "Broken pipe",
  ENAMETOOLONG: "File name too long",
  ENOSYS: "Function not implemented",
  ENOTEMPTY: "Directory not empty",
  ELOOP: "Too many levels of symbolic links",
  ENODATA: "No data available",
  EOVERFLOW: "Value too large for defined data type",
  EDQUOT: "Disk quota exceeded",
} as const;

export type Errno = keyof typeof ERRNO_TEXTS;

/** The text of strerror(3) for an errno name. */
export function errnoText(errno: Errno): string {
  return ERRNO_TEXTS[errno];
}

/** Whether a string is an errno name that `errnoText` knows. */
export function isErrno(name: string): name is Errno {
  return Object.hasOwn(ERRNO_TEXTS, name);
}

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

  constructor(operation: string, path: string, errno: Errno, detail?: string, cause?: unknown) {
    super(`${operation}${path === "" ? "" : ` '${path}'`}: ${detail ?? errnoText(errno)}`, errno, cause);
    this.operation = operation;
    this.path = path;
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
