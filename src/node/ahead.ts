/** Files that a thread of the addon opens ahead of `withFile`, because it was said that they come next. */

import { FormatError, SystemError } from "../core/errors.ts";
import type { ByteSource, FileEnds } from "../core/platform.ts";
import { type Addon, findAddon, type OpenedAhead } from "./addon.ts";
import { LARGEST_FILE } from "./descriptor.ts";
import { borrow, lentMemory, takeBack } from "./lent.ts";

/** Loading the addon and starting a thread takes as long as opening so many files. */
const FEWEST_FILES = 200;

/** How many files the thread is ahead at most. */
const SLOTS = 64;

/** EMFILE and ENFILE, negated. */
const TOO_MANY_OPEN: readonly number[] = [-24, -23];

interface Expected {
  readonly addon: Addon;
  readonly opened: OpenedAhead;
  readonly paths: readonly string[];
  readonly ends: FileEnds;
  /** One slot a file, and from the first again. */
  readonly memory: Uint8Array;
  /** Bytes of a slot. */
  readonly slot: number;
  /** Which of the paths comes next. */
  next: number;
  inUse: boolean;
}

let expected: Expected | undefined;

/** `FileSystem.expect`: has a thread open these files. A few files are not worth it. */
export function expectFiles(paths: readonly string[], ends: FileEnds): void {
  if (expected?.inUse) return;
  forget();
  if (paths.length >= FEWEST_FILES && !paths.some((path) => path.includes("\0"))) expected = begin(paths, ends);
}

function begin(paths: readonly string[], ends: FileEnds): Expected | undefined {
  const addon = findAddon();
  if (addon === undefined) return undefined;
  const slot = Math.max(ends.head + ends.tail, ends.whole);
  const memory = new Uint8Array(Math.max(1, slot) * SLOTS);
  const names = Buffer.from(`${paths.join("\0")}\0`, "latin1");
  const opened = addon.aheadOpen(names, ends.head, ends.tail, ends.whole, memory);
  if (typeof opened !== "object") return undefined;
  return { addon, opened, paths, ends, memory, slot, next: 0, inUse: false };
}

function forget(): void {
  expected?.addon.aheadClose(expected.opened);
  expected = undefined;
}

/**
 * `withFile` for the file that comes next. Undefined for any other, and for one that could not be opened: that the
 * ordinary `withFile` finds out again, and says.
 */
export function withExpectedFile<Result>(path: string, use: (file: ByteSource) => Result): [Result] | undefined {
  const files = expected;
  if (files === undefined || files.inUse || files.paths[files.next] !== path) return undefined;
  const start = (files.next++ % SLOTS) * files.slot;
  const size = files.addon.aheadNext(files.opened);
  if (size < 0) {
    // The descriptors that are missing may be those of the files ahead.
    if (TOO_MANY_OPEN.includes(size)) forget();
    return undefined;
  }
  const mark = lentMemory();
  files.inUse = true;
  try {
    return [use(source(files, path, size, start))];
  } finally {
    files.inUse = false;
    takeBack(mark);
  }
}

/** `start`: where the file's slot is. */
function source({ addon, opened, ends, memory }: Expected, path: string, size: number, start: number): ByteSource {
  const isWhole = size <= ends.whole;
  const headLength = isWhole ? size : ends.head;
  const tailStart = Math.max(0, size - ends.tail);
  const tailShift = start + (isWhole ? 0 : ends.head - tailStart);
  function outside(offset: number, length: number): FormatError {
    return new FormatError(path, `wanted ${length} bytes at ${offset} of ${size}`);
  }
  return {
    name: path,
    size,
    hasEnds: true,
    read(offset, length) {
      const end = offset + length;
      if (!(offset >= 0 && length >= 0 && end <= size)) throw outside(offset, length);
      if (end <= headLength) return memory.subarray(start + offset, start + end);
      if (offset >= tailStart) return memory.subarray(offset + tailShift, end + tailShift);
      if (length > LARGEST_FILE) throw new SystemError("read", path, "EFBIG");
      const lent = borrow(length);
      if (addon.aheadRead(opened, offset, lent) !== length) throw outside(offset, length);
      return lent;
    },
  };
}
