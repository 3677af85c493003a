/** Listings of directories as native code makes them. */

import type { DirectoryEntry, FileType } from "../core/platform.ts";

const TYPES: Readonly<Record<string, FileType>> = { f: "file", d: "directory", l: "link" };

/** The type that a letter of native code's stands for. */
export function typeOf(letter: string): FileType {
  return TYPES[letter] ?? "other";
}

/** Entries from a byte string: for each a letter for its type, its name, a NUL. */
export function entriesOf(text: string): readonly DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf("\0", at);
    entries.push({ name: text.slice(at + 1, end), type: typeOf(text.charAt(at)) });
  }
  return entries;
}
