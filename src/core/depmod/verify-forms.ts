/** Whether a binary index can be read from end to end, and says what its text form says. */

import { FormatError } from "../errors.ts";
import type { ListedEntry } from "../index/trie-listing.ts";
import { openTrie } from "../index/trie-reader.ts";
import { DefectList, lineStarting, placeOf } from "./verify-defects.ts";

/** An entry of a text form as the binary index should have it. */
export interface StoredEntry {
  readonly key: string;
  readonly value: string;
  /** Its line, as far as that is known; what stands for it in messages. */
  readonly shown: string;
}

/** What a binary index was made from. */
export interface TextForm {
  readonly path: string;
  /** Of the whole file; empty for one without lines. */
  readonly text: string;
  /** Made anew each time. */
  readonly entries: () => Iterable<StoredEntry>;
}

export interface BinaryForm {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Characters of an entry that a message shows. */
const MOST_SHOWN = 200;

/**
 * Walks the whole of a binary index, and holds it against its text form where there is one. A damaged index is one defect: what it
 * says besides is not compared.
 */
export function verifyBinary(binary: BinaryForm, text: TextForm | undefined, defects: DefectList): void {
  const found = new DefectList();
  try {
    const stored = openTrie(binary.bytes, binary.path).listing();
    if (text === undefined) for (const _ of stored);
    else compare(stored, binary.path, text, found);
    defects.append(found);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { source: file, place: offset, message } = error;
    defects.add("damaged", file, () => ({ file, offset, text: message }));
  }
}

function compare(stored: Iterable<ListedEntry>, path: string, text: TextForm, defects: DefectList): void {
  const expected = new Expectations(text.entries);
  for (const found of stored) {
    // A damaged index can have keys as long as itself, as many as it has bytes: those are not looked at.
    if (found.keyLength <= expected.longestKey && expected.meet(found.key(), found.value)) continue;
    defects.add("disagreement", path, () => {
      const [key, value] = [found.key(), found.value];
      const entry = value === "" ? key : `${key} ${value}`;
      return { file: path, entry, text: `${path}: ${lacking(entry, text.path)}` };
    });
  }
  for (const entry of expected.unmet()) {
    defects.add("disagreement", text.path, () => {
      const line = lineStarting(text.text, `${entry}\n`);
      return { file: text.path, line, entry, text: `${placeOf(text.path, line)}: ${lacking(entry, path)}` };
    });
  }
}

function lacking(entry: string, path: string): string {
  const shown = entry.length > MOST_SHOWN ? `${entry.slice(0, MOST_SHOWN)}...` : entry;
  return `'${shown}' is not in ${path.slice(path.lastIndexOf("/") + 1)}`;
}

/** The entries that are to be met in an index, each as often as it is there. */
class Expectations {
  readonly #entries: () => Iterable<StoredEntry>;
  readonly #counts = new Map<string, number>();
  #left = 0;
  /** No entry has a longer key. */
  readonly longestKey: number;

  constructor(entries: () => Iterable<StoredEntry>) {
    this.#entries = entries;
    let longest = 0;
    for (const { key, value } of entries()) {
      const id = `${key}\0${value}`;
      this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
      this.#left++;
      longest = Math.max(longest, key.length);
    }
    this.longestKey = longest;
  }

  /** Whether this one was still to come. */
  meet(key: string, value: string): boolean {
    const id = `${key}\0${value}`;
    const count = this.#counts.get(id) ?? 0;
    if (count === 0) return false;
    this.#counts.set(id, count - 1);
    this.#left--;
    return true;
  }

  /** What is shown of those that are still to come. */
  *unmet(): Generator<string> {
    if (this.#left === 0) return;
    for (const { key, value, shown } of this.#entries()) {
      if (this.meet(key, value)) yield shown;
    }
  }
}
