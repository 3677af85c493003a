/** Whether a kernel has the symbols that a module asks for, in the versions that it was built against, and open to it. */

import type { Candidate } from "./candidate.ts";
import type { Exporters } from "./exporters.ts";
import { type Misfit, namesOf, type OtherVersion, type OwnedSymbol } from "./misfit.ts";
import { LAYOUT, licenceOf, sortSymbols } from "./sort-symbols.ts";
import type { TargetKernel } from "./target.ts";

export function judgeSymbols(candidate: Candidate, target: TargetKernel, exporters: Exporters): readonly Misfit[] {
  const sorted = sortSymbols(candidate, exporters);
  return [
    ...missingVersions(candidate, target, exporters),
    ...otherVersions(sorted.otherVersions),
    ...missing(sorted.missing, exporters.gap),
    ...closed("refusal", sorted.closed, licenceOf(candidate)),
    ...closed("doubt", sorted.perhapsClosed, licenceOf(candidate)),
    ...[...sorted.byNamespace].map(([namespace, symbols]) => foreign(namespace, symbols, target)),
    ...[...sorted.perhapsByNamespace].map(([namespace, symbols]) => perhapsForeign(namespace, symbols)),
  ];
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

function closed(
  weight: "refusal" | "doubt",
  symbols: readonly OwnedSymbol[],
  licence: string | undefined,
): readonly Misfit[] {
  if (symbols.length === 0) return [];
  const names = namesOf(symbols.map(({ symbol }) => symbol));
  const own = licence === undefined ? "it states no licence" : `its licence is '${licence}'`;
  const terms = weight === "refusal" ? "only modules" : "nobody knows whether only modules";
  const text = `${terms} under a GPL-compatible licence may use ${names}; ${own}`;
  return [{ kind: "symbol-licence", weight, text, licence, symbols }];
}

function foreign(namespace: string, symbols: readonly OwnedSymbol[], { options }: TargetKernel): Misfit {
  const names = namesOf(symbols.map(({ symbol }) => symbol));
  const text = `does not import the namespace '${namespace}' of ${names}`;
  const isAllowed = options?.has("MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS") === true;
  return { kind: "symbol-namespace", weight: isAllowed ? "note" : "refusal", text, namespace, symbols };
}

function perhapsForeign(namespace: string, symbols: readonly OwnedSymbol[]): Misfit {
  const names = namesOf(symbols.map(({ symbol }) => symbol));
  const doubt = `nobody knows which namespace has ${names}`;
  const text = namespace === "" ? doubt : `${doubt}; a module of the kernel that uses them imports '${namespace}'`;
  return { kind: "symbol-namespace", weight: "doubt", text, namespace, symbols };
}
