/** A FileSystem from an object literal: the fake that unit tests use. It is held to the same contract suite as Node's. */

import { fromByteString, toByteString } from "../../src/core/bytes.ts";
import { FormatError, SystemError } from "../../src/core/errors.ts";
import { IDENTITY_LENGTH } from "../../src/core/file-identity.ts";
import type {
  ByteSource,
  DeviceNumber,
  DirectoryEntry,
  FileStatus,
  FileSystem,
  FileType,
} from "../../src/core/platform.ts";

/** A file's bytes or byte string; a link's target; a directory's tree, in listing order. */
export type Node = string | Uint8Array | LinkNode | DeviceNode | DatedNode | Tree;
export interface Tree {
  readonly [name: string]: Node;
}
export interface LinkNode {
  readonly linkTo: string;
}
export interface DeviceNode {
  readonly device: DeviceNumber | true;
}
/** A file with the time of its last change, in nanoseconds; others are as old as can be. */
export interface DatedNode {
  readonly content: string;
  readonly modified: bigint;
}

type Directory = Map<string, Entry>;

type Entry =
  | { readonly type: "file"; bytes: Uint8Array; mode: number; modified: bigint }
  | { readonly type: "directory"; readonly entries: Directory }
  | { readonly type: "link"; readonly target: string }
  | { readonly type: "other"; bytes: Uint8Array; readonly device?: DeviceNumber };

/** What is asked of a path, for messages, and how many links have been followed for it. */
interface Question {
  readonly operation: string;
  readonly path: string;
  hops: number;
}

/** A directory with those above it, the root first; the last one may be anything. */
type Trail = readonly Entry[];

function last(trail: Trail): Entry {
  return trail.at(-1) as Entry;
}

/** Marks a symbolic link in a tree literal. */
export function linkTo(target: string): LinkNode {
  return { linkTo: target };
}

/** Marks a character device in a tree literal: something that exists and is no regular file. */
export const device: DeviceNode = { device: true };

/** Marks a device node with its numbers in a tree literal. */
export function deviceNode(kind: DeviceNumber["kind"], major: number, minor: number): DeviceNode {
  return { device: { kind, major, minor } };
}

/** Marks a file in a tree literal with the time of its last change. */
export function changedAt(modified: bigint, content: string): DatedNode {
  return { content, modified };
}

function toFile(bytes: Uint8Array, mode: number, modified: bigint): Entry {
  return { type: "file", bytes, mode, modified };
}

function toEntry(node: Node): Entry {
  if (typeof node === "string") return toFile(fromByteString(node), 0o644, 0n);
  if (node instanceof Uint8Array) return toFile(node, 0o644, 0n);
  if (typeof (node as DatedNode).modified === "bigint") {
    return toFile(fromByteString((node as DatedNode).content), 0o644, (node as DatedNode).modified);
  }
  if (typeof (node as LinkNode).linkTo === "string") return { type: "link", target: (node as LinkNode).linkTo };
  const { device: marked } = node as DeviceNode;
  if (marked === true) return { type: "other", bytes: new Uint8Array() };
  if (typeof marked?.major === "number") return { type: "other", bytes: new Uint8Array(), device: marked };
  const entries: Directory = new Map();
  for (const [name, child] of Object.entries(node as Tree)) plant(entries, name.split("/").filter(Boolean), child);
  return { type: "directory", entries };
}

/** Puts a node at a path that may have several parts, making the directories on the way. */
function plant(directory: Directory, parts: readonly string[], node: Node): void {
  const [first, ...rest] = parts as [string, ...string[]];
  if (rest.length === 0) {
    directory.set(first, toEntry(node));
    return;
  }
  const below = directory.get(first) ?? { type: "directory", entries: new Map() };
  if (below.type !== "directory") throw new Error(`Bad tree: ${first} is not a directory`);
  directory.set(first, below);
  plant(below.entries, rest, node);
}

/** An image in memory as a ByteSource. */
export function byteSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      const inside = offset >= 0 && length >= 0 && offset + length <= bytes.length;
      if (!inside) throw new FormatError(name, `wanted ${length} bytes at ${offset} of ${bytes.length}`);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** Like the real one, it takes back what it has lent: whoever keeps bytes beyond `use` finds rubbish. */
function lend<Result>(path: string, bytes: Uint8Array, use: (file: ByteSource) => Result): Result {
  const source = byteSource(path, bytes.slice());
  const all = source.read(0, bytes.length);
  const result = use(source);
  all.fill(0xa5);
  return result;
}

/** Keys are paths with one or more parts, e.g. `{ "/proc/modules": "…", etc: { "a.conf": "…" } }`. */
export function memoryFileSystem(tree: Tree): FileSystem {
  const root = toEntry(tree);
  let seconds = 0n;
  /** The time of the next change: later than all before. */
  const now = (): bigint => 1_000_000_000n * ++seconds;

  function find(operation: string, path: string, followLast: boolean): Entry {
    if (path === "") throw new SystemError(operation, path, "ENOENT");
    if (path.includes("\0")) throw new SystemError(operation, path, "EINVAL");
    return last(walk({ operation, path, hops: 0 }, [root], path, followLast));
  }

  function walk(question: Question, from: Trail, path: string, followLast: boolean): Trail {
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    let trail = from;
    for (const [position, part] of parts.entries()) {
      trail = step(question, trail, part, followLast || position < parts.length - 1 || path.endsWith("/"));
    }
    const isDirectory = last(trail).type === "directory";
    if (path.endsWith("/") && !isDirectory) throw new SystemError(question.operation, question.path, "ENOTDIR");
    return trail;
  }

  /** One path component down, or up where it is `..`. */
  function step(question: Question, trail: Trail, part: string, follow: boolean): Trail {
    const here = last(trail);
    if (here.type !== "directory") throw new SystemError(question.operation, question.path, "ENOTDIR");
    if (part === "..") return trail.length > 1 ? trail.slice(0, -1) : trail;
    const next = here.entries.get(part);
    if (next === undefined) throw new SystemError(question.operation, question.path, "ENOENT");
    return next.type === "link" && follow ? jump(question, trail, next.target) : [...trail, next];
  }

  function jump(question: Question, trail: Trail, target: string): Trail {
    question.hops++;
    if (question.hops > 40) throw new SystemError(question.operation, question.path, "ELOOP");
    return walk(question, target.startsWith("/") ? [root] : trail, target, true);
  }

  function parent(operation: string, path: string): { readonly entries: Directory; readonly base: string } {
    const slash = path.lastIndexOf("/");
    const entry = find(operation, slash <= 0 ? "/" : path.slice(0, slash), true);
    if (entry.type !== "directory") throw new SystemError(operation, path, "ENOTDIR");
    return { entries: entry.entries, base: path.slice(slash + 1) };
  }

  function add(operation: string, path: string, entry: Entry): void {
    const { entries, base } = parent(operation, path);
    if (entries.has(base)) throw new SystemError(operation, path, "EEXIST");
    entries.set(base, entry);
  }

  function readBytes(operation: string, path: string): Uint8Array {
    const entry = find(operation, path, true);
    if (entry.type === "directory") throw new SystemError(operation, path, "EISDIR");
    return (entry as { bytes: Uint8Array }).bytes;
  }

  /** Entries are numbered when they are first asked about; a change to one makes it newer, as `now` does. */
  const inodes = new Map<Entry, number>();
  function identityOf(path: string): readonly number[] {
    const entry = findQuietly(path);
    if (entry?.type !== "file") return [-1, 0, 0, 0, 0, 0, 0];
    if (!inodes.has(entry)) inodes.set(entry, inodes.size + 1);
    const seconds = Number(entry.modified / 1_000_000_000n);
    const nanoseconds = Number(entry.modified % 1_000_000_000n);
    // A kernel's clock is hardly ever at a whole second.
    return [entry.bytes.length, 0, inodes.get(entry) ?? 0, seconds, nanoseconds, seconds, nanoseconds + 1];
  }

  function findQuietly(path: string): Entry | undefined {
    try {
      return find("stat", path, true);
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }

  const typeOf = (entry: Entry): FileType => entry.type;

  return {
    read: (path) => readBytes("read", path).slice(),
    withFile: (path, use) => lend(path, readBytes("open", path), use),
    list(directory): readonly DirectoryEntry[] {
      const entry = find("list", directory, true);
      if (entry.type !== "directory") throw new SystemError("list", directory, "ENOTDIR");
      return [...entry.entries].map(([name, child]) => ({ name, type: typeOf(child) }));
    },
    status(path): FileStatus {
      const entry = find("stat", path, true);
      if (entry.type !== "file") {
        const more = entry.type === "other" && entry.device !== undefined ? { device: entry.device } : {};
        return { type: typeOf(entry), size: 0, mode: 0o755, modified: 0n, ...more };
      }
      return { type: "file", size: entry.bytes.length, mode: entry.mode, modified: entry.modified };
    },
    exists(path) {
      try {
        find("stat", path, true);
        return true;
      } catch (error) {
        if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return false;
        throw error;
      }
    },
    identify(paths) {
      const numbers = new Float64Array(paths.length * IDENTITY_LENGTH);
      for (const [at, path] of paths.entries()) numbers.set(identityOf(path), at * IDENTITY_LENGTH);
      return numbers;
    },
    readLink(path) {
      const entry = find("readlink", path, false);
      if (entry.type !== "link") throw new SystemError("readlink", path, "EINVAL");
      return entry.target;
    },
    create: (path, bytes, mode) => add("create", path, toFile(bytes.slice(), mode, now())),
    overwrite(path, bytes) {
      const entry = find("write", path, true);
      if (entry.type === "directory") throw new SystemError("write", path, "EISDIR");
      (entry as { bytes: Uint8Array }).bytes = bytes.slice();
      if (entry.type === "file") entry.modified = now();
    },
    link: (target, path) => add("symlink", path, { type: "link", target }),
    makeDirectory: (path) => add("mkdir", path, { type: "directory", entries: new Map() }),
    setMode(path, mode) {
      const entry = find("chmod", path, true);
      if (entry.type === "file") entry.mode = mode;
    },
    rename(from, to) {
      const entry = find("rename", from, false);
      const source = parent("rename", from);
      const target = parent("rename", to);
      source.entries.delete(source.base);
      target.entries.set(target.base, entry);
    },
    remove(path) {
      const entry = find("remove", path, false);
      if (entry.type === "directory") throw new SystemError("remove", path, "EISDIR");
      const { entries, base } = parent("remove", path);
      entries.delete(base);
    },
  };
}

/** The whole content of a file as a byte string: what most tests want to see. */
export function textOf(files: FileSystem, path: string): string {
  return toByteString(files.read(path));
}
