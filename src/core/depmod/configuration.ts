/** The directives of depmod.d(5): which file of a module counts, where else modules are, what is passed over. */

import { toByteString } from "../bytes.ts";
import type { Origin } from "../config/configuration.ts";
import { isIgnoredLine, nextWord, parseLogicalLines } from "../config/lexer.ts";
import { type ConfigurationFile, findFilesInOrder } from "../config/search-path.ts";
import { errnoText } from "../errno.ts";
import { KmodError } from "../errors.ts";
import type { FileSystem } from "../platform.ts";
import { compileExtendedExpression } from "./extended-expression.ts";
import type { Say } from "./say.ts";

/** Highest priority first. */
const DEFAULT_DIRECTORIES: readonly string[] = [
  "/etc/depmod.d",
  "/run/depmod.d",
  "/usr/local/lib/depmod.d",
  "/usr/lib/depmod.d",
  "/lib/depmod.d",
];

/** Where the list of search directories is not configured. */
const DEFAULT_SEARCH: readonly string[] = ["updates"];

/** All lists in reading order: files by base name, lines from top to bottom. Byte strings. */
export interface DepmodConfiguration {
  /** Directories below the module directory, and the words `external` and `built-in`; the first has the highest priority. */
  readonly search: readonly string[];
  /** `SUBDIRECTORY/MODULE`, without file name ending: the file that counts whatever the search list says. */
  readonly overrides: readonly string[];
  /** Directories elsewhere that hold modules. */
  readonly externals: readonly string[];
  /** Names of files and directories that are passed over. */
  readonly excludes: readonly string[];
}

export interface DepmodConfigurationPlaces {
  /** Files and directories given with `-C`, as typed, in order; undefined for the default directories. */
  readonly paths: readonly string[] | undefined;
  /** Absolute path against which a relative one is opened. */
  readonly workingDirectory: string;
}

/** A directive that applies to the kernel in question. Words are byte strings. */
export type DepmodDirective =
  | { readonly keyword: "search" | "exclude"; readonly words: readonly string[]; readonly origin: Origin }
  /** `path` is `SUBDIRECTORY/MODULE`. */
  | { readonly keyword: "override" | "external"; readonly path: string; readonly origin: Origin };

/** The files that depmod(8) would read, in reading order. What is wrong with a directory is told. */
export function depmodConfigurationFiles(
  files: FileSystem,
  { paths = DEFAULT_DIRECTORIES, workingDirectory }: DepmodConfigurationPlaces,
  say: Say,
): readonly ConfigurationFile[] {
  return findFilesInOrder(files, { paths, ownFiles: [], workingDirectory }, ({ text }) => say("ERROR", text));
}

/**
 * The configuration that depmod(8) would use for a kernel `version`. Bad lines and files that cannot be read are told and
 * passed over.
 */
export function readDepmodConfiguration(
  files: FileSystem,
  places: DepmodConfigurationPlaces,
  version: string,
  say: Say,
): DepmodConfiguration {
  return toDepmodConfiguration(readDepmodDirectives(files, places, version, say));
}

/** The same as directives in reading order, each with the line that it stands on. */
export function readDepmodDirectives(
  files: FileSystem,
  places: DepmodConfigurationPlaces,
  version: string,
  say: Say,
): readonly DepmodDirective[] {
  return depmodConfigurationFiles(files, places, say).flatMap(({ path, location }) => {
    try {
      return parseDepmodDirectives(toByteString(files.read(location)), path, version, say);
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      say("ERROR", `file parse ${path}: ${errnoText(error.errno)}`);
      return [];
    }
  });
}

/** What directives come to, with the search list that depmod has where none is configured. */
export function toDepmodConfiguration(directives: readonly DepmodDirective[]): DepmodConfiguration {
  const wordsOf = (wanted: DepmodDirective["keyword"]): readonly string[] =>
    directives.flatMap((each) => (each.keyword !== wanted ? [] : "path" in each ? [each.path] : each.words));
  const search = wordsOf("search");
  return {
    search: search.length > 0 ? search : DEFAULT_SEARCH,
    overrides: wordsOf("override"),
    externals: wordsOf("external"),
    excludes: wordsOf("exclude"),
  };
}

/**
 * The directives of one file's text that apply to a kernel `version`. Any byte string is accepted; `path` is for messages and
 * origins.
 */
export function parseDepmodDirectives(
  text: string,
  path: string,
  version: string,
  say: Say,
): readonly DepmodDirective[] {
  const directives: DepmodDirective[] = [];
  for (const { text: content, line } of parseLogicalLines(text)) {
    if (isIgnoredLine(content)) continue;
    const [keyword = "", ...words] = allWords(content);
    const directive = toDirective(keyword, words, { kind: "file", path, line }, { version, say });
    if (directive !== undefined) directives.push(directive);
  }
  return directives;
}

function allWords(text: string): readonly string[] {
  const words: string[] = [];
  for (let at = 0; ; ) {
    const { word, next } = nextWord(text, at);
    if (word === "") return words;
    words.push(word);
    at = next;
  }
}

/** Undefined for what does not apply, or is no directive, which is told. */
function toDirective(
  keyword: string,
  words: readonly string[],
  origin: Extract<Origin, { readonly kind: "file" }>,
  { version, say }: { readonly version: string; readonly say: Say },
): DepmodDirective | undefined {
  const [first, second, third] = words;
  const place = `${origin.path}:${origin.line}`;
  if (keyword === "search" || keyword === "exclude") return { keyword, words, origin };
  if (keyword === "override" && first !== undefined && second !== undefined && third !== undefined) {
    if (isForKernel(second, version)) return { keyword, path: `${third}/${first}`, origin };
    say("INFO", `${place}: override kernel did not match ${second}`);
  } else if (keyword === "external" && first !== undefined && second !== undefined) {
    if (isForKernel(first, version)) return { keyword, path: second, origin };
    say("INFO", `${place}: external directory did not match ${first}`);
  } else if (keyword === "include" || keyword === "make_map_files") {
    say("INFO", `${place}: command ${keyword} not implemented yet`);
  } else {
    say("ERROR", `${place}: ignoring bad line starting with '${keyword}'`);
  }
  return undefined;
}

/** `*` is every kernel; anything else an extended regular expression, of which a bad one matches none. */
export function isForKernel(expression: string, version: string): boolean {
  return expression === "*" || compileExtendedExpression(expression)?.(version) === true;
}
