/** What `kmod-ts deps` finds out before anything is shown. */

import { installCommandFor } from "../core/config/matching.ts";
import type { ModuleDatabase } from "../core/module/database.ts";
import type { DependencyEdge } from "../core/module/dependency-edges.ts";
import { type DependencyGraph, type Direction, walkDependencies } from "../core/module/dependency-walk.ts";
import { HardDependencies } from "../core/module/hard-dependencies.ts";
import { SymbolReader, type UnreadModule } from "../core/module/module-symbols.ts";
import { StatedDependencies } from "../core/module/stated-dependencies.ts";
import type { Platform } from "../core/platform.ts";

/** What is behind a name: a module file, code of the kernel image, an install command in place of a module, or nothing. */
export type ModuleStatus = "file" | "builtin" | "command" | "missing";

export interface DepsModule {
  readonly name: string;
  readonly status: ModuleStatus;
  /** Absolute; undefined without a file. */
  readonly path: string | undefined;
}

/** An operand and the modules that it stands for; none where it is unknown. */
export interface ResolvedOperand {
  readonly request: string;
  readonly modules: readonly string[];
}

/** Names and paths are byte strings. */
export interface DepsFacts {
  readonly directory: string;
  readonly direction: Direction;
  readonly requests: readonly ResolvedOperand[];
  /** The modules of the requests, then what they lead to, nearest first. */
  readonly modules: readonly DepsModule[];
  readonly edges: readonly DependencyEdge[];
}

/** The dependencies of one module directory, as far as they are asked for. */
export class Dependencies {
  readonly #database: ModuleDatabase;
  readonly #symbols: SymbolReader;
  readonly #hard: HardDependencies;
  readonly #stated: StatedDependencies;

  /** `foreign` has the modules that the database knows by another file than the indexed one, which `outer` opens. */
  constructor(platform: Platform, database: ModuleDatabase, foreign: ReadonlySet<string>, outer: Platform) {
    this.#database = database;
    this.#symbols = new SymbolReader((name) => {
      const { path } = this.module(name);
      return path === undefined ? undefined : { path, holder: foreign.has(name) ? outer : platform };
    });
    this.#hard = new HardDependencies(database.index, this.#symbols, foreign);
    this.#stated = new StatedDependencies(database);
  }

  /** The files that could not be read so far. */
  get unread(): readonly UnreadModule[] {
    return this.#symbols.unread;
  }

  /** What is behind a name. */
  module(name: string): DepsModule {
    const { path } = this.#database.moduleNamed(name);
    return { name, path, status: path === undefined ? this.#statusWithoutFile(name) : "file" };
  }

  /** What the roots lead to in so many steps. Throws KmodError (EOVERFLOW) for an absurd configuration. */
  walk(roots: readonly string[], direction: Direction, depth: number | undefined): DependencyGraph {
    return walkDependencies(roots, direction, (name) => this.#edgesOf(name, direction), depth);
  }

  #edgesOf(name: string, direction: Direction): readonly DependencyEdge[] {
    if (this.module(name).status === "missing") return [];
    if (direction === "dependents") return [...this.#hard.usersOf(name), ...this.#stated.usersOf(name)];
    return [...this.#hard.of(name), ...this.#stated.of(name)];
  }

  #statusWithoutFile(name: string): ModuleStatus {
    if (this.#database.isBuiltin(name)) return "builtin";
    return installCommandFor(this.#database.configuration, name) === undefined ? "missing" : "command";
  }
}
