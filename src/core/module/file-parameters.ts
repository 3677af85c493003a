/** The parameters of a module file: what .modinfo says of them, and those of which it says nothing. */

import type { ElfFile } from "../elf/file.ts";
import { readModinfo } from "../elf/modinfo.ts";
import { readParameterNames } from "../elf/parameter-names.ts";
import { SymbolTable } from "../elf/symbol-table.ts";
import { type ModuleParameter, mergeParameters } from "./parameters.ts";

export interface FileParameters {
  /** Described ones as modinfo lists them, then others. */
  readonly parameters: readonly ModuleParameter[];
  /** False where the file has others that it does not name. */
  readonly complete: boolean;
}

/** Reads them. Throws `FormatError` for a damaged file. */
export function readFileParameters(elf: ElfFile): FileParameters {
  const modinfo = elf.section(".modinfo") === undefined ? [] : readModinfo(elf);
  const names = readParameterNames(elf, SymbolTable.read(elf), modinfo);
  const { parameters } = mergeParameters(modinfo);
  const described = new Set(parameters.map(({ name }) => name));
  const others = [...(names ?? [])].filter((name) => !described.has(name));
  return {
    parameters: [...parameters, ...others.map((name) => ({ name, description: undefined, type: undefined }))],
    complete: names !== undefined,
  };
}
