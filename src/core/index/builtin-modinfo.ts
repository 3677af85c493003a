/**
 * modules.builtin.modinfo: what modules that are linked into the kernel say about themselves. Strings
 * `NAME.KEY=VALUE`, each followed by one NUL; a value may hold anything else, newlines as well.
 */

import { toByteString } from "../bytes.ts";
import { FormatError } from "../errors.ts";
import { normaliseAlias } from "../names.ts";
import type { TextEntry } from "./sorted-patterns.ts";

/** One string about a built-in module; as in a module file, a string without `=` has an empty value. */
export interface BuiltinModinfoEntry {
  readonly key: string;
  readonly value: string;
}

/** The file, split into runs of strings. */
export interface BuiltinModinfo {
  /**
   * The first run of strings of a module, in file order; undefined where it has none. Throws FormatError where a
   * string without a module name stands before that run (anywhere, for a module without strings).
   */
  entries(name: string): readonly BuiltinModinfoEntry[] | undefined;
}

/** Offsets of a run of strings of one module. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** Reads the whole file. `source` is its name for messages. Throws nothing: see `entries`. */
export function decodeBuiltinModinfo(bytes: Uint8Array, source: string): BuiltinModinfo {
  const text = toByteString(bytes);
  const { runs, badString } = findRuns(text);
  return {
    entries(name) {
      const run = runs.get(name);
      if (badString !== undefined && (run === undefined || badString < run.start)) {
        throw new FormatError(source, "unexpected string without modname prefix", "EINVAL", badString);
      }
      return run === undefined ? undefined : readRun(text, name, run);
    },
  };
}

/** The first run of every module, and the offset of the first string without a name. */
function findRuns(text: string): { readonly runs: ReadonlyMap<string, Run>; readonly badString: number | undefined } {
  const runs = new Map<string, Run>();
  let badString: number | undefined;
  let current: string | undefined;
  let runStart = 0;
  const close = (end: number): void => {
    if (current !== undefined && !runs.has(current)) runs.set(current, { start: runStart, end });
  };
  for (let start = 0; start < text.length; start = endOfString(text, start) + 1) {
    const { end: dot, found } = readField(text, start, ".");
    if (!found) badString ??= start;
    const name = found ? text.slice(start, dot) : undefined;
    if (name === current) continue;
    close(start);
    current = name;
    runStart = start;
  }
  close(text.length);
  return { runs, badString };
}

function readRun(text: string, name: string, { start, end }: Run): readonly BuiltinModinfoEntry[] {
  const strings = text.slice(start, end).split("\0");
  if (strings.at(-1) === "") strings.pop();
  return strings.map((string) => {
    const equals = string.indexOf("=", name.length + 1);
    if (equals < 0) return { key: string.slice(name.length + 1), value: "" };
    return { key: string.slice(name.length + 1, equals), value: string.slice(equals + 1) };
  });
}

/** depmod reads a field into a buffer of this size, the NUL not counted, and drops the rest. */
const MAX_FIELD = 4095;

/**
 * The aliases in the file, as depmod finds them for modules.builtin.alias.bin. Those with unbalanced brackets are left out and
 * told. depmod reads field by field and is easily led astray; where a string has a name but no `=`, the next is lost too.
 */
export function* scanBuiltinAliases(
  bytes: Uint8Array,
  onUnbalanced: (alias: string) => void = () => undefined,
): Generator<TextEntry> {
  const text = toByteString(bytes);
  for (let at = 0; at < text.length; ) {
    const { alias, module, next } = scanString(text, at);
    at = next;
    if (alias === "") continue;
    const key = normaliseAlias(alias);
    if (key === undefined) onUnbalanced(alias);
    else yield { key, value: module, priority: 0 };
  }
}

/** What a string says, and where the next begins; the alias is empty where it says nothing. */
interface ScannedString {
  readonly alias: string;
  readonly module: string;
  readonly next: number;
}

function scanString(text: string, at: number): ScannedString {
  const name = readField(text, at, ".");
  if (!name.found || name.end === at) return { alias: "", module: "", next: name.end + 1 };
  const key = readField(text, name.end + 1, "=");
  if (!key.found || text.slice(name.end + 1, key.end) !== "alias") {
    return { alias: "", module: "", next: endOfString(text, key.end + 1) + 1 };
  }
  const value = readField(text, key.end + 1, "\0");
  const alias = value.found ? text.slice(key.end + 1, value.end).slice(0, MAX_FIELD) : "";
  return { alias, module: text.slice(at, name.end).slice(0, MAX_FIELD), next: value.end + 1 };
}

/** Offset of the delimiter, or of the NUL or end of file that comes before it. */
function readField(text: string, start: number, delimiter: string): { readonly end: number; readonly found: boolean } {
  for (let end = start; end < text.length; end++) {
    const character = text[end];
    if (character === delimiter) return { end, found: true };
    if (character === "\0") return { end, found: false };
  }
  return { end: text.length, found: false };
}

function endOfString(text: string, start: number): number {
  const end = text.indexOf("\0", start);
  return end < 0 ? text.length : end;
}
