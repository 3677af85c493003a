/**
 * Module.symvers, which the build of a kernel leaves behind, and the package of its headers brings. See the kernel's
 * Documentation/kbuild/modules.rst, "Module Versioning".
 *
 *     CRC TAB SYMBOL TAB EXPORTER TAB EXPORT_SYMBOL[_GPL] [TAB NAMESPACE]
 */

import { FormatError } from "../errors.ts";
import type { ExportedSymbol, ExportedSymbols } from "./exports.ts";

const CRC = /^0x[0-9a-f]{1,16}$/;
const TYPES: readonly string[] = ["EXPORT_SYMBOL", "EXPORT_SYMBOL_GPL"];

/** What the kernel's image exports, by such a file's text. `path` is for messages. Throws `FormatError` at the first line that is none. */
export function parseSymbolExports(text: string, path: string): ExportedSymbols {
  const symbols = new Map<string, ExportedSymbol>();
  let hasVersions = false;
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const [crc = "", name = "", exporter = "", type = "", namespace = ""] = line.split("\t");
    if (!CRC.test(crc) || name === "" || !TYPES.includes(type)) {
      throw new FormatError(path, "expected a line of Module.symvers", "EINVAL", at + 1);
    }
    if (exporter !== "vmlinux") continue;
    const version = BigInt(crc);
    hasVersions ||= version !== 0n;
    symbols.set(name, { crc: version, gplOnly: type === "EXPORT_SYMBOL_GPL", namespace });
  }
  // A kernel without versions has zeros everywhere.
  if (!hasVersions) for (const [name, symbol] of symbols) symbols.set(name, { ...symbol, crc: undefined });
  return symbols;
}
