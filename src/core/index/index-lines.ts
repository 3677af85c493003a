/** Where in the text files of a module directory something stands: the binary indexes, which answer, have no lines. */

import { toByteString } from "../bytes.ts";
import type { Origin } from "../config/configuration.ts";
import { SystemError } from "../errors.ts";
import { moduleNameOfPath } from "../names.ts";
import type { FileSystem } from "../platform.ts";
import { parseAliases } from "./text-files.ts";

/** A line of modules.alias. Byte strings, as written. */
export interface AliasLine {
  readonly pattern: string;
  readonly module: string;
  readonly origin: Origin;
}

/** The lines of modules.alias for some modules, in order; none where there is no such file. Throws SystemError. */
export function findAliasLines(
  files: FileSystem,
  directory: string,
  modules: ReadonlySet<string>,
): readonly AliasLine[] {
  const path = `${directory}/modules.alias`;
  return linesOf(files, path).flatMap((text, at): readonly AliasLine[] => {
    if (!modules.has(text.slice(text.lastIndexOf(" ") + 1))) return [];
    const [line] = parseAliases(text, path).lines;
    if (line === undefined) return [];
    return [{ pattern: line.alias, module: line.module, origin: { kind: "file", path, line: at + 1 } }];
  });
}

/** The line of modules.builtin for a module; undefined where there is none. Throws SystemError. */
export function findBuiltinLine(files: FileSystem, directory: string, module: string): Origin | undefined {
  const path = `${directory}/modules.builtin`;
  const at = linesOf(files, path).findIndex((text) => moduleNameOfPath(text) === module);
  return at < 0 ? undefined : { kind: "file", path, line: at + 1 };
}

function linesOf(files: FileSystem, path: string): readonly string[] {
  try {
    return toByteString(files.read(path)).split("\n");
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return [];
    throw error;
  }
}
