/** The native addon, loaded at first use. Everything but what it alone can do works without it. */

import { existsSync } from "node:fs";
import { packagePath, requireFromPackage } from "./package-root.ts";

/** See native/napi.c. Numbers below zero are negated errnos; above zero, codes of the library. */
export interface Addon {
  /** Decompressed bytes, -errno, or liblzma's `lzma_ret`. At most `limit` bytes. */
  decompressXz(bytes: Uint8Array, limit: number): Uint8Array | number;
  /** Decompressed bytes, -errno, or the text of the failure. At most `limit` bytes. */
  decompressZstd(bytes: Uint8Array, limit: number): Uint8Array | number | string;
  /** syslog(3) with facility daemon; text as bytes without NUL. */
  syslog(identity: Uint8Array, severity: number, message: Uint8Array): void;
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
