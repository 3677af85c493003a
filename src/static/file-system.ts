/** The `FileSystem` of the static edition, over the binding's calls. */

import { fromByteString } from "../core/bytes.ts";
import { FormatError, SystemError } from "../core/errors.ts";
import type { ByteSource, FileStatus, FileSystem } from "../core/platform.ts";
import { entriesOf, typeOf } from "../native/directory-list.ts";
import { native } from "./native.ts";
import { answered, checked } from "./results.ts";

/** No part of a file that anyone wants is larger. Bytes. */
const LARGEST_READ: number = 2 ** 30;

function source(descriptor: number, path: string, size: number): ByteSource {
  function outside(offset: number, length: number): FormatError {
    return new FormatError(path, `wanted ${length} bytes at ${offset} of ${size}`);
  }
  return {
    name: path,
    size,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= size)) throw outside(offset, length);
      if (length > LARGEST_READ) throw new SystemError("read", path, "EFBIG");
      const bytes = new Uint8Array(length);
      if (checked("read", path, native.readAt(descriptor, offset, bytes)) !== length) throw outside(offset, length);
      return bytes;
    },
  };
}

function withFile<Result>(path: string, use: (file: ByteSource) => Result): Result {
  const descriptor = checked("open", path, native.open(path));
  try {
    return use(source(descriptor, path, checked("open", path, native.size(descriptor))));
  } finally {
    native.close(descriptor);
  }
}

function status(path: string): FileStatus {
  const [letter, size, mode, modified, device, major = 0, minor = 0] = answered("stat", path, native.status(path));
  const known = { type: typeOf(letter), size, mode, modified };
  return device === undefined ? known : { ...known, device: { kind: device === "b" ? "block" : "char", major, minor } };
}

/** A name with a NUL is nobody's, like the empty one. */
function identify(paths: readonly string[]): Float64Array {
  const names = paths.map((path) => (path.includes("\0") ? "\0" : `${path}\0`));
  return new Float64Array(native.identify(fromByteString(names.join(""))).buffer);
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash + 1);
}

function rename(from: string, to: string, more?: "more follow"): void {
  checked("rename", from, native.rename(from, to));
  if (more === undefined) checked("sync", to, native.syncDirectory(directoryOf(to)));
}

/** The file system of this machine. */
export function staticFileSystem(): FileSystem {
  return {
    read: (path) => answered("read", path, native.readFile(path)),
    withFile,
    list: (path) => entriesOf(answered("list", path, native.list(path))),
    status,
    exists: (path) => checked("stat", path, native.exists(path)) === 1,
    identify,
    readLink: (path) => answered("readlink", path, native.readLink(path)),
    create: (path, bytes, mode) => void checked("create", path, native.create(path, bytes, mode)),
    overwrite: (path, bytes) => void checked("write", path, native.overwrite(path, bytes)),
    link: (target, path) => void checked("symlink", path, native.link(target, path)),
    makeDirectory: (path, mode) => void checked("mkdir", path, native.makeDirectory(path, mode)),
    setMode: (path, mode) => void checked("chmod", path, native.setMode(path, mode)),
    rename,
    remove: (path) => void checked("remove", path, native.remove(path)),
  };
}
