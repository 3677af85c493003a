/** The text files of a module directory as what depmod enters into the binary indexes, for where those are missing. */

import { toByteString } from "../bytes.ts";
import { FormatError, type SystemError } from "../errors.ts";
import { moduleNameOfPath, normaliseAlias } from "../names.ts";
import type { TextEntry } from "./sorted-patterns.ts";
import { parseAliases, parseBuiltins, parseDependencies, type TextFile } from "./text-files.ts";

/** What is wrong with an index: a damaged file or line, or a file that cannot be read. */
export type IndexProblem = FormatError | SystemError;

/** Takes what is wrong. */
export type Report = (problem: IndexProblem) => void;

/** From the bytes of the file `source` to entries; the damaged lines are reported together, once. */
export type ParseText = (bytes: Uint8Array, source: string, onProblem: Report) => Iterable<TextEntry>;

/** modules.dep for modules.dep.bin. */
export function toDependencyEntries(bytes: Uint8Array, source: string, onProblem: Report): readonly TextEntry[] {
  const lines = reported(parseDependencies(toByteString(bytes), source), onProblem);
  return lines.map(({ path, dependencies }, priority) => {
    return { key: moduleNameOfPath(path), value: [`${path}:`, ...dependencies].join(" "), priority };
  });
}

/** modules.alias for modules.alias.bin: patterns normalised, those with unbalanced brackets left out. */
export function toAliasEntries(bytes: Uint8Array, source: string, onProblem: Report): readonly TextEntry[] {
  const positions = new Map<string, number>();
  const entries: TextEntry[] = [];
  for (const { alias, module } of reported(parseAliases(toByteString(bytes), source), onProblem)) {
    // The lines are in module order, so that the first line of a module tells its position among those with aliases.
    const priority = positions.get(module) ?? positions.size;
    positions.set(module, priority);
    const key = normaliseAlias(alias);
    if (key !== undefined) entries.push({ key, value: module, priority });
  }
  return entries;
}

/** modules.symbols for modules.symbols.bin. Unlike other aliases, symbols are stored as they are. Each has one owner, so that no order is to be kept. */
export function toSymbolEntries(bytes: Uint8Array, source: string, onProblem: Report): readonly TextEntry[] {
  const lines = reported(parseAliases(toByteString(bytes), source), onProblem);
  return lines.map(({ alias, module }) => ({ key: alias, value: module, priority: 0 }));
}

/** modules.builtin for modules.builtin.bin. */
export function toBuiltinEntries(bytes: Uint8Array, source: string, onProblem: Report): readonly TextEntry[] {
  const names = reported(parseBuiltins(toByteString(bytes), source), onProblem);
  return names.map((key) => ({ key, value: "", priority: 0 }));
}

/** The good lines of a file; of the bad ones the first is reported, with the number of the others. */
function reported<Line>(file: TextFile<Line>, onProblem: Report): readonly Line[] {
  const problem = firstProblem(file);
  if (problem !== undefined) onProblem(problem);
  return file.lines;
}

/** What is wrong with a file: its first bad line, with the number of the others. */
export function firstProblem({ problems, badLines }: TextFile<unknown>): FormatError | undefined {
  const [first] = problems;
  if (first === undefined || badLines === 1) return first;
  const others = ` (and ${badLines - 1} more bad ${badLines === 2 ? "line" : "lines"})`;
  return new FormatError(first.source, first.detail + others, "EINVAL", first.place);
}
