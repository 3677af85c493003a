/** Images of many module files, read and decompressed in threads of the addon while the ones before are looked at. */

import { availableParallelism } from "node:os";
import { withModuleImage } from "../core/elf/module-file.ts";
import { FormatError } from "../core/errors.ts";
import type { ByteSource, Platform } from "../core/platform.ts";
import { type Addon, type Batch, findAddon } from "./addon.ts";
import { LARGEST_FILE } from "./descriptor.ts";
import { borrow, lentMemory, takeBack } from "./lent.ts";

/** How far the threads may be ahead. Bytes of images. */
const AHEAD: number = 2 ** 26;

/** What has fewer is no module, and has no magic number either. Bytes. */
const SHORTEST_IMAGE = 6;

interface Running {
  readonly addon: Addon;
  readonly batch: Batch;
}

export interface ImageBatch {
  /**
   * Calls `use` with the image of the next file; its bytes may not be used after `use` returns. Throws for a file
   * without an image what `withModuleImage` throws, and goes on with the file after it in the next call.
   */
  next<Result>(use: (image: ByteSource) => Result): Result;
  /** Ends the reading, also before the last file. */
  close(): void;
}

export interface BatchOptions {
  readonly threads?: number;
  /** Bytes that may be decompressed ahead; one image that is larger is read all the same. */
  readonly limit?: number;
  readonly addon?: Addon;
}

/**
 * Opens the files at `paths` in that order. Plain files are read whole: where few are compressed, `withModuleImage`
 * for each reads less. Without the addon it is just that. The caller closes the batch.
 */
export function openImageBatch(platform: Platform, paths: readonly string[], options: BatchOptions = {}): ImageBatch {
  const running = begin(paths, options);
  let at = 0;
  return {
    next(use) {
      const path = paths[at++];
      if (path === undefined) throw new RangeError("the batch has no more files");
      const size = running === undefined ? 0 : running.addon.batchNext(running.batch);
      // One place knows what is said of a file that cannot be read; and where zlib gives up, kmod may not.
      if (running === undefined || size < SHORTEST_IMAGE) return withModuleImage(platform, path, use);
      const mark = lentMemory();
      try {
        return use(imageSource(running, path, size));
      } finally {
        takeBack(mark);
      }
    },
    close() {
      running?.addon.batchClose(running.batch);
    },
  };
}

/** Undefined where the addon is missing or cannot: then nothing is read ahead. */
function begin(paths: readonly string[], options: BatchOptions): Running | undefined {
  const { threads = availableParallelism(), limit = AHEAD, addon = findAddon() } = options;
  if (addon === undefined || hasNul(paths)) return undefined;
  const names = Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1");
  const batch = addon.batchOpen(names, threads, limit, LARGEST_FILE);
  return typeof batch === "number" ? undefined : { addon, batch };
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
