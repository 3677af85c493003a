/** Images of many module files, read and decompressed in threads of the addon while the ones before are looked at. */

import { FormatError } from "../core/errors.ts";
import type { ByteSource, Images } from "../core/platform.ts";
import { type Addon, type Batch, findAddon } from "./addon.ts";
import { os } from "./builtin.ts";
import { LARGEST_FILE } from "./descriptor.ts";
import { borrow, lentMemory, takeBack } from "./lent.ts";

/** How far the threads may be ahead. Bytes of images. */
const AHEAD: number = 2 ** 25;

/** Starting threads is not worth it for fewer. */
const FEWEST_FILES = 8;

/** What has fewer is no module, and has no magic number either. Bytes. */
const SHORTEST_IMAGE = 6;

interface Running {
  readonly addon: Addon;
  readonly batch: Batch;
  readonly paths: readonly string[];
  /** Which of the paths comes next. */
  next: number;
}

export interface BatchOptions {
  readonly threads?: number;
  /** Bytes that may be decompressed ahead; one image that is larger is read all the same. */
  readonly limit?: number;
  readonly fewest?: number;
  readonly addon?: Addon;
}

/** The `Images` of this process. Plain files are read whole: where few are compressed, opening each reads less. */
export function nodeImages(options: BatchOptions = {}): Images {
  let running: Running | undefined;
  return {
    expect(paths) {
      running?.addon.batchClose(running.batch);
      running = paths.length < (options.fewest ?? FEWEST_FILES) ? undefined : begin(paths, options);
    },
    withImage(path, use) {
      if (running === undefined || running.paths[running.next] !== path) return undefined;
      running.next++;
      const size = running.addon.batchNext(running.batch);
      // One place knows what is said of a file that cannot be read; and where zlib gives up, kmod may not.
      if (size < SHORTEST_IMAGE) return undefined;
      const mark = lentMemory();
      try {
        return [use(imageSource(running, path, size))];
      } finally {
        takeBack(mark);
      }
    },
  };
}

/** Undefined where the addon is missing or cannot: then nothing is read ahead. */
function begin(paths: readonly string[], options: BatchOptions): Running | undefined {
  const { threads = os().availableParallelism(), limit = AHEAD, addon = findAddon() } = options;
  if (addon === undefined || hasNul(paths)) return undefined;
  const names = Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1");
  const batch = addon.batchOpen(names, threads, limit, LARGEST_FILE);
  return typeof batch === "number" ? undefined : { addon, batch, paths, next: 0 };
}

/** A NUL would end the path within it: such a path is nobody's, and the file system says so. */
function hasNul(paths: readonly string[]): boolean {
  return paths.some((path) => path.includes("\0"));
}

function imageSource({ addon, batch }: Running, name: string, size: number): ByteSource {
  return {
    name,
    size,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
        throw new FormatError(name, `wanted ${length} bytes at ${offset} of ${size}`);
      }
      const bytes = borrow(length);
      addon.batchRead(batch, offset, bytes);
      return bytes;
    },
  };
}
