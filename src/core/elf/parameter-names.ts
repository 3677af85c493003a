/**
 * The parameters that a module has, described or not: `.modinfo` has only those with a type that the kernel knows or with a description. Each
 * is a `struct kernel_param` of five words in section __param, under a symbol `__param_NAME`.
 */

import { fromByteString } from "../bytes.ts";
import type { ElfFile } from "./file.ts";
import type { ModinfoEntry } from "./modinfo.ts";
import type { SymbolTable } from "./symbol-table.ts";

const PREFIX: Uint8Array = fromByteString("__param_");
const WORDS = 5;

/** The names of all parameters; undefined where there are more of them than names can be found for. Throws `FormatError` for damaged names. */
export function readParameterNames(
  elf: ElfFile,
  table: SymbolTable | undefined,
  modinfo: readonly ModinfoEntry[],
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { key, value } of modinfo) {
    if (key === "parm" || key === "parmtype") names.add(value.slice(0, Math.max(0, value.indexOf(":"))));
  }
  const section = elf.section("__param");
  if (section === undefined) return names;
  for (const name of table === undefined ? [] : namesIn(table, section.index)) names.add(name);
  const count = section.size / ((WORDS * elf.elfClass) / 8);
  return names.size >= count ? names : undefined;
}

function* namesIn(table: SymbolTable, section: number): Generator<string> {
  for (let at = table.nextNamed(1, PREFIX); at < table.count; at = table.nextNamed(at + 1, PREFIX)) {
    const offset = table.nameOffset(at);
    if (offset < table.names.length && table.section(at) === section) yield table.nameAt(offset + PREFIX.length);
  }
}
