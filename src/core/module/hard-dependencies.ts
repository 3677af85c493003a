/**
 * Which modules a module uses directly, and by which symbols.
 *
 * modules.dep lists everything that has to be loaded before a module, also what only its dependencies need. It is the truth
 * on which modules those are. Which of them the module uses itself, its file says: those that export a symbol that it needs.
 * What no other module of the list brings along is direct in any case, so that nothing is lost where a file cannot be read
 * or is not the one that was indexed.
 */

import type { ModuleIndex } from "../index/module-index.ts";
import { moduleNameOfPath } from "../names.ts";
import type { HardEdge } from "./dependency-edges.ts";
import type { SymbolReader } from "./module-symbols.ts";

/** The hard edges of a module directory. Names are module names. */
export class HardDependencies {
  readonly #index: ModuleIndex;
  readonly #symbols: SymbolReader;
  readonly #foreign: ReadonlySet<string>;
  readonly #lists: Map<string, ReadonlySet<string>> = new Map();
  readonly #firsts: Map<string, ReadonlySet<string>> = new Map();
  #users: ReadonlyMap<string, readonly string[]> | undefined;

  /** `foreign` has the modules that are read from another file than the indexed one: the index does not know what they need. */
  constructor(index: ModuleIndex, symbols: SymbolReader, foreign: ReadonlySet<string>) {
    this.#index = index;
    this.#symbols = symbols;
    this.#foreign = foreign;
  }

  /** The direct dependencies of a module, in the order of modules.dep: what needs others before those. */
  of(name: string): readonly HardEdge[] {
    return [...this.#listOf(name)].flatMap((to) => this.#edge(name, to) ?? []);
  }

  /** The edges of the modules that use a module directly, in the order of the index. Reads only their files and its own. */
  usersOf(name: string): readonly HardEdge[] {
    this.#users ??= this.#readUsers();
    return (this.#users.get(name) ?? []).flatMap((user) => this.#edge(user, name) ?? []);
  }

  #edge(from: string, to: string): HardEdge | undefined {
    const symbols = this.#shared(from, to);
    if (symbols !== undefined && symbols.length > 0) return { kind: "hard", from, to, symbols };
    return this.#firstOf(from).has(to) ? { kind: "hard", from, to, symbols } : undefined;
  }

  /** The symbols of `to` that `from` needs. Where the file of `to` cannot be read, modules.symbols says what it exports. */
  #shared(from: string, to: string): readonly string[] | undefined {
    const needed = this.#symbols.of(from)?.needed;
    if (needed === undefined) return undefined;
    const exported = this.#symbols.of(to)?.exported;
    if (exported !== undefined) {
      return needed.filter((symbol) => exported.has(symbol) && !this.#belongsToOther(symbol, from, to));
    }
    const known = needed.filter((symbol) => this.#ownersOf(symbol).includes(to));
    return known.length === 0 ? undefined : known;
  }

  /** Several modules may export one symbol; depmod settles for one of them. */
  #belongsToOther(symbol: string, from: string, to: string): boolean {
    const owners = this.#ownersOf(symbol);
    const list = this.#listOf(from);
    return !owners.includes(to) && owners.some((owner) => list.has(owner));
  }

  #ownersOf(symbol: string): readonly string[] {
    return this.#index.symbols(`symbol:${symbol}`);
  }

  /** All that modules.dep lists for a module, in stored order. */
  #listOf(name: string): ReadonlySet<string> {
    const before = this.#lists.get(name);
    if (before !== undefined) return before;
    const list = new Set(this.#foreign.has(name) ? this.#ownersOfNeeds(name) : this.#stored(name));
    list.delete(name);
    this.#lists.set(name, list);
    return list;
  }

  #stored(name: string): readonly string[] {
    return (this.#index.dependency(name)?.dependencies ?? []).map(moduleNameOfPath);
  }

  /** What depmod would find for a file that it has not seen, as far as the directory has it. */
  #ownersOfNeeds(name: string): readonly string[] {
    return (this.#symbols.of(name)?.needed ?? []).flatMap((symbol) => this.#ownersOf(symbol));
  }

  /** The modules of the list that none before them brings along. */
  #firstOf(name: string): ReadonlySet<string> {
    const before = this.#firsts.get(name);
    if (before !== undefined) return before;
    const brought = new Set<string>();
    const first = new Set<string>();
    for (const each of this.#listOf(name)) {
      if (brought.has(each)) continue;
      first.add(each);
      for (const more of this.#listOf(each)) brought.add(more);
    }
    this.#firsts.set(name, first);
    return first;
  }

  #readUsers(): ReadonlyMap<string, readonly string[]> {
    const users = new Map<string, string[]>();
    for (const user of this.#index.moduleNames()) {
      for (const used of this.#listOf(user)) {
        const known = users.get(used);
        if (known === undefined) users.set(used, [user]);
        else known.push(user);
      }
    }
    return users;
  }
}
