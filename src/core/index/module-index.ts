/**
 * Everything depmod and the kernel's build say about a module directory, read when it is asked for.
 *
 * The binary index answers; where it is missing (or empty, which depmod writes when it had no input), the text file
 * does. Missing both, there is nothing. An index that cannot be read or turns out to be damaged is reported once and
 * counts as empty, so that the others still work, as with kmod.
 */

import { FormatError, SystemError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import {
  type BuiltinModinfo,
  type BuiltinModinfoEntry,
  decodeBuiltinModinfo,
  scanBuiltinAliases,
} from "./builtin-modinfo.ts";
import { openSortedPatterns } from "./sorted-patterns.ts";
import {
  type ParseText,
  type Report,
  toAliasEntries,
  toBuiltinEntries,
  toDependencyEntries,
  toSymbolEntries,
} from "./text-entries.ts";
import { type ModuleDependency, parseDependency } from "./text-files.ts";
import { openTrie, type Trie } from "./trie-reader.ts";

export type { IndexProblem } from "./text-entries.ts";
export type { ModuleDependency } from "./text-files.ts";

/** Names are module names with `_`, keys are normalised; all byte strings. Only `builtinModinfo` throws. */
export interface ModuleIndex {
  readonly directory: string;
  /** The file of a module and what it needs. */
  dependency(name: string): ModuleDependency | undefined;
  /** The modules whose alias patterns match, in module order, once for each pattern. */
  aliases(name: string): readonly string[];
  /** The modules that own a symbol, given as `symbol:NAME`. */
  symbols(name: string): readonly string[];
  isBuiltin(name: string): boolean;
  /** Every built-in module, or those whose names begin so, in byte order. */
  builtinNames(prefix?: string): Iterable<string>;
  /** The built-in modules whose alias patterns match. */
  builtinAliases(name: string): readonly string[];
  /**
   * What a built-in module says about itself; undefined where nothing is known. Throws FormatError (`detail` is
   * kmod's text) where modules.builtin.modinfo is damaged before it, and SystemError where that cannot be read.
   */
  builtinModinfo(name: string): readonly BuiltinModinfoEntry[] | undefined;
  /** Every module in modules.dep, or those whose names begin so, in byte order. */
  moduleNames(prefix?: string): Iterable<string>;
  /** Their files, as stored, in the same order. */
  paths(): Iterable<string>;
  /** All alias patterns in byte order. */
  aliasEntries(): Iterable<{ readonly key: string; readonly value: string }>;
  /** All `symbol:NAME` in byte order. */
  symbolEntries(): Iterable<{ readonly key: string; readonly value: string }>;
}

/**
 * The index of a module directory (`.../lib/modules/VERSION`, no trailing slash). Reads nothing yet; each file is
 * read once. `onProblem` hears once of every file that is damaged or cannot be read.
 */
export function openModuleIndex(files: FileSystem, directory: string, onProblem: Report): ModuleIndex {
  const open = (name: string, text: string, parse: ParseText): Trie =>
    openGuarded(
      () => openEither(files, `${directory}/${name}.bin`, `${directory}/${text}`, parse, onProblem),
      onProblem,
    );
  const dependencies = open("modules.dep", "modules.dep", toDependencyEntries);
  const aliases = open("modules.alias", "modules.alias", toAliasEntries);
  const symbols = open("modules.symbols", "modules.symbols", toSymbolEntries);
  const builtins = open("modules.builtin", "modules.builtin", toBuiltinEntries);
  const builtinAliases = open("modules.builtin.alias", "modules.builtin.modinfo", (bytes) => scanBuiltinAliases(bytes));
  const modinfo = openModinfo(files, `${directory}/modules.builtin.modinfo`);

  let saidBadValue = false;
  const parse = (name: string, line: string): ModuleDependency | undefined => {
    const dependency = parseDependency(line);
    if (dependency === undefined && !saidBadValue) {
      saidBadValue = true;
      onProblem(new FormatError(`${directory}/modules.dep.bin`, `value of '${name}' is no 'PATH: DEPENDENCY...'`));
    }
    return dependency;
  };
  return {
    directory,
    dependency(name) {
      const line = dependencies.lookup(name);
      return line === undefined ? undefined : parse(name, line);
    },
    aliases: (name) => aliases.search(name),
    symbols: (name) => symbols.search(name),
    isBuiltin: (name) => builtins.lookup(name) !== undefined,
    *builtinNames(prefix) {
      for (const { key } of builtins.entries(prefix)) yield key;
    },
    builtinAliases: (name) => builtinAliases.search(name),
    builtinModinfo: (name) => modinfo()?.entries(name),
    *moduleNames(prefix) {
      for (const { key } of dependencies.entries(prefix)) yield key;
    },
    *paths() {
      for (const { key, value } of dependencies.entries()) {
        const dependency = parse(key, value);
        if (dependency !== undefined) yield dependency.path;
      }
    },
    aliasEntries: () => aliases.entries(),
    symbolEntries: () => symbols.entries(),
  };
}

const EMPTY: Trie = { lookup: () => undefined, search: () => [], entries: () => [] };

/** Opens on first use; what cannot be read or is damaged is reported once, and is empty from then on. */
function openGuarded(open: () => Trie, onProblem: Report): Trie {
  let opened: Trie | undefined;
  const trie = (): Trie => {
    opened ??= open();
    return opened;
  };
  const giveUp = (error: unknown): void => {
    if (!(error instanceof FormatError || error instanceof SystemError)) throw error;
    onProblem(error);
    opened = EMPTY;
  };
  const attempt = <Result>(use: () => Result, otherwise: Result): Result => {
    try {
      return use();
    } catch (error) {
      giveUp(error);
      return otherwise;
    }
  };
  return {
    lookup: (key) => attempt(() => trie().lookup(key), undefined),
    search: (key) => attempt(() => trie().search(key), []),
    *entries(prefix) {
      try {
        yield* trie().entries(prefix);
      } catch (error) {
        giveUp(error);
      }
    },
  };
}

function openEither(files: FileSystem, binary: string, text: string, parse: ParseText, onProblem: Report): Trie {
  const bytes = readOptional(files, binary);
  if (bytes !== undefined) return openTrie(bytes, binary);
  const lines = readOptional(files, text);
  return lines === undefined ? EMPTY : openSortedPatterns(parse(lines, text, onProblem));
}

/** A file's bytes; undefined where it does not exist or is empty. Throws SystemError. */
function readOptional(files: FileSystem, path: string): Uint8Array | undefined {
  try {
    const bytes = files.read(path);
    return bytes.length === 0 ? undefined : bytes;
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return undefined;
    throw error;
  }
}

function openModinfo(files: FileSystem, path: string): () => BuiltinModinfo | undefined {
  let modinfo: BuiltinModinfo | undefined;
  let read = false;
  return () => {
    if (!read) {
      const bytes = readOptional(files, path);
      modinfo = bytes === undefined ? undefined : decodeBuiltinModinfo(bytes, path);
      read = true;
    }
    return modinfo;
  };
}
