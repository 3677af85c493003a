/**
 * The bytes of depmod's own file, modules.kmod-ts.bin: what the module files of a tree said, and which state of each said it. It is for
 * the machine that wrote it, in its byte order:
 *
 *     | 64 bytes: 16 numbers of 32 bits, see `Header` |
 *     | identities, 7 doubles a module | state of inputs and indexes, 7 doubles a file | age, a double |
 *     | facts, 10 integers a module | where names, strings and paths begin | numbers |
 *     | names | strings | paths and the module directory | zeros up to a multiple of 4 |
 */

import { ByteStrings } from "../byte-strings.ts";
import { IDENTITY_LENGTH } from "../file-identity.ts";
import { isSound } from "./cache-check.ts";

/** What is remembered of a tree. */
export interface CachedTree {
  /** Absolute paths of the modules in index order, and after them the module directory. */
  readonly paths: ByteStrings;
  /** The state of each module's file: see file-identity.ts. */
  readonly identities: Float64Array;
  /** Ranges of each module's exports, needs, aliases, soft and weak dependencies. */
  readonly facts: Int32Array;
  readonly names: ByteStrings;
  readonly strings: ByteStrings;
  readonly numbers: Int32Array;
  /** The state of what else the indexes were made from, and of the indexes; empty where they must be made again. */
  readonly files: Float64Array;
  /** How many seconds before the file was written the modules were looked at. */
  readonly age: number;
}

/** Numbers of `facts` for a module. */
export const FACTS_LENGTH = 10;

/** Changes whenever the bytes mean something else, or the same facts lead to other indexes. */
const VERSION = 1;

/** "kmod-ts\n" on a little-endian machine. */
const MAGIC = [0x646f_6d6b, 0x0a73_742d] as const;

const HEADER_LENGTH = 64;
/** Positions in the header. What is left over is zero. */
const CHECKSUM = 3;
const COUNTS = 4;

/** How many there are of everything, in the order of the header. */
interface Counts {
  readonly modules: number;
  readonly files: number;
  readonly names: number;
  readonly strings: number;
  readonly paths: number;
  readonly numbers: number;
  readonly nameBytes: number;
  readonly stringBytes: number;
  readonly pathBytes: number;
}

const COUNT_KEYS: readonly (keyof Counts)[] = [
  "modules",
  "files",
  "names",
  "strings",
  "paths",
  "numbers",
  "nameBytes",
  "stringBytes",
  "pathBytes",
];

/** Where everything lies in `bytes`. */
interface Views {
  readonly identities: Float64Array;
  readonly files: Float64Array;
  readonly age: Float64Array;
  readonly facts: Int32Array;
  readonly nameStarts: Int32Array;
  readonly stringStarts: Int32Array;
  readonly pathStarts: Int32Array;
  readonly numbers: Int32Array;
  readonly names: Uint8Array;
  readonly strings: Uint8Array;
  readonly paths: Uint8Array;
}

function doublesOf({ modules, files }: Counts): number {
  return modules * IDENTITY_LENGTH + files + 1;
}

function integersOf({ modules, names, strings, paths, numbers }: Counts): number {
  return modules * FACTS_LENGTH + names + 1 + strings + 1 + paths + 1 + numbers;
}

function lengthOf(counts: Counts): number {
  const texts = counts.nameBytes + counts.stringBytes + counts.pathBytes;
  return HEADER_LENGTH + 8 * doublesOf(counts) + 4 * integersOf(counts) + 4 * Math.ceil(texts / 4);
}

/** `bytes` begin at a multiple of 8 of their memory. */
function viewsOf(bytes: Uint8Array, counts: Counts): Views {
  let at = bytes.byteOffset + HEADER_LENGTH;
  const take = (length: number, size: number): number => {
    at += length * size;
    return at - length * size;
  };
  const doubles = (length: number): Float64Array => new Float64Array(bytes.buffer, take(length, 8), length);
  const integers = (length: number): Int32Array => new Int32Array(bytes.buffer, take(length, 4), length);
  const text = (length: number): Uint8Array => new Uint8Array(bytes.buffer, take(length, 1), length);
  return {
    identities: doubles(counts.modules * IDENTITY_LENGTH),
    files: doubles(counts.files),
    age: doubles(1),
    facts: integers(counts.modules * FACTS_LENGTH),
    nameStarts: integers(counts.names + 1),
    stringStarts: integers(counts.strings + 1),
    pathStarts: integers(counts.paths + 1),
    numbers: integers(counts.numbers),
    names: text(counts.nameBytes),
    strings: text(counts.stringBytes),
    paths: text(counts.pathBytes),
  };
}

export function encodeCache(tree: CachedTree): Uint8Array {
  const counts: Counts = {
    modules: tree.facts.length / FACTS_LENGTH,
    files: tree.files.length,
    names: tree.names.count,
    strings: tree.strings.count,
    paths: tree.paths.count,
    numbers: tree.numbers.length,
    nameBytes: tree.names.length,
    stringBytes: tree.strings.length,
    pathBytes: tree.paths.length,
  };
  const bytes = new Uint8Array(lengthOf(counts));
  const views = viewsOf(bytes, counts);
  views.identities.set(tree.identities);
  views.files.set(tree.files);
  views.age[0] = tree.age;
  views.facts.set(tree.facts);
  views.numbers.set(tree.numbers);
  putStrings(tree.names, views.nameStarts, views.names);
  putStrings(tree.strings, views.stringStarts, views.strings);
  putStrings(tree.paths, views.pathStarts, views.paths);
  const words = new Uint32Array(bytes.buffer);
  words.set([...MAGIC, VERSION]);
  words.set(
    COUNT_KEYS.map((key) => counts[key]),
    COUNTS,
  );
  words[CHECKSUM] = checksum(words);
  return bytes;
}

function putStrings(strings: ByteStrings, starts: Int32Array, bytes: Uint8Array): void {
  starts.set(strings.starts.subarray(0, strings.count + 1));
  bytes.set(strings.bytes.subarray(0, strings.length));
}

/** What the file says; undefined for one that is damaged, or of another version or machine. */
export function decodeCache(bytes: Uint8Array): CachedTree | undefined {
  // Views of larger numbers must begin where those can be.
  if (bytes.byteOffset % 8 !== 0) return decodeCache(bytes.slice());
  if (bytes.length < HEADER_LENGTH || bytes.length % 4 !== 0) return undefined;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  if (words[0] !== MAGIC[0] || words[1] !== MAGIC[1] || words[2] !== VERSION) return undefined;
  const counts = Object.fromEntries(COUNT_KEYS.map((key, at) => [key, words[COUNTS + at]])) as unknown as Counts;
  if (lengthOf(counts) !== bytes.length || checksum(words) !== words[CHECKSUM]) return undefined;
  const views = viewsOf(bytes, counts);
  const tree: CachedTree = {
    paths: new ByteStrings(views.pathStarts, views.paths),
    identities: views.identities,
    facts: views.facts,
    names: new ByteStrings(views.nameStarts, views.names),
    strings: new ByteStrings(views.stringStarts, views.strings),
    numbers: views.numbers,
    files: views.files,
    age: views.age[0] ?? 0,
  };
  return isSound(tree) ? tree : undefined;
}

/** Short enough that V8 has compiled the loop before a tenth of a cache is read. */
const PIECE = 4096;

/** Of all words but its own. Tells damage, nothing more. */
function checksum(words: Uint32Array): number {
  let sum = words.length;
  for (let from = 0; from < words.length; from += PIECE) {
    sum = checksumOf(words, from, Math.min(from + PIECE, words.length), sum);
  }
  return sum >>> 0;
}

function checksumOf(words: Uint32Array, from: number, to: number, before: number): number {
  let sum = before;
  for (let at = from; at < to; at++) {
    if (at !== CHECKSUM) sum = (Math.imul(sum ^ (words[at] as number), 0x9e37_79b1) + ((sum >>> 15) ^ at)) | 0;
  }
  return sum;
}
