/** The module files that operands stand for: files, and directories with all that lies below them. */

import { compareBytes } from "../core/bytes.ts";
import { KmodError, SystemError } from "../core/errors.ts";
import { hasModuleSuffix } from "../core/names.ts";
import type { DirectoryEntry, FileSystem, FileType } from "../core/platform.ts";
import { joinPath } from "./paths.ts";

/**
 * An operand that is a directory gives the module files below it, each by its path from there, in byte order; any other
 * one gives itself, be it there or not. Links to files count, links to directories are not followed: those of a
 * kernel's directory lead to its sources. What cannot be listed, and a directory without modules, goes to `onProblem`.
 */
export function moduleFilesOf(
  files: FileSystem,
  operand: string,
  onProblem: (problem: KmodError) => void,
): readonly string[] {
  if (typeOf(files, operand) !== "directory") return [operand];
  let complete = true;
  const found = [...modulesBelow(files, operand, onListingProblem)].toSorted(compareBytes);
  if (found.length === 0 && complete) onProblem(new KmodError(`there is no module file below '${operand}'`, "ENOENT"));
  return found;

  function onListingProblem(problem: KmodError): void {
    complete = false;
    onProblem(problem);
  }
}

function* modulesBelow(files: FileSystem, top: string, onProblem: (problem: KmodError) => void): Iterable<string> {
  const pending = [top];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const { name, type } of list(files, directory, onProblem)) {
      const path = joinPath(directory, name);
      if (type === "directory") pending.push(path);
      else if (hasModuleSuffix(name) && isFile(files, path, type)) yield path;
    }
  }
}

function list(
  files: FileSystem,
  directory: string,
  onProblem: (problem: KmodError) => void,
): readonly DirectoryEntry[] {
  try {
    return files.list(directory);
  } catch (error) {
    if (!(error instanceof KmodError)) throw error;
    onProblem(error);
    return [];
  }
}

/** A link that leads nowhere is for the reader to say. A pipe of such a name is nothing to wait for. */
function isFile(files: FileSystem, path: string, type: FileType): boolean {
  return type === "file" || (type === "link" && ["file", undefined].includes(typeOf(files, path)));
}

/** Undefined for what cannot be looked at. */
function typeOf(files: FileSystem, path: string): FileType | undefined {
  try {
    return files.status(path).type;
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}
