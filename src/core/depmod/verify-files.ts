/** The eleven files of a set of indexes one by one: whether each is there, can be read, and is well-formed. */

import { toByteString } from "../bytes.ts";
import { errnoText } from "../errno.ts";
import { FormatError, KmodError } from "../errors.ts";
import { scanBuiltinAliases } from "../index/builtin-modinfo.ts";
import { parseDevname } from "../index/devname.ts";
import { firstProblem } from "../index/text-entries.ts";
import {
  type ModuleDependency,
  parseAliases,
  parseBuiltins,
  parseDependencies,
  parseModuleTexts,
  type TextFile,
} from "../index/text-files.ts";
import { moduleNameOfPath, normaliseAlias } from "../names.ts";
import type { FileSystem } from "../platform.ts";
import { type DefectList, lineAt } from "./verify-defects.ts";
import { type StoredEntry, type TextForm, verifyBinary } from "./verify-forms.ts";

/** Where indexes are, and what the kernel's build left. */
export interface VerifiedDirectories {
  readonly input: string;
  readonly output: string;
}

/** A text file that was read; of its lines the good ones. */
export interface ReadText<Line> {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly Line[];
  /** Whether those are all. */
  readonly isSound: boolean;
}

interface Reading extends VerifiedDirectories {
  readonly files: FileSystem;
  readonly defects: DefectList;
}

/**
 * Written since kmod 33, and by no other depmod; a tree without it lacks nothing that any tool relies on. Without any
 * other index, questions get a wrong answer.
 */
const RECENT = "modules.weakdep";

/** Bytes; depmod cuts a longer alias. */
const LONGEST_ALIAS = 4095;

/** Looks at all eleven, in the order in which depmod makes them. Returns modules.dep, undefined where it cannot be read. */
export function verifyFiles(
  files: FileSystem,
  directories: VerifiedDirectories,
  defects: DefectList,
): ReadText<ModuleDependency> | undefined {
  const reading = { ...directories, files, defects };
  const dependencies = readText(reading, "modules.dep", parseDependencies, "may be empty");
  readBinary(reading, "modules.dep.bin", formOf(dependencies, dependencyEntry));
  const aliases = readText(reading, "modules.alias", parseAliases);
  readBinary(reading, "modules.alias.bin", formOf(aliases, aliasEntry));
  readText(reading, "modules.softdep", (text, path) => parseModuleTexts(text, path, "softdep"));
  readText(reading, "modules.weakdep", (text, path) => parseModuleTexts(text, path, "weakdep"));
  const symbols = readText(reading, "modules.symbols", parseAliases);
  readBinary(reading, "modules.symbols.bin", formOf(symbols, symbolEntry));
  readBuiltin(reading, "modules.builtin.bin", "modules.builtin", builtinForm);
  readBuiltin(reading, "modules.builtin.alias.bin", "modules.builtin.modinfo", builtinAliasForm);
  readText(reading, "modules.devname", parseDeviceNodes, "may be empty");
  return dependencies;
}

function readText<Line>(
  reading: Reading,
  name: string,
  parse: (text: string, path: string) => TextFile<Line>,
  emptiness?: "may be empty",
): ReadText<Line> | undefined {
  const path = `${reading.output}/${name}`;
  const bytes = readIndex(reading, path);
  if (bytes === undefined) return undefined;
  const text = toByteString(bytes);
  const parsed = parse(text, path);
  const problem = firstProblem(parsed) ?? unfinished(text, path, emptiness === undefined);
  if (problem !== undefined) {
    const { place: line, message } = problem;
    reading.defects.add("damaged", path, () => ({ file: path, line, text: message }));
  }
  return { path, text, lines: parsed.lines, isSound: problem === undefined };
}

/** What a crash soon after writing leaves: an empty file, one filled with NUL, or the beginning of one. */
function unfinished(text: string, path: string, hasHeader: boolean): FormatError | undefined {
  if (text === "") return hasHeader ? new FormatError(path, "the file is empty") : undefined;
  const nul = text.indexOf("\0");
  if (nul >= 0) return new FormatError(path, "NUL in the line", "EINVAL", lineAt(text, nul));
  if (text.endsWith("\n")) return undefined;
  return new FormatError(path, "line without an end", "EINVAL", lineAt(text, text.length));
}

function readBinary(reading: Reading, name: string, text: TextForm | undefined): void {
  const path = `${reading.output}/${name}`;
  const bytes = readIndex(reading, path);
  if (bytes !== undefined) verifyBinary({ path, bytes }, text, reading.defects);
}

/** Without its input, a builtin index is an empty file. */
function readBuiltin(
  reading: Reading,
  name: string,
  inputName: string,
  formFrom: (bytes: Uint8Array, path: string) => TextForm,
): void {
  const { defects, input, output } = reading;
  const path = `${output}/${name}`;
  const bytes = readIndex(reading, path);
  if (bytes === undefined) return;
  const source = `${input}/${inputName}`;
  const made = readOr(reading, source, (error) => {
    if (error.errno !== "ENOENT") addUnreadable(defects, source, error);
  });
  if (made === undefined && bytes.length === 0) return;
  verifyBinary({ path, bytes }, made === undefined ? undefined : formFrom(made, source), defects);
}

function readIndex(reading: Reading, path: string): Uint8Array | undefined {
  const { defects } = reading;
  return readOr(reading, path, (error) => {
    if (error.errno === "ENOENT") addMissing(defects, path);
    else addUnreadable(defects, path, error);
  });
}

/** A file's bytes; undefined after `otherwise` has heard why not. */
function readOr({ files }: Reading, path: string, otherwise: (error: KmodError) => void): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    otherwise(error);
    return undefined;
  }
}

function addMissing(defects: DefectList, file: string): void {
  if (file.endsWith(`/${RECENT}`)) {
    const text = `${file} is missing: a kmod before 33 or another depmod has made the indexes`;
    defects.add("not-written", file, () => ({ file, text }));
  } else {
    defects.add("missing", file, () => ({ file, text: `${file} is missing` }));
  }
}

/** What is there, and cannot be asked. */
function addUnreadable(defects: DefectList, file: string, { errno }: KmodError): void {
  defects.add("unreadable", file, () => ({ file, text: `could not read ${file}: ${errnoText(errno)}` }));
}

/** Undefined for a damaged one: that the binary index says more is no news. */
function formOf<Line>(
  read: ReadText<Line> | undefined,
  toEntry: (line: Line) => StoredEntry | undefined,
): TextForm | undefined {
  if (read?.isSound !== true) return undefined;
  const { path, text, lines } = read;
  return { path, text, entries: () => entriesOf(lines, toEntry) };
}

function* entriesOf<Line>(
  lines: readonly Line[],
  toEntry: (line: Line) => StoredEntry | undefined,
): Generator<StoredEntry> {
  for (const line of lines) {
    const entry = toEntry(line);
    if (entry !== undefined) yield entry;
  }
}

function dependencyEntry({ path, dependencies }: ModuleDependency): StoredEntry {
  const line = [`${path}:`, ...dependencies].join(" ");
  return { key: moduleNameOfPath(path), value: line, shown: line };
}

/** Undefined for one that depmod leaves out. */
function aliasEntry({ alias, module }: AliasLine): StoredEntry | undefined {
  const key = normaliseAlias(alias.slice(0, LONGEST_ALIAS));
  return key === undefined ? undefined : { key, value: module, shown: `alias ${alias} ${module}` };
}

/** Symbols are stored as they are. */
function symbolEntry({ alias, module }: AliasLine): StoredEntry {
  return { key: alias, value: module, shown: `alias ${alias} ${module}` };
}

interface AliasLine {
  readonly alias: string;
  readonly module: string;
}

function builtinForm(bytes: Uint8Array, path: string): TextForm {
  const names = parseBuiltins(toByteString(bytes), path).lines.filter((name) => name !== "");
  return { path, text: "", entries: () => names.map((key) => ({ key, value: "", shown: key })) };
}

function builtinAliasForm(bytes: Uint8Array, path: string): TextForm {
  const entries = [...scanBuiltinAliases(bytes)].map(({ key, value }) => ({ key, value, shown: `${key} ${value}` }));
  return { path, text: "", entries: () => entries };
}

function parseDeviceNodes(text: string, source: string): TextFile<unknown> {
  const lines = parseDevname(text);
  const bad = lines.flatMap((parsed) => ("node" in parsed ? [] : [parsed.line]));
  const [first] = bad;
  const expected = "expected 'MODULE DEVNAME TMAJOR:MINOR'";
  const problems = first === undefined ? [] : [new FormatError(source, expected, "EINVAL", first)];
  return { lines, problems, badLines: bad.length };
}
