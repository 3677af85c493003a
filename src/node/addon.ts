/** The native addon, loaded at first use. Everything but what it alone can do works without it. */

import { existsSync } from "node:fs";
import type { NativeFunctions } from "../native/functions.ts";
import { os } from "./builtin.ts";
import { packagePath } from "./package-root.ts";

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

/** See native/napi.c, and for the form of arguments and results functions.ts. */
export interface Addon extends NativeFunctions {
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
}

/** What became of loading it. */
interface Loaded {
  readonly addon: Addon | undefined;
  /** Why one that is there was not taken. */
  readonly failure?: string;
}

let loaded: Loaded | undefined;

function loadOnce(): Loaded {
  loaded ??= load();
  return loaded;
}

/** The addon, or undefined where this machine has none. */
export function findAddon(): Addon | undefined {
  return loadOnce().addon;
}

/**
 * Why the addon that is there cannot be used: built elsewhere, or damaged. Undefined where there is none, or all is
 * well.
 */
export function addonFailure(): string | undefined {
  return loadOnce().failure;
}

/**
 * The folder of the addon for this machine. Node says `arm` of an ARMv6 too, which would end at the first instruction
 * of an ARMv7.
 */
export function addonFolder(): string {
  const isOlder = process.arch === "arm" && os().machine().startsWith("armv6");
  return `linux-${isOlder ? "armv6" : process.arch}`;
}

/** One file serves glibc and musl. */
function load(): Loaded {
  const path = packagePath(`prebuilds/${addonFolder()}/kmod-ts.node`);
  if (!existsSync(path)) return { addon: undefined };
  try {
    // What require does for an addon, without what it takes to have a require.
    const module = { exports: {} };
    process.dlopen(module, path);
    return { addon: module.exports as Addon };
  } catch (error) {
    return { addon: undefined, failure: error instanceof Error ? error.message : String(error) };
  }
}
