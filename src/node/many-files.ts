/** Questions about thousands of files at a time, which the addon answers in a tenth of the time. */

import { statSync } from "node:fs";
import { errnoOf } from "../core/errno.ts";
import { SystemError } from "../core/errors.ts";
import { IDENTITY_LENGTH } from "../core/file-identity.ts";
import type { DirectoryEntry } from "../core/platform.ts";
import { entriesOf } from "../native/directory-list.ts";
import { findAddon } from "./addon.ts";
import { nodePath } from "./errors.ts";

/** Loading the addon takes as long as so many listings. */
const FEW_LISTINGS = 16;

let listings = 0;

/** `FileSystem.list` by the addon; undefined where it is missing, and for the first few directories. */
export function listByAddon(path: string): readonly DirectoryEntry[] | undefined {
  const addon = ++listings <= FEW_LISTINGS || path.includes("\0") ? undefined : findAddon();
  if (addon === undefined) return undefined;
  const list = addon.listDirectory(Buffer.from(path, "latin1"));
  if (typeof list === "number") throw new SystemError("list", path, errnoOf(-list));
  return entriesOf(Buffer.from(list.buffer).toString("latin1"));
}

/** `FileSystem.identify`. */
export function identifyFiles(paths: readonly string[]): Float64Array {
  const addon = paths.some((path) => path.includes("\0")) ? undefined : findAddon();
  if (addon !== undefined) return addon.identify(Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1"));
  const numbers = new Float64Array(paths.length * IDENTITY_LENGTH);
  for (const [at, path] of paths.entries()) numbers.set(identityOf(path), at * IDENTITY_LENGTH);
  return numbers;
}

const NOBODY: readonly number[] = [-1, 0, 0, 0, 0, 0, 0];

function identityOf(path: string): readonly number[] {
  if (path.includes("\0")) return NOBODY;
  const status = statusOf(path);
  if (status?.isFile() !== true) return NOBODY;
  const { size, ino, mtimeNs, ctimeNs } = status;
  return [Number(size), ...halves(ino), ...secondsOf(mtimeNs), ...secondsOf(ctimeNs)];
}

function statusOf(path: string): import("node:fs").BigIntStats | undefined {
  try {
    return statSync(nodePath("stat", path), { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function halves(inode: bigint): readonly [number, number] {
  return [Number(BigInt.asUintN(32, inode >> 32n)), Number(BigInt.asUintN(32, inode))];
}

/** Before 1970 the nanoseconds count on from the second before, as in the kernel. */
function secondsOf(time: bigint): readonly [number, number] {
  const nanoseconds = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return [Number((time - nanoseconds) / 1_000_000_000n), Number(nanoseconds)];
}
