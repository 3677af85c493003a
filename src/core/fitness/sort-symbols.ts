/** The symbols that a module asks for, sorted by what stands between them and the module. */

import { isGplCompatible } from "../diagnosis/missing-symbols.ts";
import type { Candidate, UndefinedSymbol } from "./candidate.ts";
import type { Exporters, FoundExport } from "./exporters.ts";
import { crcText } from "./exports.ts";
import type { OtherVersion, OwnedSymbol } from "./misfit.ts";
import { importedNamespaces } from "./module-exports.ts";

/** Its version stands for the layout of the kernel's own structures; modules do not ask for it as a symbol. */
export const LAYOUT = "module_layout";

/** Symbols by what is wrong with them. */
export interface SortedSymbols {
  readonly missing: string[];
  readonly otherVersions: OtherVersion[];
  readonly closed: OwnedSymbol[];
  /** Nobody knows whether they are open to the module. */
  readonly perhapsClosed: OwnedSymbol[];
  readonly byNamespace: Map<string, OwnedSymbol[]>;
  /** By what they may be in. */
  readonly perhapsByNamespace: Map<string, OwnedSymbol[]>;
}

/** What a module says of itself that decides what it may use. */
interface User {
  readonly candidate: Candidate;
  readonly isGpl: boolean;
  readonly imported: ReadonlySet<string>;
}

/** Sorts all symbols that the candidate asks for. */
export function sortSymbols(candidate: Candidate, exporters: Exporters): SortedSymbols {
  const sorted: SortedSymbols = {
    missing: [],
    otherVersions: [],
    closed: [],
    perhapsClosed: [],
    byNamespace: new Map(),
    perhapsByNamespace: new Map(),
  };
  const imported = new Set(importedNamespaces(candidate.modinfo));
  const user = { candidate, isGpl: isGplCompatible(licenceOf(candidate)), imported };
  const layout = candidate.versions?.has(LAYOUT) === true ? [{ name: LAYOUT, weak: true }] : [];
  for (const needed of [...layout, ...candidate.needed]) {
    sortSymbol(sorted, user, needed, exporters.of(needed.name, candidate.name, imported));
  }
  return sorted;
}

function sortSymbol(
  sorted: SortedSymbols,
  user: User,
  { name: symbol, weak }: UndefinedSymbol,
  found: FoundExport | undefined,
): void {
  if (found === undefined) {
    if (!weak) sorted.missing.push(symbol);
    return;
  }
  const owned = { symbol, exporter: found.exporter };
  if (!user.isGpl && found.gplOnly !== false) {
    if (!weak) (found.gplOnly === true ? sorted.closed : sorted.perhapsClosed).push(owned);
    // To such a module the symbol is not there.
    if (found.gplOnly === true) return;
  }
  const other = otherVersion(user.candidate, symbol, found);
  if (other !== undefined) sorted.otherVersions.push(other);
  sortByNamespace(sorted, user, owned, found);
}

function sortByNamespace(
  { byNamespace, perhapsByNamespace }: SortedSymbols,
  { candidate, imported }: User,
  owned: OwnedSymbol,
  { namespace, perhapsIn }: FoundExport,
): void {
  const isMine = (each: string): boolean => isImported(each, candidate, imported);
  if (namespace !== undefined) {
    if (!isMine(namespace)) addTo(byNamespace, namespace, owned);
  } else if (perhapsIn?.every(isMine) !== true) {
    addTo(perhapsByNamespace, perhapsIn?.join("', '") ?? "", owned);
  }
}

function addTo(groups: Map<string, OwnedSymbol[]>, name: string, symbol: OwnedSymbol): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [symbol]);
  else group.push(symbol);
}

/** The licence that it states. */
export function licenceOf({ modinfo }: Candidate): string | undefined {
  return modinfo.find(({ key }) => key === "license")?.value;
}

/** Since Linux 6.16 a namespace may list the modules that it is for: `module:a,b-*`. */
function isImported(namespace: string, { name }: Candidate, imported: ReadonlySet<string>): boolean {
  if (namespace === "" || imported.has(namespace)) return true;
  if (!namespace.startsWith("module:")) return false;
  return namespace
    .slice("module:".length)
    .split(",")
    .map((each) => each.replaceAll("-", "_"))
    .some((each) => (each.endsWith("*") ? name.startsWith(each.slice(0, -1)) : name === each));
}

/** A version that is stated on one side only is not compared, as in the kernel. */
function otherVersion({ versions }: Candidate, symbol: string, found: FoundExport): OtherVersion | undefined {
  const ofModule = versions?.get(symbol);
  if (ofModule === undefined || found.crc === undefined || ofModule === found.crc) return undefined;
  return { symbol, ofModule: crcText(ofModule), exporter: found.exporter, ofExporter: crcText(found.crc) };
}
