/** What softdep and weakdep lines say of modules, wherever they stand. See modprobe.d(5). */

import type { Origin } from "../config/configuration.ts";
import { softDependenciesFor, weakDependenciesFor } from "../config/matching.ts";
import { KmodError } from "../errors.ts";
import { normaliseAlias } from "../names.ts";
import type { ModuleDatabase } from "./database.ts";
import type { StatedEdge } from "./dependency-edges.ts";
import { MAX_PLAN_LENGTH } from "./soft-dependencies.ts";
import { softDependencyRules } from "./soft-dependency-rules.ts";

/** The edges of a configuration. Throws KmodError (EOVERFLOW) where they are absurdly many. */
export class StatedDependencies {
  readonly #database: ModuleDatabase;
  readonly #known: Map<string, readonly StatedEdge[]> = new Map();
  #byTarget: ReadonlyMap<string, readonly StatedEdge[]> | undefined;
  #count = 0;

  constructor(database: ModuleDatabase) {
    this.#database = database;
  }

  /** What is said of a module: first `pre:`, then `post:`, then weak, each in reading order. */
  of(name: string): readonly StatedEdge[] {
    const before = this.#known.get(name);
    if (before !== undefined) return before;
    const { configuration } = this.#database;
    const soft = softDependencyRules.linesThatCount(softDependenciesFor(configuration, name));
    const edges = [
      ...soft.flatMap(({ pre, origin }) => this.#edges({ kind: "pre", from: name, origin }, pre)),
      ...soft.flatMap(({ post, origin }) => this.#edges({ kind: "post", from: name, origin }, post)),
      ...weakDependenciesFor(configuration, name).flatMap(({ modules, origin }) =>
        this.#edges({ kind: "weak", from: name, origin }, modules),
      ),
    ];
    this.#known.set(name, edges);
    return edges;
  }

  /** The edges of other modules that lead to a module, in the order of the index. */
  usersOf(name: string): readonly StatedEdge[] {
    this.#byTarget ??= this.#readTargets();
    return this.#byTarget.get(name) ?? [];
  }

  #edges(
    edge: { readonly kind: StatedEdge["kind"]; readonly from: string; readonly origin: Origin },
    words: readonly string[],
  ): readonly StatedEdge[] {
    return words.flatMap((word) => {
      const names = (this.#database.lookUp(word) ?? []).map((module) => module.name);
      const targets = names.length === 0 ? [normaliseAlias(word) ?? word] : new Set(names);
      return Array.from(targets, (to) => {
        if (++this.#count > MAX_PLAN_LENGTH) throw tooMany();
        return { ...edge, to, word };
      });
    });
  }

  #readTargets(): ReadonlyMap<string, readonly StatedEdge[]> {
    const targets = new Map<string, StatedEdge[]>();
    for (const from of this.#sources()) {
      for (const edge of this.of(from)) {
        const known = targets.get(edge.to);
        if (known === undefined) targets.set(edge.to, [edge]);
        else known.push(edge);
      }
    }
    return targets;
  }

  /** Every module that lines can be about: those of the index, and built-in ones that are named. */
  #sources(): Iterable<string> {
    const { configuration, index } = this.#database;
    const lines = [...configuration.softDependencies, ...configuration.weakDependencies];
    const builtin = lines.map(({ pattern }) => pattern).filter((name) => index.isBuiltin(name));
    return lines.length === 0 ? [] : new Set([...index.moduleNames(), ...builtin]);
  }
}

function tooMany(): KmodError {
  return new KmodError(`soft and weak dependencies come to more than ${MAX_PLAN_LENGTH}`, "EOVERFLOW");
}
