/**
 * What inserting a module would do: an ordered list of steps, computed without touching anything. `modprobe`,
 * `modprobe -n`, `-D`, `-v` and `--json` all show this list. See modprobe(8).
 */

import type { ModuleCommand, Origin } from "../config/configuration.ts";
import { installCommandFor, isBlacklisted, optionsFor } from "../config/matching.ts";
import type { KnownModule, ModuleDatabase } from "./database.ts";
import { joinOptionStrings, joinParameters } from "./option-string.ts";
import { checkDepth, MAX_PLAN_LENGTH, SoftDependencies, tooLong } from "./soft-dependencies.ts";
import { softDependencyRules } from "./soft-dependency-rules.ts";

export type Step =
  /** Hand the file to the kernel. */
  | { readonly action: "insert"; readonly module: string; readonly path: string; readonly options: string }
  /** Run the install command from the configuration in place of inserting. */
  | {
      readonly action: "install";
      readonly module: string;
      readonly command: string;
      readonly options: string;
      /** Where the command is written. */
      readonly origin: Origin;
    }
  /** Nothing to do: the code is in the kernel image. */
  | { readonly action: "builtin"; readonly module: string }
  /** The name leads to no file: inserting will fail. */
  | { readonly action: "missing"; readonly module: string };

/** A step, and whether its failure is the failure of the whole request. */
export type PlannedStep = Step & { readonly required: boolean };

export interface InsertionRequest {
  readonly module: KnownModule;
  /** Module parameters, one a word. */
  readonly parameters: readonly string[];
  /** -i: leave out the install command and the soft dependencies of the requested module. */
  readonly ignoreCommands: boolean;
}

/** What planning knows of a module; marks are overwritten when the module is met again, as in kmod. */
interface Mark {
  visited: boolean;
  ignoreCommand: boolean;
  required: boolean;
}

/** Whether policy keeps a module from being inserted: blacklisted, and reached by an alias or with -b. */
export function isHeldBack(database: ModuleDatabase, module: KnownModule, useBlacklist: boolean): boolean {
  return (useBlacklist || module.alias !== undefined) && isBlacklisted(database.configuration, module.name);
}

/**
 * The steps for one module in order, with its dependencies and soft dependencies, whether loaded or not. A module can
 * appear several times. Problems with dependency files are told to `onProblem`. Throws KmodError where soft
 * dependencies nest absurdly deep (ELOOP) or the plan is absurdly long (EOVERFLOW).
 */
export function planInsertion(
  database: ModuleDatabase,
  request: InsertionRequest,
  onProblem: (text: string) => void,
): readonly PlannedStep[] {
  const { list, marks } = new Inserter(database, request.module, onProblem).visitAll(request.ignoreCommands);
  const parameters = joinParameters(request.parameters);
  // One object for all times that a module comes up: its options may be long.
  const steps = new Map<KnownModule, PlannedStep>();
  for (const [module, { required, ignoreCommand }] of marks) {
    const own = module === request.module ? parameters : "";
    steps.set(module, { ...toStep(database, module, own, ignoreCommand), required });
  }
  return list.flatMap((module) => steps.get(module) ?? []);
}

/** The soft dependencies of a module that are still to be visited. */
interface Unvisited {
  readonly pre: Iterable<KnownModule>;
  readonly post: Iterable<KnownModule>;
  readonly count: number;
}

class Inserter {
  readonly list: KnownModule[] = [];
  readonly marks: Map<KnownModule, Mark> = new Map();
  readonly #database: ModuleDatabase;
  readonly #requested: KnownModule;
  readonly #onProblem: (text: string) => void;
  readonly #soft: SoftDependencies;
  readonly #unvisited: Map<string, Unvisited> = new Map();
  #depth = 0;

  constructor(database: ModuleDatabase, requested: KnownModule, onProblem: (text: string) => void) {
    this.#database = database;
    this.#requested = requested;
    this.#onProblem = onProblem;
    this.#soft = new SoftDependencies(database, requested);
  }

  visitAll(ignoreCommands: boolean): this {
    this.#visit(this.#requested, true, ignoreCommands);
    return this;
  }

  #visit(module: KnownModule, required: boolean, ignoreCommands: boolean): void {
    const own = this.#mark(module);
    if (own.visited) return;
    own.visited = true;
    checkDepth(module, ++this.#depth);
    const dependencies = this.#database.dependencies(module, this.#onProblem);
    if (required) for (const each of [...dependencies, module]) this.#mark(each).required = true;
    for (const each of dependencies) this.#expand(each);
    if (ignoreCommands) {
      this.#append(module);
      own.ignoreCommand = true;
    } else {
      this.#expand(module);
    }
    this.#depth--;
  }

  /**
   * A module between its soft dependencies. It may come up again, also while its own soft dependencies are walked;
   * what was visited never has to be visited again, so the walk goes on where it stands.
   */
  #expand(module: KnownModule): void {
    const soft = this.#softOf(module.name);
    for (const each of soft.pre) this.#visit(each, false, false);
    this.#append(module);
    this.#mark(module).ignoreCommand = softDependencyRules.silenceInstallCommand(soft.count);
    for (const each of soft.post) this.#visit(each, false, false);
  }

  #append(module: KnownModule): void {
    if (this.list.length >= MAX_PLAN_LENGTH) throw tooLong(this.#requested);
    this.list.push(module);
  }

  #mark(module: KnownModule): Mark {
    const before = this.marks.get(module);
    if (before !== undefined) return before;
    const fresh = { visited: false, ignoreCommand: false, required: false };
    this.marks.set(module, fresh);
    return fresh;
  }

  #softOf(name: string): Unvisited {
    const before = this.#unvisited.get(name);
    if (before !== undefined) return before;
    const { pre, post } = this.#soft.of(name);
    // Iterators, which remember their place.
    const fresh = { pre: pre.values(), post: post.values(), count: pre.length + post.length };
    this.#unvisited.set(name, fresh);
    return fresh;
  }
}

function toStep(database: ModuleDatabase, module: KnownModule, parameters: string, ignoreCommand: boolean): Step {
  const { name, path } = module;
  const entry = ignoreCommand ? undefined : installCommandOf(database, module);
  const options = (): string => {
    const configured = optionsFor(database.configuration, name, module.alias).map((entry) => entry.options);
    return joinOptionStrings(configured, parameters);
  };
  if (entry !== undefined) {
    return { action: "install", module: name, command: entry.command, options: options(), origin: entry.origin };
  }
  if (path !== undefined) return { action: "insert", module: name, path, options: options() };
  return { action: database.isBuiltin(name) ? "builtin" : "missing", module: name };
}

function installCommandOf({ configuration }: ModuleDatabase, { name, named }: KnownModule): ModuleCommand | undefined {
  return named?.keyword === "install" ? named.entry : installCommandFor(configuration, name);
}
