/** From the symbols of all modules to what each depends on. */

import { hashOrder, SYMBOL_BUCKETS } from "./hash-order.ts";
import { type KernelSymbols, withoutPrefix } from "./kernel-symbols.ts";
import type { ModuleFacts } from "./module-facts.ts";
import type { ModuleFile } from "./module-file.ts";
import { isWeak, neededName, type SymbolReader } from "./module-symbols.ts";
import { SeenNumbers } from "./seen-numbers.ts";
import type { SymbolNames } from "./symbol-names.ts";

/** A module with its position, which is its priority in the indexes. */
export interface IndexedModule {
  readonly index: number;
  readonly file: ModuleFile;
  readonly facts: ModuleFacts;
}

/** In place of an owner: nobody exports the symbol, or the kernel does. */
const NOBODY = -1;
const KERNEL = -2;

/** Who exports what. */
export interface SymbolOwners {
  readonly names: SymbolNames;
  /** What the modules' facts are ranges of. */
  readonly symbols: SymbolReader;
  /** By number of symbol: position of the module that exports it, or `NOBODY`, or `KERNEL`. */
  readonly owners: Int32Array;
  /** By number of symbol: its CRC, where CRCs were asked for. */
  readonly crcs: ReadonlyMap<number, bigint>;
  /** By number of a symbol that is needed: the number under which it is exported; -1: nobody has that name. */
  readonly exported: Int32Array;
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

/** What is looked at and told. */
export interface Checks {
  /** Report needed symbols that nobody exports: -e. */
  readonly unresolved: boolean;
  /** Compare CRCs too: -E. */
  readonly versions: boolean;
  /** Tell what needs what: -v. */
  readonly needs: boolean;
}

/**
 * All that is exported, by modules whose symbols `symbols` has read. Of several modules that export one symbol the last owns it, and modules go
 * before the kernel. `prefix` is the character of -P.
 */
export function collectSymbols(
  modules: readonly IndexedModule[],
  kernel: KernelSymbols,
  symbols: SymbolReader,
  prefix: string | undefined,
): SymbolOwners {
  const { names, numbers, crcs: ownCrcs } = symbols;
  const crcs = new Map<number, bigint>();
  const kernels: number[] = [];
  for (const [name, crc] of kernel) {
    const number = names.addText(name);
    kernels.push(number);
    crcs.set(number, crc);
  }
  const plain = prefix === undefined ? undefined : withoutPrefixes(names, prefix);
  const owners = new Int32Array(names.count).fill(NOBODY);
  for (const number of kernels) owners[number] = KERNEL;
  for (const { index, facts } of modules) {
    const { from, to } = facts.exports;
    for (let at = from; at < to; at++) {
      const exported = numbers.values[at] as number;
      const number = plain?.[exported] ?? exported;
      owners[number] = index;
      if (ownCrcs !== undefined) crcs.set(number, ownCrcs[at] as bigint);
    }
  }
  return { names, symbols, owners, crcs, exported: lookups(names, prefix) };
}

/** For each name its number without the character that -P says goes before it. */
function withoutPrefixes(names: SymbolNames, prefix: string): Int32Array {
  const code = prefix.charCodeAt(0);
  return Int32Array.from({ length: names.count }, (_, number) =>
    names.firstByte(number) === code ? names.addText(withoutPrefix(names.text(number), prefix)) : number,
  );
}

const DOT = 0x2e;

/** What a name is looked up as: without one dot, which is how some machines name functions, and without the prefix. */
function lookups(names: SymbolNames, prefix: string | undefined): Int32Array {
  const code = prefix?.charCodeAt(0);
  const numbers = new Int32Array(names.count);
  for (let number = 0; number < numbers.length; number++) {
    const first = names.firstByte(number);
    if (first === DOT) numbers[number] = names.find(withoutPrefix(names.text(number).slice(1), prefix));
    else if (first === code) numbers[number] = names.find(withoutPrefix(names.text(number), prefix));
    else numbers[number] = number;
  }
  return numbers;
}

/** Numbers of the symbols that modules own, in the order of modules.symbols. */
export function ownedSymbols({ names, owners }: SymbolOwners): Int32Array {
  const owned: number[] = [];
  for (let symbol = 0; symbol < owners.length; symbol++) if ((owners[symbol] as number) >= 0) owned.push(symbol);
  return hashOrder(names.strings, owned, SYMBOL_BUCKETS);
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
  const resolver = new Resolver(modules, owners, checks);
  for (const module of modules) {
    all.push(resolver.resolve(module));
    yield* resolver.takeEvents();
  }
  return all;
}

class Resolver {
  readonly #modules: readonly IndexedModule[];
  readonly #symbols: SymbolOwners;
  readonly #checks: Checks;
  readonly #seen = new SeenNumbers();
  #events: DependencyEvent[] = [];

  constructor(modules: readonly IndexedModule[], symbols: SymbolOwners, checks: Checks) {
    this.#modules = modules;
    this.#symbols = symbols;
    this.#checks = checks;
  }

  takeEvents(): readonly DependencyEvent[] {
    if (this.#events.length === 0) return this.#events;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  resolve(module: IndexedModule): readonly number[] {
    const { exported, owners } = this.#symbols;
    const { values } = this.#symbols.symbols.numbers;
    const { from, to } = module.facts.needs;
    const dependencies: number[] = [];
    this.#seen.clear();
    for (let at = from; at < to; at++) {
      const need = values[at] as number;
      const owner = owners[exported[neededName(need)] as number] ?? NOBODY;
      if (this.#checks.unresolved && !isWeak(need)) this.#check(module, need, at, owner);
      if (owner < 0 || !this.#seen.add(owner)) continue;
      dependencies.push(owner);
      if (this.#checks.needs) this.#tell(module, need, owner);
    }
    return dependencies;
  }

  /** `at`: where the need stands among all numbers. */
  #check(module: IndexedModule, need: number, at: number, owner: number): void {
    const { crcs } = this.#symbols.symbols;
    const name = neededName(need);
    const symbol = this.#symbols.names.text(name);
    if (owner === NOBODY) this.#events.push({ kind: "unknown", module, symbol });
    else if (this.#checks.versions && this.#symbols.crcs.get(this.#symbols.exported[name] as number) !== crcs?.[at]) {
      this.#events.push({ kind: "version", module, symbol });
    }
  }

  #tell(module: IndexedModule, need: number, owner: number): void {
    const symbol = this.#symbols.names.text(neededName(need));
    this.#events.push({ kind: "needs", module, symbol, owner: this.#modules[owner] as IndexedModule });
  }
}
