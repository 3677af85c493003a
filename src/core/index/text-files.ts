/**
 * The text files of a module directory, as depmod and the kernel's build write them: modules.dep, .alias, .symbols,
 * .softdep, .weakdep, .builtin and .order. Values are raw bytes without escaping.
 */

import { FormatError } from "../errors.ts";
import { moduleNameOfPath } from "../names.ts";

/** A module file and the files that it needs, as modules.dep has them: relative to the directory or absolute. */
export interface ModuleDependency {
  readonly path: string;
  /** All dependencies, also indirect ones, in stored order. */
  readonly dependencies: readonly string[];
}

/** What a file says. */
export interface TextFile<Line> {
  readonly lines: readonly Line[];
  /** One for each of the first 100 lines that say nothing; `place` is its number. */
  readonly problems: readonly FormatError[];
  /** How many lines say nothing. */
  readonly badLines: number;
}

/** A file that is something else altogether can have a bad line for every byte, and an error takes a thousand times as much. */
const MOST_PROBLEMS = 100;

/** A module and what follows its name on the line. */
export interface ModuleText {
  readonly module: string;
  readonly text: string;
}

/** `PATH:` or `PATH: DEP DEP`, a line of modules.dep and a value of modules.dep.bin; undefined without colon or path. */
export function parseDependency(line: string): ModuleDependency | undefined {
  const colon = line.indexOf(":");
  if (colon <= 0) return undefined;
  const rest = line.slice(colon + 1);
  return { path: line.slice(0, colon), dependencies: rest === "" ? [] : rest.split(/[ \t]+/).filter(Boolean) };
}

/** modules.dep. `source` is the file's name for problems. */
export function parseDependencies(text: string, source: string): TextFile<ModuleDependency> {
  return parseLines(text, source, "expected 'PATH: DEPENDENCY...'", parseDependency);
}

/** modules.alias and modules.symbols: `alias PATTERN MODULE`, where the pattern may be empty or contain blanks. */
export function parseAliases(
  text: string,
  source: string,
): TextFile<{ readonly alias: string; readonly module: string }> {
  return parseLines(text, source, "expected 'alias PATTERN MODULE'", (line) => {
    const space = line.lastIndexOf(" ");
    if (!line.startsWith("alias ") || space < 6 || space === line.length - 1) return undefined;
    return { alias: line.slice(6, space), module: line.slice(space + 1) };
  });
}

/** modules.softdep and modules.weakdep: `softdep MODULE TEXT`; `directive` is the first word. */
export function parseModuleTexts(text: string, source: string, directive: "softdep" | "weakdep"): TextFile<ModuleText> {
  return parseLines(text, source, `expected '${directive} MODULE TEXT'`, (line) => {
    const [word, module] = line.split(" ", 2);
    if (word !== directive || module === undefined || module === "") return undefined;
    return { module, text: line.slice(word.length + module.length + 2) };
  });
}

/** modules.builtin: the names of the modules in it. A line that does not begin with an ASCII letter is a problem. */
export function parseBuiltins(text: string, source: string): TextFile<string> {
  const expected = "expected the path of a built-in module";
  return parseLines(
    text,
    source,
    expected,
    (line) => (/^[A-Za-z]/.test(line) ? moduleNameOfPath(line) : undefined),
    "",
  );
}

/** modules.order: paths relative to the directory, in link order. */
export function parseOrder(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** Lines one by one, without comments where `comment` is not empty; a last line without newline counts. */
function parseLines<Line extends object | string>(
  text: string,
  source: string,
  expected: string,
  parse: (line: string) => Line | undefined,
  comment = "#",
): TextFile<Line> {
  const lines: Line[] = [];
  const problems: FormatError[] = [];
  let badLines = 0;
  let number = 0;
  for (let start = 0; start < text.length; number++) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    start = end + 1;
    if (comment !== "" && line.startsWith(comment)) continue;
    const parsed = parse(line);
    if (parsed !== undefined) lines.push(parsed);
    else if (++badLines <= MOST_PROBLEMS) problems.push(new FormatError(source, expected, "EINVAL", number + 1));
  }
  return { lines, problems, badLines };
}
