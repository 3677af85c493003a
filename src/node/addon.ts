/** The native addon, loaded at first use. Everything but what it alone can do works without it. */

import { existsSync } from "node:fs";
import { packagePath, requireFromPackage } from "./package-root.ts";

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
}

let loaded: { readonly addon: Addon | undefined } | undefined;

/** The addon, or undefined where this machine has none. */
export function findAddon(): Addon | undefined {
  loaded ??= { addon: load() };
  return loaded.addon;
}

/** A musl addon does not load on glibc and the other way round, so trying both costs less than asking which it is. */
function load(): Addon | undefined {
  for (const libc of ["glibc", "musl"]) {
    const path = `prebuilds/linux-${process.arch}-${libc}/kmod-ts.node`;
    if (!existsSync(packagePath(path))) continue;
    try {
      return requireFromPackage(path) as Addon;
    } catch {
      // Built for the other C library, or damaged: the caller says that there is no addon.
    }
  }
  return undefined;
}
