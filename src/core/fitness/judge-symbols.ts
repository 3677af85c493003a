/** Whether a kernel has the symbols that a module asks for, in the versions that it was built against, and open to it. */

import { isGplCompatible } from "../diagnosis/missing-symbols.ts";
import type { Candidate } from "./candidate.ts";
import type { Exporters, FoundExport } from "./exporters.ts";
import { crcText } from "./exports.ts";
import type { Misfit, OtherVersion, OwnedSymbol } from "./misfit.ts";
import type { TargetKernel } from "./target.ts";

/** Its version stands for the layout of the kernel's own structures; modules do not ask for it as a symbol. */
const LAYOUT = "module_layout";

/** Symbols by what is wrong with them. */
interface Sorted {
  readonly missing: string[];
  readonly otherVersions: OtherVersion[];
  readonly closed: OwnedSymbol[];
  readonly byNamespace: Map<string, OwnedSymbol[]>;
}

export function judgeSymbols(candidate: Candidate, target: TargetKernel, exporters: Exporters): readonly Misfit[] {
  const sorted = sortSymbols(candidate, exporters);
  return [
    ...missingVersions(candidate, target, exporters),
    ...otherVersions(sorted.otherVersions),
    ...missing(sorted.missing, exporters.gap),
    ...closed(sorted.closed, licenceOf(candidate)),
    ...[...sorted.byNamespace].map(([namespace, symbols]) => foreign(namespace, symbols, target)),
  ];
}

function sortSymbols(candidate: Candidate, exporters: Exporters): Sorted {
  const sorted: Sorted = { missing: [], otherVersions: [], closed: [], byNamespace: new Map() };
  const isOpen = isGplCompatible(licenceOf(candidate));
  const imported = new Set(candidate.modinfo.flatMap(({ key, value }) => (key === "import_ns" ? [value] : [])));
  const layout = candidate.versions?.has(LAYOUT) === true ? [{ name: LAYOUT, weak: true }] : [];
  for (const { name: symbol, weak } of [...layout, ...candidate.needed]) {
    const found = exporters.of(symbol, candidate.name);
    if (found === undefined) {
      if (!weak) sorted.missing.push(symbol);
    } else if (found.gplOnly && !isOpen) {
      // To such a module the symbol is not there.
      if (!weak) sorted.closed.push({ symbol, exporter: found.exporter });
    } else {
      sortFound(sorted, candidate, { symbol, found, isImported: isImported(found.namespace, candidate, imported) });
    }
  }
  return sorted;
}

function sortFound(
  { otherVersions, byNamespace }: Sorted,
  candidate: Candidate,
  { symbol, found, isImported }: { readonly symbol: string; readonly found: FoundExport; readonly isImported: boolean },
): void {
  const other = otherVersion(candidate, symbol, found);
  if (other !== undefined) otherVersions.push(other);
  if (isImported) return;
  const { exporter, namespace } = found;
  const group = byNamespace.get(namespace);
  if (group === undefined) byNamespace.set(namespace, [{ symbol, exporter }]);
  else group.push({ symbol, exporter });
}

function licenceOf({ modinfo }: Candidate): string | undefined {
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

function missingVersions(
  { name, versions }: Candidate,
  { options }: TargetKernel,
  exporters: Exporters,
): readonly Misfit[] {
  if (versions !== undefined || exporters.of(LAYOUT, name)?.crc === undefined) return [];
  const text = "the module states no versions of the symbols that it uses, which this kernel asks for";
  return [{ kind: "versions", weight: options?.has("MODULE_FORCE_LOAD") === true ? "note" : "refusal", text }];
}

function otherVersions(symbols: readonly OtherVersion[]): readonly Misfit[] {
  const [first] = symbols;
  if (first === undefined) return [];
  const { symbol, ofModule, exporter, ofExporter } = first;
  const example = `'${symbol}' was ${ofModule} when the module was built, ${exporter} has ${ofExporter}`;
  const text =
    symbols.length === 1 ? `another version of ${example}` : `other versions of ${symbols.length} symbols: ${example}`;
  return [{ kind: "symbol-version", weight: "refusal", text, symbols }];
}

function missing(symbols: readonly string[], gap: string): readonly Misfit[] {
  if (symbols.length === 0) return [];
  const names = namesOf(symbols);
  if (gap === "") {
    const text = `neither the kernel nor a module of it exports ${names}`;
    return [{ kind: "symbol", weight: "refusal", text, symbols }];
  }
  const text = `no module of the kernel exports or uses ${names}, and ${gap}`;
  return [{ kind: "symbol", weight: "doubt", text, symbols }];
}

function closed(symbols: readonly OwnedSymbol[], licence: string | undefined): readonly Misfit[] {
  if (symbols.length === 0) return [];
  const names = namesOf(symbols.map(({ symbol }) => symbol));
  const own = licence === undefined ? "it states no licence" : `its licence is '${licence}'`;
  const text = `only modules under a GPL-compatible licence may use ${names}; ${own}`;
  return [{ kind: "symbol-licence", weight: "refusal", text, licence, symbols }];
}

function foreign(namespace: string, symbols: readonly OwnedSymbol[], { options }: TargetKernel): Misfit {
  const names = namesOf(symbols.map(({ symbol }) => symbol));
  const text = `does not import the namespace '${namespace}' of ${names}`;
  const isAllowed = options?.has("MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS") === true;
  return { kind: "symbol-namespace", weight: isAllowed ? "note" : "refusal", text, namespace, symbols };
}

/** Names that plain text shows; the rest is in the JSON. */
const SHOWN = 5;

function namesOf(symbols: readonly string[]): string {
  const shown = symbols.slice(0, SHOWN).map((symbol) => `'${symbol}'`);
  const more = symbols.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}
