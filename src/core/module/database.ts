/**
 * One object that answers "what is this name" over the indexes of a module directory and the configuration.
 * See modprobe(8), modprobe.d(5).
 */

import type { Configuration } from "../config/configuration.ts";
import { aliasTargets, commandNamed, type NamedCommand } from "../config/matching.ts";
import { KmodError, SystemError } from "../errors.ts";
import type { ModuleIndex } from "../index/module-index.ts";
import { moduleNameOfPath, normaliseAlias } from "../names.ts";
import type { FileSystem } from "../platform.ts";

/**
 * A module as a name or path led to it. kmod keeps one object for each pair of name and alias; so do we, because
 * marks made on it during planning must meet the same object again.
 */
export interface KnownModule {
  readonly name: string;
  /** How it was reached: a configured alias's pattern text, or the requested name for an index alias. */
  readonly alias: string | undefined;
  /** Absolute path of its file; undefined for a built-in, an unknown module or a mere install command. */
  readonly path: string | undefined;
  /** The command whose word was literally the requested name: it goes before commands that match by pattern. */
  readonly named?: NamedCommand;
}

export interface ModuleDatabase {
  /** Absolute module directory. */
  readonly directory: string;
  readonly index: ModuleIndex;
  readonly configuration: Configuration;
  /**
   * All modules that a name stands for, in the order in which kmod acts on them; empty if it stands for none;
   * undefined if it is no legal name (unbalanced brackets).
   */
  lookUp(name: string): readonly KnownModule[] | undefined;
  /** Only real names: modules.dep, then built-in names, then built-in aliases (modinfo -m). */
  lookUpName(name: string): readonly KnownModule[];
  /** The module of exactly this name, known to the index or not, as the kernel names modules; aliases do not count. */
  moduleNamed(name: string): KnownModule;
  /**
   * The module in a file, whether it exists or not; `path` is absolute. Throws KmodError (EEXIST) where the module
   * already goes by another path.
   */
  fromPath(path: string): KnownModule;
  /**
   * Hard dependencies in load order. A file that is missing or goes by another path in this run makes the list
   * empty, as in kmod, and is told to `onProblem`.
   */
  dependencies(module: KnownModule, onProblem: (text: string) => void): readonly KnownModule[];
  isBuiltin(name: string): boolean;
  /** Forgets the modules met so far: kmod frees them between operands, and two operands may share a name. */
  forget(): void;
}

/** A module whose path is looked up when it is asked for: resolving 10 000 aliases asks for none. */
class IndexedModule implements KnownModule {
  readonly name: string;
  readonly alias: string | undefined;
  readonly #find: (name: string) => string | undefined;
  #path: string | undefined | null = null;

  constructor(name: string, alias: string | undefined, find: (name: string) => string | undefined) {
    this.name = name;
    this.alias = alias;
    this.#find = find;
  }

  get path(): string | undefined {
    if (this.#path === null) this.#path = this.#find(this.name);
    return this.#path;
  }
}

/** The modules met so far, one object for each pair of name and alias. */
class ModulePool {
  readonly #index: ModuleIndex;
  readonly #known: Map<string, KnownModule> = new Map();

  constructor(index: ModuleIndex) {
    this.#index = index;
  }

  keep(name: string, alias: string | undefined, path?: string): KnownModule {
    const key = alias === undefined ? name : `${name}\\${alias}`;
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const module = path === undefined ? new IndexedModule(name, alias, this.#find) : { name, alias, path };
    this.#known.set(key, module);
    return module;
  }

  /** A name that no module has, made known by an install or remove command. As a module it has no dash at all. */
  keepNamed(word: string, named: NamedCommand): KnownModule {
    const name = word.replaceAll("-", "_");
    const before = this.#known.get(name);
    if (before?.named?.entry === named.entry) return before;
    const module = { name, alias: undefined, path: undefined, named };
    this.#known.set(name, module);
    return module;
  }

  /** The absolute path of a module file that the index names. */
  locate(path: string): string {
    return path.startsWith("/") ? path : `${this.#index.directory}/${path}`;
  }

  clear(): void {
    this.#known.clear();
  }

  readonly #find = (name: string): string | undefined => {
    const path = this.#index.dependency(name)?.path;
    return path === undefined ? undefined : this.locate(path);
  };
}

/** A database over an index and a configuration. `files` is asked only whether module files exist. */
export function createDatabase(files: FileSystem, index: ModuleIndex, configuration: Configuration): ModuleDatabase {
  const pool = new ModulePool(index);
  const keep = (name: string, alias: string | undefined, path?: string): KnownModule => pool.keep(name, alias, path);

  /** The stages of a lookup; the first that yields something wins. */
  const stages: readonly ((name: string) => readonly KnownModule[])[] = [
    (name) => aliasTargets(configuration, name).map(({ module, pattern }) => keep(module, pattern)),
    (name) => (!name.includes(":") && index.dependency(name) !== undefined ? [keep(name, undefined)] : []),
    (name) => (name.startsWith("symbol:") ? index.symbols(name).map((module) => keep(module, name)) : []),
    onlyNamed,
    (name) => index.aliases(name).map((module) => keep(module, name)),
    builtin,
  ];

  function onlyNamed(word: string): readonly KnownModule[] {
    const named = commandNamed(configuration, word);
    return named === undefined ? [] : [pool.keepNamed(word, named)];
  }

  function builtin(name: string): readonly KnownModule[] {
    if (index.isBuiltin(name)) return [keep(name, undefined)];
    return index.builtinAliases(name).map((module) => keep(module, name));
  }

  function lookUp(name: string): readonly KnownModule[] | undefined {
    const normalised = normaliseAlias(name);
    if (normalised === undefined) return undefined;
    for (const stage of stages) {
      const found = stage(normalised);
      if (found.length > 0) return found;
    }
    return [];
  }

  function lookUpName(name: string): readonly KnownModule[] {
    const plain = moduleNameOfPath(name);
    return index.dependency(plain) === undefined ? builtin(plain) : [keep(plain, undefined)];
  }

  const moduleNamed = (name: string): KnownModule => keep(name, undefined);

  function fromPath(path: string): KnownModule {
    const name = moduleNameOfPath(path);
    const module = keep(name, undefined, path);
    if (module.path !== path) throw new KmodError(`two files for one module: '${module.path}' and '${path}'`, "EEXIST");
    return module;
  }

  function dependencies(module: KnownModule, onProblem: (text: string) => void): readonly KnownModule[] {
    const stored = index.dependency(module.name)?.dependencies ?? [];
    try {
      return stored.map((path) => existing(pool.locate(path))).toReversed();
    } catch (error) {
      if (!(error instanceof KmodError)) throw error;
      onProblem(`cannot use the dependencies of module ${module.name}: ${error.message}`);
      return [];
    }
  }

  function existing(path: string): KnownModule {
    if (!files.exists(path)) throw new SystemError("stat", path, "ENOENT");
    return fromPath(path);
  }

  const isBuiltin = (name: string): boolean => index.isBuiltin(name);
  const forget = (): void => pool.clear();
  const questions = { lookUp, lookUpName, moduleNamed, fromPath, dependencies, isBuiltin, forget };
  return { directory: index.directory, index, configuration, ...questions };
}
