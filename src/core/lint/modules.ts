/** What lint asks about modules: whether a name stands for one, which parameters it has, and who brings it along. */

import { softDependenciesFor } from "../config/matching.ts";
import { readElf } from "../elf/file.ts";
import { withModuleImage } from "../elf/module-file.ts";
import { KmodError } from "../errors.ts";
import type { ModuleDatabase } from "../module/database.ts";
import { readFileParameters } from "../module/file-parameters.ts";
import { softDependencyInPlace } from "../module/ignored-command.ts";
import { type ModuleParameter, mergeParameters } from "../module/parameters.ts";
import { moduleNameOfPath } from "../names.ts";
import { nearNames } from "../near-names.ts";
import type { Platform } from "../platform.ts";
import { readParameters } from "../state/sys-module.ts";
import { type Place, placeOf } from "./finding.ts";

/** Looking for one goes through all modules. */
const MOST_HINTS = 200;

/** Shorter names are near to anything. */
const SHORTEST_NEAR = 5;

/** A module with which another one is loaded. */
export interface Dependent {
  readonly name: string;
  /** The softdep line that asks for the other one; undefined where the module uses it by symbols. */
  readonly softDependency: Place | undefined;
}

/** The modules of a directory. */
export class LintModules {
  readonly database: ModuleDatabase;
  /** Whether there is an index at all: without one nothing is unknown. */
  readonly areKnown: boolean;
  readonly #platform: Platform;
  readonly #onProblem: (path: string, error: KmodError) => void;
  /** Of all that have a file. */
  readonly names: readonly string[];
  readonly #parameters: Map<string, readonly ModuleParameter[] | undefined> = new Map();
  #dependents: ReadonlyMap<string, readonly Dependent[]> | undefined;
  #wanted: ReadonlySet<string> | undefined;
  #withSoftDependency: readonly string[] | undefined;
  #hints = 0;

  constructor(platform: Platform, database: ModuleDatabase, onProblem: (path: string, error: KmodError) => void) {
    this.#platform = platform;
    this.database = database;
    this.#onProblem = onProblem;
    this.names = [...database.index.moduleNames()];
    this.areKnown = this.names.length > 0;
  }

  /** The modules that a name or alias stands for. */
  named(name: string): readonly string[] {
    return [...new Set((this.database.lookUp(name) ?? []).map((module) => module.name))].filter((each) =>
      this.isThere(each),
    );
  }

  /** Whether a module of exactly this name has a file, or is built in. */
  isThere(name: string): boolean {
    return this.hasFile(name) || this.database.isBuiltin(name);
  }

  /** Whether a module of exactly this name can be loaded from a file. */
  hasFile(name: string): boolean {
    return this.database.index.dependency(name) !== undefined;
  }

  /** The modules whose install command kmod would pass over, if they had one. */
  get withSoftDependency(): readonly string[] {
    this.#withSoftDependency ??= this.names.filter((name) => softDependencyInPlace(this.database, name) !== undefined);
    return this.#withSoftDependency;
  }

  /** A module whose name differs by a slip of the fingers; after many of them nobody is told any more. */
  nearest(name: string): string | undefined {
    const plain = name.replaceAll("-", "_");
    if (plain.length < SHORTEST_NEAR || ++this.#hints > MOST_HINTS) return undefined;
    return nearNames(plain, this.names).find((near) => !near.startsWith(plain) && isSlip(plain, near));
  }

  /** Those of a module's file or of built-in code, described or not; undefined where nobody can tell. */
  parametersOf(name: string): readonly ModuleParameter[] | undefined {
    if (!this.#parameters.has(name)) this.#parameters.set(name, this.#read(name));
    return this.#parameters.get(name);
  }

  #read(name: string): readonly ModuleParameter[] | undefined {
    const { path } = this.database.moduleNamed(name);
    const source = path ?? `${this.database.directory}/modules.builtin.modinfo`;
    try {
      return path === undefined ? this.#readBuiltin(name) : this.#readFile(path);
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      this.#onProblem(source, error);
      return undefined;
    }
  }

  #readFile(path: string): readonly ModuleParameter[] | undefined {
    const { parameters, complete } = withModuleImage(this.#platform, path, (image) =>
      readFileParameters(readElf(image)),
    );
    return complete ? parameters : undefined;
  }

  /** Few parameters are not described; a kernel that runs shows most of these. */
  #readBuiltin(name: string): readonly ModuleParameter[] | undefined {
    const { parameters } = mergeParameters(this.database.index.builtinModinfo(name) ?? []);
    if (parameters.length === 0) return undefined;
    const live = readParameters(this.#platform.files, name).map((each) => each.name);
    return [...parameters, ...live.map((each) => ({ name: each, description: undefined, type: undefined }))];
  }

  /** The modules that some device or request brings, by an alias, and with which this one is loaded. */
  dependentsOf(name: string): readonly Dependent[] {
    this.#dependents ??= this.#readDependents();
    return (this.#dependents.get(name) ?? []).filter((user) => this.#isWanted(user.name));
  }

  #isWanted(name: string): boolean {
    this.#wanted ??= new Set([...this.database.index.aliasEntries()].map(({ value }) => value));
    return this.#wanted.has(name);
  }

  #readDependents(): ReadonlyMap<string, readonly Dependent[]> {
    const { index, configuration } = this.database;
    const dependents = new Map<string, Dependent[]>();
    const add = (used: string, user: Dependent): void => {
      const known = dependents.get(used);
      if (known === undefined) dependents.set(used, [user]);
      else if (known.at(-1)?.name !== user.name) known.push(user);
    };
    for (const name of this.names) {
      for (const path of index.dependency(name)?.dependencies ?? []) {
        add(moduleNameOfPath(path), { name, softDependency: undefined });
      }
      for (const { pre, origin } of softDependenciesFor(configuration, name)) {
        const softDependency = placeOf(origin);
        for (const word of pre) for (const used of this.named(word)) add(used, { name, softDependency });
      }
    }
    return dependents;
  }
}

/** One letter more, less or other, or two neighbours swapped; and not a number: `foo1` and `foo2` are two things. */
function isSlip(typed: string, name: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === name[start]) start++;
  let end = 0;
  const most = Math.min(typed.length, name.length) - start;
  while (end < most && typed[typed.length - 1 - end] === name[name.length - 1 - end]) end++;
  const own = typed.slice(start, typed.length - end);
  const other = name.slice(start, name.length - end);
  if (/[0-9]/.test(own + other)) return false;
  return (own.length <= 1 && other.length <= 1) || (own.length === 2 && own === `${other[1]}${other[0]}`);
}
