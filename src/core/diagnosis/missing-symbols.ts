/** Symbols that the kernel did not have when a module asked for them, and which module would bring each. */

import { readInitState } from "../state/sys-module.ts";
import { captured } from "./attempt-log.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";
import { ifReadable, type Scene } from "./scene.ts";
import { modinfoValue, type Suspect } from "./suspect.ts";

/** The number is negative; what is there but does not fit has another one than ENOENT. */
const UNKNOWN = /: Unknown symbol (\S+) \(err (?:-2|0)\)/;

/** Licences that open symbols exported for GPL-compatible modules only. */
const COMPATIBLE: readonly (string | undefined)[] = [
  "GPL",
  "GPL v2",
  "GPL and additional rights",
  "Dual BSD/GPL",
  "Dual MIT/GPL",
  "Dual MPL/GPL",
];

/** Whether a module that states this licence may use symbols that are for such modules only. */
export function isGplCompatible(licence: string | undefined): boolean {
  return COMPATIBLE.includes(licence);
}

interface Exporter {
  readonly module: string;
  readonly loaded: boolean;
}

/** Symbols that are looked up; a module that lacks more lacks no other modules for it. */
const MOST_SYMBOLS = 200;

/**
 * The unknown symbols that the kernel logged, one finding for those that the same modules export. Where it logged none, those
 * of the file that only modules export which are not loaded: of the rest nobody knows from outside whether the kernel has them.
 */
export function missingSymbolFindings(scene: Scene, suspect: Suspect, log: readonly string[]): readonly Finding[] {
  const logged = captured(log, UNKNOWN).flatMap(([symbol]) => (symbol === undefined ? [] : [symbol]));
  const missing = logged.length > 0 ? withExporters(scene, logged) : unloadedSymbols(scene, suspect);
  const groups = new Map<string, { readonly symbols: string[]; readonly exporters: readonly Exporter[] }>();
  for (const { symbol, exporters } of missing) {
    const key = exporters.map(({ module }) => module).join(" ");
    const group = groups.get(key) ?? { symbols: [], exporters };
    group.symbols.push(symbol);
    groups.set(key, group);
  }
  return [...groups.values()].slice(0, MOST_OF_A_KIND).map(({ symbols, exporters }) => {
    const text = `${symbolText(scene, symbols, exporters)}${closedText(suspect)}`;
    return { kind: "symbol", text, symbols, exporters };
  });
}

interface MissingSymbol {
  readonly symbol: string;
  readonly exporters: readonly Exporter[];
}

function withExporters(scene: Scene, symbols: readonly string[]): readonly MissingSymbol[] {
  return [...new Set(symbols)]
    .slice(0, MOST_SYMBOLS)
    .map((symbol) => ({ symbol, exporters: exportersOf(scene, symbol) }));
}

function unloadedSymbols(scene: Scene, { needed }: Suspect): readonly MissingSymbol[] {
  const names = needed.filter(({ weak }) => !weak).map(({ name }) => name);
  return withExporters(scene, names).filter(
    ({ exporters }) => exporters.length > 0 && exporters.every(({ loaded }) => !loaded),
  );
}

/** The modules that export a symbol, by the index, and whether the kernel has them. */
function exportersOf({ platform, database }: Scene, symbol: string): readonly Exporter[] {
  return [...new Set(database.index.symbols(`symbol:${symbol}`))].map((module) => ({
    module,
    loaded: database.isBuiltin(module) || ifReadable(() => readInitState(platform.files, module)) === "live",
  }));
}

function symbolText(
  { database }: Scene,
  [symbol, ...others]: readonly string[],
  exporters: readonly Exporter[],
): string {
  const what = others.length === 0 ? `symbol '${symbol}' is` : `symbols '${symbol}' and ${others.length} more are`;
  if (exporters.length === 0) {
    // Without an index of symbols nobody knows who has them.
    return hasSymbols(database)
      ? `${what} exported by no module in ${database.directory}, nor by the kernel`
      : `${what} not known to the kernel, and ${database.directory} has no index that says who exports what`;
  }
  const names = exporters.map(({ module, loaded }) => `${module} (${loaded ? "loaded" : "not loaded"})`);
  return `${what} exported by ${names.join(", ")}`;
}

function hasSymbols({ index }: Scene["database"]): boolean {
  for (const _ of index.symbolEntries()) return true;
  return false;
}

function closedText(suspect: Suspect): string {
  const licence = modinfoValue(suspect, "license");
  if (suspect.modinfo === undefined || isGplCompatible(licence)) return "";
  return `; symbols for GPL modules only are closed to it (${licence ?? "no licence"})`;
}
