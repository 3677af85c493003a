/** Who exports what, and which modules each module therefore depends on. */

import { hashOrder, SYMBOL_BUCKETS } from "./hash-order.ts";
import { type KernelSymbols, withoutPrefix } from "./kernel-symbols.ts";
import type { ModuleFacts } from "./module-facts.ts";
import type { ModuleFile } from "./module-file.ts";

/** A module with its position, which is its priority in the indexes. */
export interface IndexedModule {
  readonly index: number;
  readonly file: ModuleFile;
  readonly facts: ModuleFacts;
}

/** A symbol, its CRC, and the module that exports it; without one, the kernel does. */
interface ExportedSymbol {
  readonly name: string;
  readonly crc: bigint;
  readonly owner: IndexedModule | undefined;
}

/** Symbols by name, and the character that goes before names in files, from -P. */
export interface SymbolOwners {
  readonly symbols: ReadonlyMap<string, ExportedSymbol>;
  readonly prefix: string | undefined;
}

/** Something to say while dependencies are looked for, in order. */
export type DependencyEvent =
  | { readonly kind: "needs"; readonly module: IndexedModule; readonly symbol: string; readonly owner: IndexedModule }
  | {
      readonly kind: "unknown" | "version";
      readonly module: IndexedModule;
      readonly symbol: string;
      readonly owner?: undefined;
    };

/** What is looked at besides names. */
export interface Checks {
  /** Report needed symbols that nobody exports: -e. */
  readonly unresolved: boolean;
  /** Compare CRCs too: -E. */
  readonly versions: boolean;
}

/** All that is exported. Of several modules that export one symbol the last owns it, and modules go before the kernel. */
export function collectSymbols(
  modules: readonly IndexedModule[],
  kernel: KernelSymbols,
  prefix: string | undefined,
): SymbolOwners {
  const symbols = new Map<string, ExportedSymbol>();
  for (const [name, crc] of kernel) symbols.set(name, { name, crc, owner: undefined });
  for (const owner of modules) {
    for (const symbol of owner.facts.exports) {
      const name = withoutPrefix(symbol.name, prefix);
      symbols.set(name, { name, crc: symbol.crc, owner });
    }
  }
  return { symbols, prefix };
}

/** The symbols that modules own, in the order of modules.symbols. */
export function ownedSymbols({
  symbols,
}: SymbolOwners): readonly { readonly name: string; readonly owner: IndexedModule }[] {
  const owned = [...symbols.values()].flatMap(({ name, owner }) => (owner === undefined ? [] : [{ name, owner }]));
  return hashOrder(owned, SYMBOL_BUCKETS, ({ name }) => name);
}

/**
 * The direct dependencies of each module, as positions, in the order in which its needs first lead to them. Yields what is to be said on
 * the way.
 */
export function* resolveDependencies(
  modules: readonly IndexedModule[],
  owners: SymbolOwners,
  checks: Checks,
): Generator<DependencyEvent, readonly (readonly number[])[]> {
  const all: (readonly number[])[] = [];
  for (const module of modules) all.push(yield* resolveOne(module, owners, checks));
  return all;
}

function* resolveOne(
  module: IndexedModule,
  { symbols, prefix }: SymbolOwners,
  checks: Checks,
): Generator<DependencyEvent, readonly number[]> {
  const dependencies = new Set<number>();
  for (const { name: symbol, crc, weak } of module.facts.needs) {
    const found = symbols.get(withoutPrefix(symbol.startsWith(".") ? symbol.slice(1) : symbol, prefix));
    if (found === undefined) {
      if (checks.unresolved && !weak) yield { kind: "unknown", module, symbol };
      continue;
    }
    if (checks.unresolved && checks.versions && !weak && found.crc !== crc) yield { kind: "version", module, symbol };
    const { owner } = found;
    if (owner === undefined || dependencies.has(owner.index)) continue;
    dependencies.add(owner.index);
    yield { kind: "needs", module, symbol, owner };
  }
  return [...dependencies];
}
