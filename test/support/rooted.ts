/** Any file system under a prefix, so that a fixture tree becomes `/`. */

import { SystemError } from "../../src/core/errors.ts";
import type { FileSystem } from "../../src/core/platform.ts";

/**
 * `files` as seen from inside the directory `prefix`. A relative path starts there too. Symbolic links with absolute
 * targets are not followed inside the prefix but by `files`: fixture trees have relative ones.
 */
export function rooted(files: FileSystem, prefix: string): FileSystem {
  const outside = (path: string): string => (path === "" ? "" : `${prefix}/${path.replace(/^\/+/, "")}`);

  /** Runs `act` on the path outside; errors show the path inside. */
  function at<Result>(path: string, act: (outsidePath: string) => Result): Result {
    const target = outside(path);
    try {
      return act(target);
    } catch (error) {
      if (!(error instanceof SystemError) || error.path !== target) throw error;
      throw new SystemError(error.operation, path, error.errno, undefined, error);
    }
  }

  const { identify } = files;
  return {
    ...(identify === undefined ? {} : { identify: (paths: readonly string[]) => identify(paths.map(outside)) }),
    read: (path) => at(path, files.read),
    withFile: (path, use) =>
      at(path, (target) =>
        files.withFile(target, (source) =>
          use({ name: path, size: source.size, read: (offset, length) => source.read(offset, length) }),
        ),
      ),
    list: (path) => at(path, files.list),
    status: (path) => at(path, files.status),
    exists: (path) => at(path, files.exists),
    readLink: (path) => at(path, files.readLink),
    create: (path, bytes, mode) => at(path, (target) => files.create(target, bytes, mode)),
    overwrite: (path, bytes) => at(path, (target) => files.overwrite(target, bytes)),
    link: (text, path) => at(path, (target) => files.link(text, target)),
    makeDirectory: (path, mode) => at(path, (target) => files.makeDirectory(target, mode)),
    setMode: (path, mode) => at(path, (target) => files.setMode(target, mode)),
    rename: (from, to) => at(from, (target) => files.rename(target, outside(to))),
    remove: (path) => at(path, files.remove),
  };
}
