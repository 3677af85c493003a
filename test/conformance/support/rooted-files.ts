/** A file system seen from a folder as its root, as chroot(2) shows it: links inside are followed inside. */

import { SystemError } from "../../../src/core/errors.ts";
import type { ByteSource, FileSystem } from "../../../src/core/platform.ts";

interface Root {
  readonly files: FileSystem;
  readonly folder: string;
}

/** Where a path of the inside is outside, every link but (unless `followLast`) the last one resolved. */
function outside(root: Root, path: string, followLast: boolean, hops = 0): string {
  if (hops > 40) throw new SystemError("open", path, "ELOOP");
  const walked: string[] = [];
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  for (const [position, part] of parts.entries()) {
    const isLast = position === parts.length - 1;
    const target = isLast && !followLast ? undefined : linkTarget(root, [...walked, part]);
    if (target !== undefined) {
      const start = target.startsWith("/") ? [] : walked;
      return outside(root, [...start, target, ...parts.slice(position + 1)].join("/"), followLast, hops + 1);
    }
    if (part === "..") walked.pop();
    else walked.push(part);
  }
  return [root.folder, ...walked].join("/") + (path.endsWith("/") && followLast ? "/" : "");
}

function linkTarget(root: Root, parts: readonly string[]): string | undefined {
  try {
    return root.files.readLink([root.folder, ...parts].join("/"));
  } catch {
    return undefined;
  }
}

/** Calls with the outer path; errors name the inner one. */
function inside<Result>(root: Root, path: string, followLast: boolean, call: (outer: string) => Result): Result {
  if (path === "") throw new SystemError("open", path, "ENOENT");
  try {
    return call(outside(root, path, followLast));
  } catch (error) {
    if (error instanceof SystemError) throw new SystemError(error.operation, path, error.errno);
    throw error;
  }
}

function renamed(source: ByteSource, name: string): ByteSource {
  return { name, size: source.size, read: (offset, length) => source.read(offset, length) };
}

function refuse(path: string): never {
  throw new SystemError("write", path, "EROFS");
}

/** Reading through `folder`; what would write throws, because the comparisons only read. */
export function rootedFiles(files: FileSystem, folder: string): FileSystem {
  const root = { files, folder };
  return {
    read: (path) => inside(root, path, true, (outer) => files.read(outer)),
    withFile: (path, use) =>
      inside(root, path, true, (outer) => files.withFile(outer, (source) => use(renamed(source, path)))),
    list: (path) => inside(root, path, true, (outer) => files.list(outer)),
    status: (path) => inside(root, path, true, (outer) => files.status(outer)),
    exists: (path) => inside(root, path, true, (outer) => files.exists(outer)),
    readLink: (path) => inside(root, path, false, (outer) => files.readLink(outer)),
    create: refuse,
    overwrite: refuse,
    link: refuse,
    makeDirectory: refuse,
    setMode: refuse,
    rename: refuse,
    remove: refuse,
  };
}
