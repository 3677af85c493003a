/** What test files that run in the engine use of node:fs. Directories are listed by name, as Node does. */

import { decodeUtf8, toByteString } from "../../../src/core/bytes.ts";
import type { DirectoryEntry } from "../../../src/core/platform.ts";
import { staticFileSystem } from "../../../src/static/file-system.ts";

const files = staticFileSystem();

export function readFileSync(path: string): Uint8Array;
export function readFileSync(path: string, encoding: "utf8" | "latin1"): string;
export function readFileSync(path: string, encoding?: "utf8" | "latin1"): Uint8Array | string {
  const bytes = files.read(path);
  if (encoding === undefined) return bytes;
  return encoding === "latin1" ? toByteString(bytes) : decodeUtf8(toByteString(bytes));
}

interface Entry {
  readonly name: string;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function entryOf({ name, type }: DirectoryEntry): Entry {
  return { name, isDirectory: () => type === "directory", isSymbolicLink: () => type === "link" };
}

export function readdirSync(path: string): readonly string[];
export function readdirSync(path: string, options: { readonly withFileTypes: true }): Entry[];
export function readdirSync(path: string, options?: { readonly withFileTypes: true }): readonly string[] | Entry[] {
  const entries = files.list(path).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return options === undefined ? entries.map(({ name }) => name) : entries.map(entryOf);
}

export function readlinkSync(path: string): string {
  return files.readLink(path);
}

export function existsSync(path: string): boolean {
  try {
    files.status(path);
    return true;
  } catch {
    return false;
  }
}

export function writeFileSync(path: string): never {
  throw new Error(`${path}: tests that run in the engine write nothing`);
}

export default {};
