/** The native addon, loaded at first use. Everything but what it alone can do works without it. */

import { existsSync } from "node:fs";
import { packagePath, requireFromPackage } from "./package-root.ts";

declare const batch: unique symbol;

/** A batch of files that is being read. */
export interface Batch {
  readonly [batch]: never;
}

declare const ahead: unique symbol;

/** Files that a thread opens one after the other. */
export interface OpenedAhead {
  readonly [ahead]: never;
}

declare const names: unique symbol;

/** A table of names. */
export interface Names {
  readonly [names]: never;
}

/** See native/napi.c. Text is given as bytes without NUL. Numbers below zero are negated errnos; above zero, codes of the library. */
export interface Addon {
  /** Decompressed bytes, -errno, or liblzma's `lzma_ret`. At most `limit` bytes. */
  decompressXz(bytes: Uint8Array, limit: number): Uint8Array | number;
  /** Decompressed bytes, -errno, or the text of the failure. At most `limit` bytes. */
  decompressZstd(bytes: Uint8Array, limit: number): Uint8Array | number | string;
  /** syslog(3) with facility daemon. */
  syslog(identity: Uint8Array, severity: number, message: Uint8Array): void;
  /** finit_module(2) of the file at a path: 0 or -errno, which may also be that of opening it. */
  insertFile(path: Uint8Array, options: Uint8Array, flags: number): number;
  /** init_module(2): 0 or -errno. */
  insertImage(image: Uint8Array, options: Uint8Array): number;
  /** delete_module(2): 0 or -errno. `flags` are O_NONBLOCK and O_TRUNC. */
  removeModule(name: Uint8Array, flags: number): number;
  /**
   * Runs `/bin/sh -c COMMAND` to its end: the status of wait(2), or -errno. `environment` holds additions, `NAME=VALUE` each with
   * a NUL behind it.
   */
  runShell(command: Uint8Array, environment: Uint8Array): number;
  /**
   * A descriptor of /dev/kmsg, or -errno. A read gives one record that was logged after the opening, or throws EAGAIN.
   * The caller closes it.
   */
  openKernelLog(): number;
  /**
   * Begins to read and decompress the files at `paths` (each ends in NUL) in so many threads, ahead of the reader by at
   * most `limit` bytes of images; one image has at most `largest`. A negated errno where that cannot begin.
   */
  batchOpen(paths: Uint8Array, threads: number, limit: number, largest: number): Batch | number;
  /** Size of the next file's image, or -errno where that file has none; -ENODATA after the last. */
  batchNext(batch: Batch): number;
  /** Fills `into` with what the image that was taken last has at `offset`. Outside of it throws `RangeError`. */
  batchRead(batch: Batch, offset: number, into: Uint8Array): void;
  /** Ends the threads and frees everything; may be repeated. */
  batchClose(batch: Batch): void;
  /**
   * Begins to open the files at `paths` (each ends in NUL) in a thread, and to read them: all of a file of up to `whole` bytes, of a larger one the
   * first `head` and the last `tail` bytes. They go into `memory`, which belongs to the thread until `aheadClose`: one file after the other into slots that have room for
   * any, then from the first slot again. A negated errno where that cannot begin.
   */
  aheadOpen(paths: Uint8Array, head: number, tail: number, whole: number, memory: Uint8Array): OpenedAhead | number;
  /**
   * Takes the next file, after which the last one must not be read any more, nor its slot: its size, or -errno where it is none
   * that can be read; -ENODATA after the last. The slot holds the whole file, or its first bytes and from `head` on its last
   * ones.
   */
  aheadNext(ahead: OpenedAhead): number;
  /** Reads of the file that was taken last: how many bytes there were, or -errno. */
  aheadRead(ahead: OpenedAhead, offset: number, into: Uint8Array): number;
  /**
   * The entries of a directory in the kernel's order, without `.` and `..`: each a letter for its type (`f`, `d`, `l`; `o` for anything else), its
   * name, a NUL. A negated errno where it cannot be read.
   */
  listDirectory(path: Uint8Array): Uint8Array | number;
  /** Seven numbers for each of the files at `paths` (each ends in NUL): see core/file-identity.ts. */
  identify(paths: Uint8Array): Float64Array;
  /** Ends the thread and closes everything; may be repeated. */
  aheadClose(ahead: OpenedAhead): void;
  /**
   * A binary index. Keys and values are strings one behind the other, where each of them begins (32-bit numbers of this machine, one more than there are
   * strings), and how many there are; then for each key the number of its value, and its priority, as 32-bit numbers. A negated errno: EILSEQ for a byte above 0x7f, EFBIG for more than
   * 256 MiB.
   */
  encodeTrie(
    keys: Uint8Array,
    keyStarts: Uint8Array,
    keyCount: number,
    values: Uint8Array,
    valueStarts: Uint8Array,
    valueCount: number,
    valueNumbers: Uint8Array,
    priorities: Uint8Array,
  ): Uint8Array | number;
  /** A table of names with these strings, passed as above, to begin with; a negated errno where that cannot be. */
  namesOpen(bytes: Uint8Array, starts: Uint8Array, count: number): Names | number;
  /**
   * Puts the numbers of `count` names into `numbers`: of those that begin at `offsets` (both of them 32-bit numbers) in `bytes` and end before the next NUL. How
   * long these are together, or a negated errno; E2BIG where that is more than `limit`.
   */
  namesAdd(
    names: Names,
    bytes: Uint8Array,
    offsets: Uint8Array,
    count: number,
    numbers: Uint8Array,
    limit: number,
  ): number;
  /** All names, one behind the other. */
  namesBytes(names: Names): Uint8Array;
  /** Where each of them begins, and the last one ends: 32-bit numbers. */
  namesStarts(names: Names): Uint8Array;
  /** Frees everything; may be repeated. */
  namesClose(names: Names): void;
}

let loaded: { readonly addon: Addon | undefined } | undefined;

/** The addon, or undefined where this machine has none. */
export function findAddon(): Addon | undefined {
  loaded ??= { addon: load() };
  return loaded.addon;
}

/** One file serves glibc and musl. */
function load(): Addon | undefined {
  const path = `prebuilds/linux-${process.arch}/kmod-ts.node`;
  if (!existsSync(packagePath(path))) return undefined;
  try {
    return requireFromPackage(path) as Addon;
  } catch {
    // Built elsewhere, or damaged: the caller says that there is no addon.
    return undefined;
  }
}
