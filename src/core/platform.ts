/**
 * The only door out of the core: types for everything that the disk, the kernel, the terminal and the
 * environment can say. Every method is synchronous. No descriptor, promise or stream crosses it.
 *
 * Paths, arguments, environment values and output are byte strings (see bytes.ts): one code unit per byte.
 * Failure is always a `SystemError` (a codec given bad bytes: `FormatError`). What an implementation cannot do
 * throws `SystemError` with `ENOSYS`.
 */

export interface Platform {
  readonly files: FileSystem;
  readonly kernel: Kernel;
  readonly host: Host;
  readonly codecs: Codecs;
  /** Where it is missing, module files are decompressed one by one, when they are opened. */
  readonly images?: Images;
  readonly drawing: Drawing;
}

export type FileType = "file" | "directory" | "link" | "other";

export interface DirectoryEntry {
  /** Base name, a byte string; never `.` or `..`. */
  readonly name: string;
  readonly type: FileType;
}

/** What a device node stands for. */
export interface DeviceNumber {
  readonly kind: "block" | "char";
  readonly major: number;
  readonly minor: number;
}

export interface FileStatus {
  readonly type: FileType;
  /** Bytes; 0 for the virtual files of /proc and /sys. */
  readonly size: number;
  /** Permission bits, without the file type. */
  readonly mode: number;
  /** When the content was last changed: nanoseconds since 1970. */
  readonly modified: bigint;
  /** Of device nodes only. */
  readonly device?: DeviceNumber;
}

/** Random access to the bytes of a file or of an image in memory. */
export interface ByteSource {
  /** Where the bytes come from, for messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Many small reads at either end cost nothing, because these are in memory. */
  readonly hasEnds?: boolean;
  /** Exactly `length` bytes from `offset`; a range outside the source throws `FormatError`. */
  read(offset: number, length: number): Uint8Array;
}

/** How many of a file's first and last bytes, and up to which size all of them. */
export interface FileEnds {
  readonly head: number;
  readonly tail: number;
  readonly whole: number;
}

export interface FileSystem {
  /** The whole file, also where its reported size is 0 (/proc, /sys). */
  read(path: string): Uint8Array;
  /** Opens a file for the time of one call; neither the source nor bytes read from it may be used after `use` returns. */
  withFile<Result>(path: string, use: (file: ByteSource) => Result): Result;
  /**
   * Says which files `withFile` will open next, in this order, and how much of their ends will be read, in place of what
   * was said before; none: that was all. Only speed depends on it, so that an implementation may do without. What is
   * wrong with a file shows in `withFile`, which may have opened it at any time since.
   */
  expect?(paths: readonly string[], ends: FileEnds): void;
  /** Entries in the order in which the kernel returns them; whoever needs another order sorts. */
  list(directory: string): readonly DirectoryEntry[];
  /** Follows symbolic links. */
  status(path: string): FileStatus;
  /** Whether a path leads to anything, through symbolic links. A question that is often answered with no, and costs no error then. */
  exists(path: string): boolean;
  /**
   * What tells these files' present state from any other, as file-identity.ts describes. Follows symbolic links; throws nothing. Where it
   * is missing, nothing can be remembered of files.
   */
  identify?(paths: readonly string[]): Float64Array;
  readLink(path: string): string;
  /** Writes a new file and syncs it; EEXIST if anything has that name. `mode` is subject to the umask. */
  create(path: string, bytes: Uint8Array, mode: number): void;
  /** Writes into something that exists and cannot be replaced by renaming: a device, a pipe. */
  overwrite(path: string, bytes: Uint8Array): void;
  /** Makes a symbolic link at `path` with the text `target`; EEXIST if anything has that name. */
  link(target: string, path: string): void;
  makeDirectory(path: string, mode: number): void;
  /** Sets the permission bits, whatever the umask. */
  setMode(path: string, mode: number): void;
  /** Replaces `to`; syncs the directory, unless it is said that another `rename` in it follows. */
  rename(from: string, to: string, more?: "more follow"): void;
  /** Removes a file or a symbolic link. */
  remove(path: string): void;
}

/** How the kernel is to take a module file; the flags of finit_module(2). */
export interface InsertFlags {
  readonly ignoreModversions: boolean;
  readonly ignoreVermagic: boolean;
  /** The kernel decompresses the file by itself. */
  readonly compressed: boolean;
}

/** The running kernel. What cannot be asked here, for want of the addon, is `SystemError` (ENOSYS) with how to get it. */
export interface Kernel {
  /** The release of the running kernel, as `uname -r` prints it. */
  release(): string;
  /** finit_module(2) of the file at `path`; `options` as `NAME=VALUE` words. Returns when the module's init has. */
  insertFile(path: string, options: string, flags: InsertFlags): void;
  /** init_module(2) of an ELF image. */
  insertImage(image: Uint8Array, options: string): void;
  /** delete_module(2), which never waits; `force` also where the module is in use, if the kernel was built for that. */
  removeModule(name: string, force: boolean): void;
  /**
   * Runs `use`, which may at any time ask for the records that the kernel has logged since it began and not given yet,
   * as /dev/kmsg has them. Where the log cannot be read, there are none.
   */
  watchLog<Result>(use: (newRecords: () => readonly string[]) => Result): Result;
}

export type OutputStream = "out" | "err";

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "signal"; readonly signal: number };

/** Which of the two programs this is. */
export type Edition = "node" | "static";

export interface Host {
  edition(): Edition;
  /** What the kernel calls this machine's processor for this process, as `uname -m` prints it: `x86_64`, `armv7l`. */
  machine(): string;
  /** The value of an environment variable, or undefined when it is not set. */
  environment(name: string): string | undefined;
  /** Absolute path of the program file as it was started; a link that was followed to reach it may be named instead. */
  programPath(): string;
  /** Absolute path of the current directory; `$PWD` where that names the same directory. */
  workingDirectory(): string;
  /** All that standard input has until its end, whatever it is: a file, a pipe, a socket. */
  readInput(): Uint8Array;
  /** Writes all of a byte string; EPIPE when the reader has gone, ENOSPC on a full device. */
  write(stream: OutputStream, text: string): void;
  isTerminal(stream: OutputStream): boolean;
  /**
   * The columns of the terminal that the stream is; undefined for anything else, and for a terminal that does not say.
   */
  terminalWidth(stream: OutputStream): number | undefined;
  /** Sends one message to the system log (facility daemon). `severity` is syslog's 0 to 7. */
  syslog(identity: string, severity: number, message: string): void;
  /**
   * Runs `/bin/sh -c COMMAND` with the streams of this process and waits for its end. `environment` (byte strings) is added
   * to that of this process.
   */
  runShell(command: string, environment: Readonly<Record<string, string>>): CommandEnd;
  /** Milliseconds from some point in the past; never goes back. */
  monotonicTime(): number;
  /** Sleeps for so many milliseconds. */
  pause(milliseconds: number): void;
}

export type Compression = "gzip" | "xz" | "zstd";

export interface Codecs {
  /**
   * All of the decompressed bytes. Bad input throws `FormatError` with the format as its source; a missing library
   * `SystemError` (ENOSYS) of the operation `decompress` with the format as its path, whose message says what is missing.
   */
  decompress(format: Compression, bytes: Uint8Array): Uint8Array;
}

/** Module files whose images are made before they are asked for. Only speed depends on it. */
export interface Images {
  /**
   * Says which files `withImage` will be asked for next, in this order, in place of what was said before; none: that was
   * all.
   */
  expect(paths: readonly string[]): void;
  /**
   * Calls `use` with the uncompressed image of the file that comes next; neither the image nor bytes read from it may be used after `use` returns. Undefined for any
   * other file, and for one that cannot be read or decompressed, which is for `FileSystem` and `Codecs` to say.
   */
  withImage<Result>(path: string, use: (image: ByteSource) => Result): [Result] | undefined;
}

export interface Column {
  readonly title: string;
  /**
   * How much the column matters, 1 the most. Where a table is too wide, the columns that matter least are made narrower
   * first, and where that is not enough they are left out first.
   */
  readonly rank: number;
  /** Numbers are aligned to the right and never broken. */
  readonly number?: true;
  /** Columns of a terminal below which it is of no use; longer than its longest text it need not be. 8 if not given. */
  readonly least?: number;
}

/**
 * A byte string; several, one a line; or what is cut where it does not fit into one line (a signature), while other
 * text goes on in the next one.
 */
export type Cell = string | readonly string[] | { readonly cut: string };

export interface Table {
  readonly columns: readonly Column[];
  /** One row a record, one cell a column. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableStyle {
  readonly colour: boolean;
  /** Columns of a terminal, which no line may exceed. */
  readonly width: number;
}

export interface Drawing {
  /** A boxed table as a byte string ending in a newline. */
  table(table: Table, style: TableStyle): string;
  /** A picture of a graph given in the dot language, as SVG text. */
  svg(dot: string): string;
}
