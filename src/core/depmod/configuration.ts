/** The directives of depmod.d(5): which file of a module counts, where else modules are, what is passed over. */

import { toByteString } from "../bytes.ts";
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

/** What a file says, to be joined with what others say. */
interface Lists {
  readonly search: string[];
  readonly overrides: string[];
  readonly externals: string[];
  readonly excludes: string[];
}

const emptyLists = (): Lists => ({ search: [], overrides: [], externals: [], excludes: [] });

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
  const lists = emptyLists();
  for (const { path, location } of depmodConfigurationFiles(files, places, say)) {
    try {
      parseInto(lists, toByteString(files.read(location)), { path, version, say });
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      say("ERROR", `file parse ${path}: ${errnoText(error.errno)}`);
    }
  }
  return { ...lists, search: lists.search.length > 0 ? lists.search : DEFAULT_SEARCH };
}

interface Reading {
  readonly path: string;
  readonly version: string;
  readonly say: Say;
}

/** The directives of one file's text, for a kernel `version`. Any byte string is accepted; `path` is for messages. */
export function parseDepmodDirectives(text: string, path: string, version: string, say: Say): DepmodConfiguration {
  const lists = emptyLists();
  parseInto(lists, text, { path, version, say });
  return lists;
}

function parseInto(lists: Lists, text: string, reading: Reading): void {
  for (const { text: content, line } of parseLogicalLines(text)) {
    if (isIgnoredLine(content)) continue;
    const [keyword = "", ...words] = allWords(content);
    applyDirective(lists, keyword, words, `${reading.path}:${line}`, reading);
  }
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

function applyDirective(
  lists: Lists,
  keyword: string,
  words: readonly string[],
  place: string,
  { version, say }: Reading,
): void {
  const [first, second, third] = words;
  if (keyword === "search") {
    lists.search.push(...words);
  } else if (keyword === "exclude") {
    lists.excludes.push(...words);
  } else if (keyword === "override" && first !== undefined && second !== undefined && third !== undefined) {
    if (isForKernel(second, version)) lists.overrides.push(`${third}/${first}`);
    else say("INFO", `${place}: override kernel did not match ${second}`);
  } else if (keyword === "external" && first !== undefined && second !== undefined) {
    if (isForKernel(first, version)) lists.externals.push(second);
    else say("INFO", `${place}: external directory did not match ${first}`);
  } else if (keyword === "include" || keyword === "make_map_files") {
    say("INFO", `${place}: command ${keyword} not implemented yet`);
  } else {
    say("ERROR", `${place}: ignoring bad line starting with '${keyword}'`);
  }
}

/** `*` is every kernel; anything else an extended regular expression, of which a bad one matches none. */
function isForKernel(expression: string, version: string): boolean {
  return expression === "*" || compileExtendedExpression(expression)?.(version) === true;
}
