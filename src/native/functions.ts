/**
 * The functions of native/ that every edition has, whatever engine binds them: see native/kmod_sys.h. Text is given as bytes
 * without NUL. Numbers below zero are negated errnos; above zero, codes of the library.
 */

declare const names: unique symbol;

/** A table of names. */
export interface Names {
  readonly [names]: never;
}

/** See native/kmod_sys.h. */
export interface NativeFunctions {
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
