/** The soft dependencies of modules while one request is planned: resolved once, and no more of them than is sane. */

import { softDependenciesFor } from "../config/matching.ts";
import { KmodError } from "../errors.ts";
import type { KnownModule, ModuleDatabase } from "./database.ts";
import { softDependencyRules } from "./soft-dependency-rules.ts";

/** Soft dependencies of soft dependencies: more than this is an attack on the stack, not a configuration. */
const MAX_DEPTH = 500;

/** Steps of a plan, and soft dependencies behind it: more than this is an attack on the memory. */
export const MAX_PLAN_LENGTH = 100_000;

/** The modules that the `pre:` and `post:` words of a module's soft dependency stand for, in order. */
export interface ResolvedDependencies {
  readonly pre: readonly KnownModule[];
  readonly post: readonly KnownModule[];
}

/** Throws KmodError (ELOOP) at a module whose walk began this deep in others. */
export function checkDepth(module: KnownModule, depth: number): void {
  if (depth > MAX_DEPTH) throw new KmodError(`soft dependencies nest too deep at module ${module.name}`, "ELOOP");
}

/** What to throw where the plan for the requested module gets longer than `MAX_PLAN_LENGTH`. */
export function tooLong(requested: KnownModule): KmodError {
  return new KmodError(`module ${requested.name} comes to more than ${MAX_PLAN_LENGTH} steps`, "EOVERFLOW");
}

/** The soft dependencies of modules by name, for one requested module. Words that lead nowhere are left out. */
export class SoftDependencies {
  readonly #database: ModuleDatabase;
  readonly #requested: KnownModule;
  readonly #known: Map<string, ResolvedDependencies> = new Map();
  #count = 0;

  constructor(database: ModuleDatabase, requested: KnownModule) {
    this.#database = database;
    this.#requested = requested;
  }

  /** Always the same object for the same name. Throws KmodError (EOVERFLOW) where the request has too many of them. */
  of(name: string): ResolvedDependencies {
    const before = this.#known.get(name);
    if (before !== undefined) return before;
    const lines = softDependenciesFor(this.#database.configuration, name);
    const soft = softDependencyRules.linesThatCount(lines);
    const resolved = {
      pre: this.#resolve(soft.flatMap(({ pre }) => pre)),
      post: this.#resolve(soft.flatMap(({ post }) => post)),
    };
    this.#known.set(name, resolved);
    return resolved;
  }

  #resolve(words: readonly string[]): readonly KnownModule[] {
    const modules: KnownModule[] = [];
    for (const word of words) {
      const found = this.#database.lookUp(word) ?? [];
      this.#count += found.length;
      if (this.#count > MAX_PLAN_LENGTH) throw tooLong(this.#requested);
      for (const module of found) modules.push(module);
    }
    return modules;
  }
}
