/** Whether what a module exports is its own: the kernel takes no symbol twice. */

import type { Candidate } from "./candidate.ts";
import { type Exporters, VMLINUX } from "./exporters.ts";
import { type Misfit, namesOf, type OwnedSymbol } from "./misfit.ts";

/** The kernel's own are always there; another module may not be loaded. */
export function judgeExports({ exports }: Candidate, exporters: Exporters): readonly Misfit[] {
  const byOwner = new Map<string, OwnedSymbol[]>();
  for (const symbol of exports.keys()) {
    const exporter = exporters.ownerOf(symbol);
    if (exporter === undefined) continue;
    byOwner.set(exporter, [...(byOwner.get(exporter) ?? []), { symbol, exporter }]);
  }
  return Array.from(byOwner, ([owner, symbols]): Misfit => {
    const names = namesOf(symbols.map(({ symbol }) => symbol));
    if (owner === VMLINUX) {
      return {
        kind: "symbol-duplicate",
        weight: "refusal",
        text: `exports ${names}, which the kernel exports itself`,
        symbols,
      };
    }
    const text = `exports ${names}, as ${owner} does: only one of them can be loaded`;
    return { kind: "symbol-duplicate", weight: "note", text, symbols };
  });
}
