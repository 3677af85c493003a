/** The text files that depmod writes, whole. Values are raw bytes, in module order and in the order of each module. See depmod(8). */

import type { ByteStrings } from "../byte-strings.ts";
import { GrowingBytes } from "../growing-bytes.ts";
import type { IndexedModule, SymbolOwners } from "./dependencies.ts";
import { findDeviceNode } from "./devname.ts";
import type { Range } from "./numbers.ts";
import type { Say } from "./say.ts";

const NEWLINE = 0x0a;

/** modules.dep, of its lines without newlines. */
export function formatDependencies(lines: ByteStrings): Uint8Array {
  const out = new GrowingBytes(lines.length + lines.count);
  for (let line = 0; line < lines.count; line++) appendLine(out, lines, line);
  return out.result();
}

function appendLine(out: GrowingBytes, strings: ByteStrings, string: number): void {
  out.append(strings.bytes, strings.start(string), strings.start(string + 1));
  out.u8(NEWLINE);
}

/** modules.alias. */
export function formatAliases(modules: readonly IndexedModule[], strings: ByteStrings): Uint8Array {
  const out = new GrowingBytes();
  out.text("# Aliases extracted from modules themselves.\n");
  for (const { file, facts } of modules) {
    const { from, to } = facts.aliases;
    const end = ` ${file.name}\n`;
    for (let alias = from; alias < to; alias++) {
      out.text("alias ");
      out.append(strings.bytes, strings.start(alias), strings.start(alias + 1));
      out.text(end);
    }
  }
  return out.result();
}

/** modules.softdep. */
export function formatSoftDependencies(modules: readonly IndexedModule[], strings: ByteStrings): Uint8Array {
  const out = new GrowingBytes();
  out.text("# Soft dependencies extracted from modules themselves.\n");
  for (const { file, facts } of modules) appendValues(out, `softdep ${file.name} `, facts.softDependencies, strings);
  return out.result();
}

/** modules.weakdep. */
export function formatWeakDependencies(modules: readonly IndexedModule[], strings: ByteStrings): Uint8Array {
  const out = new GrowingBytes();
  out.text("# Weak dependencies extracted from modules themselves.\n");
  for (const { file, facts } of modules) appendValues(out, `weakdep ${file.name} `, facts.weakDependencies, strings);
  return out.result();
}

function appendValues(out: GrowingBytes, start: string, { from, to }: Range, strings: ByteStrings): void {
  for (let value = from; value < to; value++) {
    out.text(start);
    appendLine(out, strings, value);
  }
}

/** modules.symbols, of the symbols in `owned`, which are in the file's order. */
export function formatSymbols(
  modules: readonly IndexedModule[],
  { names, owners }: SymbolOwners,
  owned: Int32Array,
): Uint8Array {
  const out = new GrowingBytes();
  out.text("# Aliases for symbols, used by symbol_request().\n");
  const ends = modules.map(({ file }) => ` ${file.name}\n`);
  for (const symbol of owned) {
    out.text("alias symbol:");
    out.append(names.strings.bytes, names.strings.start(symbol), names.strings.start(symbol + 1));
    out.text(ends[owners[symbol] as number] as string);
  }
  return out.result();
}

/** modules.devname. A device name without number is told. */
export function formatDeviceNodes(modules: readonly IndexedModule[], strings: ByteStrings, say: Say): Uint8Array {
  const out = new GrowingBytes();
  for (const { file, facts } of modules) {
    const found = findDeviceNode(strings, facts.aliases);
    if (found.kind === "node") {
      if (out.length === 0) out.text("# Device nodes to trigger on-demand module loading.\n");
      out.text(`${file.name} ${found.name} ${found.number}\n`);
    } else if (found.kind === "incomplete") {
      const lack = "but lacks major and minor information. Ignoring.";
      say("ERROR", `Module '${file.name}' has devname (${found.name}) ${lack}`);
    }
  }
  return out.result();
}
