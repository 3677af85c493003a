/** The `FileSystem` of the Node edition, over the synchronous half of node:fs. */

import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  fsyncSync,
  mkdirSync,
  opendirSync,
  openSync,
  readlinkSync,
  renameSync,
  type Stats,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { FormatError, SystemError } from "../core/errors.ts";
import type { ByteSource, DeviceNumber, DirectoryEntry, FileStatus, FileSystem, FileType } from "../core/platform.ts";
import { expectFiles, withExpectedFile } from "./ahead.ts";
import { LARGEST_FILE, readInto, readToEnd, readUpTo, writeAll } from "./descriptor.ts";
import { nodePath, systemError, translated } from "./errors.ts";
import { borrow, lentMemory, takeBack } from "./lent.ts";
import { identifyFiles, listByAddon } from "./many-files.ts";

/** Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever. */
const READING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
const CREATING = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOCTTY;
const OVERWRITING = constants.O_WRONLY | constants.O_TRUNC | constants.O_NOCTTY;

/** Directory entries asked for in one go; Node's own 32 makes a listing of 4000 files twice as slow. */
const ENTRIES = 512;

/** The permission bits of a mode, with set-user-id and its like. */
const PERMISSIONS = 0o7777;

function open(operation: string, path: string, flags: number, mode?: number): number {
  const name = nodePath(operation, path);
  return translated(operation, path, () => openSync(name, flags, mode));
}

/** Opens, uses and closes, whatever happens in between. */
function withDescriptor<Result>(
  operation: string,
  path: string,
  flags: number,
  use: (descriptor: number) => Result,
): Result {
  const descriptor = open(operation, path, flags);
  try {
    return use(descriptor);
  } catch (error) {
    throw systemError(operation, path, error);
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number, path: string): Uint8Array {
  const status = fstatSync(descriptor);
  if (!status.isFile() || status.size === 0) return readToEnd(descriptor, path);
  if (status.size > LARGEST_FILE) throw new SystemError("read", path, "EFBIG");
  return readUpTo(descriptor, 0, status.size);
}

/** Size of what can be read at any offset. Throws `SystemError` (EISDIR, ESPIPE) for what cannot. */
function seekableSize(status: Stats, path: string): number {
  if (status.isFile()) return status.size;
  if (status.isDirectory()) throw new SystemError("open", path, "EISDIR");
  if (status.isFIFO() || status.isSocket()) throw new SystemError("open", path, "ESPIPE");
  return 0;
}

function source(descriptor: number, path: string, size: number): ByteSource {
  function outside(offset: number, length: number): FormatError {
    return new FormatError(path, `wanted ${length} bytes at ${offset} of ${size}`);
  }
  return {
    name: path,
    size,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= size)) throw outside(offset, length);
      if (length > LARGEST_FILE) throw new SystemError("read", path, "EFBIG");
      const bytes = translated("read", path, () => readInto(descriptor, offset, borrow(length)));
      if (bytes.length !== length) throw outside(offset, length);
      return bytes;
    },
  };
}

function withFile<Result>(path: string, use: (file: ByteSource) => Result): Result {
  const descriptor = open("open", path, READING);
  const mark = lentMemory();
  try {
    const status = translated("open", path, () => fstatSync(descriptor));
    return use(source(descriptor, path, seekableSize(status, path)));
  } finally {
    takeBack(mark);
    closeSync(descriptor);
  }
}

function entryType(entry: Dirent): FileType {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** `readdirSync` would sort; the readers of configuration and of /proc want the kernel's order. */
function list(path: string): readonly DirectoryEntry[] {
  return listByAddon(path) ?? listByNode(path);
}

function listByNode(path: string): readonly DirectoryEntry[] {
  // Node types allow text encodings only by name here; latin1 gives one code unit a byte.
  const options = { encoding: "latin1", bufferSize: ENTRIES } as const;
  const name = nodePath("list", path);
  return translated("list", path, () => {
    const directory = opendirSync(name as string, options);
    try {
      const entries: DirectoryEntry[] = [];
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        entries.push({ name: entry.name, type: entryType(entry) });
      }
      return entries;
    } finally {
      directory.closeSync();
    }
  });
}

function status(path: string): FileStatus {
  const name = nodePath("stat", path);
  const found = translated("stat", path, () => statSync(name, { throwIfNoEntry: false, bigint: true }));
  if (found === undefined) throw new SystemError("stat", path, "ENOENT");
  const type = found.isFile() ? "file" : found.isDirectory() ? "directory" : "other";
  const size = type === "file" ? Number(found.size) : 0;
  const known = { type, size, mode: Number(found.mode) & PERMISSIONS, modified: found.mtimeNs } as const;
  return found.isBlockDevice() || found.isCharacterDevice() ? { ...known, device: deviceNumber(found) } : known;
}

/** See makedev(3): the lower bits of both numbers come first, as when they had eight each. */
function deviceNumber(found: BigIntStats): DeviceNumber {
  const { rdev } = found;
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & 0xfffff000n);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n);
  return { kind: found.isBlockDevice() ? "block" : "char", major: Number(major), minor: Number(minor) };
}

function exists(path: string): boolean {
  const name = nodePath("stat", path);
  try {
    return statSync(name, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return false;
    throw systemError("stat", path, error);
  }
}

function create(path: string, bytes: Uint8Array, mode: number): void {
  const descriptor = open("create", path, CREATING, mode);
  try {
    try {
      writeAll(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    unlinkSync(nodePath("create", path));
    throw systemError("create", path, error);
  }
}

/** Makes a rename durable. Some file systems cannot sync a directory and say EINVAL. */
function syncDirectory(path: string): void {
  const slash = path.lastIndexOf("/");
  const directory = slash < 0 ? "." : path.slice(0, slash + 1);
  withDescriptor("sync", directory, constants.O_RDONLY | constants.O_DIRECTORY, (descriptor) => {
    try {
      fsyncSync(descriptor);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
    }
  });
}

function rename(from: string, to: string, more?: "more follow"): void {
  const source = nodePath("rename", from);
  const target = nodePath("rename", to);
  translated("rename", from, () => renameSync(source, target));
  if (more === undefined) syncDirectory(to);
}

/** The file system of this machine. */
export function nodeFileSystem(): FileSystem {
  return {
    read: (path) => withDescriptor("read", path, READING, (descriptor) => readWhole(descriptor, path)),
    withFile(path, use) {
      const expected = withExpectedFile(path, use);
      return expected === undefined ? withFile(path, use) : expected[0];
    },
    expect: expectFiles,
    list,
    status,
    exists,
    identify: identifyFiles,
    readLink(path) {
      const name = nodePath("readlink", path);
      return translated("readlink", path, () => readlinkSync(name, "latin1"));
    },
    create,
    overwrite(path, bytes) {
      withDescriptor("write", path, OVERWRITING, (descriptor) => writeAll(descriptor, bytes));
    },
    link(target, path) {
      const text = nodePath("symlink", target);
      const name = nodePath("symlink", path);
      translated("symlink", path, () => symlinkSync(text, name));
    },
    makeDirectory(path, mode) {
      const name = nodePath("mkdir", path);
      translated("mkdir", path, () => mkdirSync(name, mode));
    },
    setMode(path, mode) {
      const name = nodePath("chmod", path);
      translated("chmod", path, () => chmodSync(name, mode));
    },
    rename,
    remove(path) {
      const name = nodePath("remove", path);
      translated("remove", path, () => unlinkSync(name));
    },
  };
}
