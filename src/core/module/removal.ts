/**
 * What removing a module would do, in order, judged by what is loaded right now. See modprobe(8) -r. A step is
 * yielded before it would be carried out, so that whoever executes the steps changes what the next one sees; and
 * answers with whether it went well.
 */

import type { ModuleCommand, Origin } from "../config/configuration.ts";
import { removeCommandFor } from "../config/matching.ts";
import type { FileSystem } from "../platform.ts";
import { readHolders, readInitState, readReferenceCount } from "../state/sys-module.ts";
import type { KnownModule, ModuleDatabase } from "./database.ts";
import type { Obstacle } from "./obstacle.ts";
import { checkDepth, SoftDependencies } from "./soft-dependencies.ts";

export type RemovalStep =
  | { readonly action: "remove"; readonly module: string }
  | {
      readonly action: "command";
      readonly module: string;
      readonly command: string;
      /** Where the command is written. */
      readonly origin: Origin;
    }
  /** The module stays, and why: a complete sentence for the user. Of a soft dependency it fails nothing by itself. */
  | { readonly action: "refuse"; readonly module: string; readonly obstacle: PlanObstacle; readonly reason: string };

/** What modprobe looks for before it asks the kernel. */
type PlanObstacle = Extract<Obstacle, "builtin" | "absent" | "in use">;

export interface RemovalRequest {
  /** -i: leave out soft dependencies and remove commands. */
  readonly ignoreCommands: boolean;
  /** --first-time: a module that is not loaded is a failure. */
  readonly firstTime: boolean;
  /** -D: what the configuration says, whatever is loaded. */
  readonly ignoreState: boolean;
  /** --remove-holders: first remove the modules that use this one. */
  readonly removeHolders: boolean;
  /** -w: leave the question of users to the kernel. */
  readonly wait: boolean;
}

/** Takes false for a step that failed; whoever only looks gives nothing. */
type Answer = boolean | undefined;

/** Returns whether the module is gone, or was not there. */
type Removal = Generator<RemovalStep, boolean, Answer>;

/**
 * Steps for one requested module; returns whether nothing was refused or failed for the module itself. What was removed is not
 * walked again, and what was refused only after something else was removed. Throws KmodError where soft dependencies
 * nest absurdly deep (ELOOP) or are absurdly many (EOVERFLOW).
 */
export function planRemoval(
  files: FileSystem,
  database: ModuleDatabase,
  module: KnownModule,
  request: RemovalRequest,
): Removal {
  return new Remover(files, database, module, request).remove(module, true, request.removeHolders);
}

class Remover {
  readonly #files: FileSystem;
  readonly #database: ModuleDatabase;
  readonly #request: RemovalRequest;
  readonly #soft: SoftDependencies;
  /** Modules whose removal is under way: a loop of soft dependencies ends here. */
  readonly #active: Set<string> = new Set();
  /** Modules that were removed, or found not to be there. */
  readonly #gone: Set<string> = new Set();
  /** How many modules were gone when this one was refused: its users may be among those that went since. */
  readonly #refused: Map<string, number> = new Map();

  constructor(files: FileSystem, database: ModuleDatabase, requested: KnownModule, request: RemovalRequest) {
    this.#files = files;
    this.#database = database;
    this.#request = request;
    this.#soft = new SoftDependencies(database, requested);
  }

  *remove(module: KnownModule, requested: boolean, holdersFirst: boolean): Removal {
    const { name } = module;
    if (this.#active.has(name) || this.#gone.has(name)) return true;
    if (this.#refused.get(name) === this.#gone.size) return false;
    this.#active.add(name);
    checkDepth(module, this.#active.size);
    const done = yield* this.#removeOnce(module, requested, holdersFirst);
    this.#active.delete(name);
    if (done) this.#gone.add(name);
    else this.#refused.set(name, this.#gone.size);
    return done;
  }

  *#removeOnce(module: KnownModule, requested: boolean, holdersFirst: boolean): Removal {
    const { ignoreCommands } = this.#request;
    const soft = ignoreCommands ? undefined : this.#soft.of(module.name);
    const command = ignoreCommands ? undefined : this.#removeCommandOf(module);
    if (command === undefined && !this.#request.ignoreState) {
      const verdict = this.#presence(module, requested);
      if (verdict === "gone") return true;
      if (verdict !== "present") return yield* refuse(module, verdict);
    }
    yield* this.#removeAll(soft?.post ?? []);
    if (holdersFirst && !(yield* this.#removeHolders(module))) return false;
    const done = yield* command === undefined ? this.#removeItself(module) : this.#command(module, command);
    if (done) yield* this.#removeAll(soft?.pre ?? []);
    return done;
  }

  *#command({ name }: KnownModule, { command, origin }: ModuleCommand): Removal {
    const done = yield { action: "command", module: name, command: command.replaceAll("$CMDLINE_OPTS", ""), origin };
    if (done === false) return false;
    this.#gone.add(name);
    return true;
  }

  #removeCommandOf({ name, named }: KnownModule): ModuleCommand | undefined {
    return named?.keyword === "remove" ? named.entry : removeCommandFor(this.#database.configuration, name);
  }

  /** Whether there is anything to remove: "present", "gone", or what speaks against it. */
  #presence(module: KnownModule, requested: boolean): "present" | "gone" | PlanObstacle {
    if (this.#database.isBuiltin(module.name)) return requested ? "builtin" : "gone";
    if (readInitState(this.#files, module.name) !== undefined) return "present";
    return this.#request.firstTime ? "absent" : "gone";
  }

  /** Soft dependencies, last to first. What is refused among them does not stop the rest. */
  *#removeAll(modules: readonly KnownModule[]): Generator<RemovalStep, void, Answer> {
    for (const module of modules.toReversed()) yield* this.remove(module, false, false);
  }

  *#removeHolders(module: KnownModule): Removal {
    for (const holder of readHolders(this.#files, module.name).toReversed()) {
      if (!(yield* this.remove(this.#database.moduleNamed(holder), false, false))) return false;
    }
    return true;
  }

  *#removeItself(module: KnownModule): Removal {
    const references = this.#gone.has(module.name) ? undefined : readReferenceCount(this.#files, module.name);
    const judged = !this.#request.ignoreState && !this.#request.wait;
    if (judged && references !== undefined && references > 0) {
      return yield* refuse(module, "in use");
    }
    if (references !== undefined) {
      const done = yield { action: "remove", module: module.name };
      if (done === false) return false;
      this.#gone.add(module.name);
    }
    for (const dependency of this.#database.dependencies(module, () => {})) {
      if (this.#gone.has(dependency.name) || readReferenceCount(this.#files, dependency.name) !== 0) continue;
      const done = yield { action: "remove", module: dependency.name };
      if (done !== false) this.#gone.add(dependency.name);
    }
    return true;
  }
}

/** kmod's sentences. */
const REASONS: Readonly<Record<PlanObstacle, (name: string) => string>> = {
  builtin: (name) => `Module ${name} is builtin.`,
  absent: (name) => `Module ${name} is not in kernel.`,
  "in use": (name) => `Module ${name} is in use.`,
};

function* refuse({ name }: KnownModule, obstacle: PlanObstacle): Removal {
  yield { action: "refuse", module: name, obstacle, reason: REASONS[obstacle](name) };
  return false;
}
