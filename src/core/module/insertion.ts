/**
 * What inserting a module would do: an ordered list of steps, computed without touching anything. `modprobe`,
 * `modprobe -n`, `-D`, `-v` and `--json` all show this list. See modprobe(8).
 */

import { installCommandFor, isBlacklisted, optionsFor, softDependencyFor } from "../config/matching.ts";
import { KmodError } from "../errors.ts";
import type { KnownModule, ModuleDatabase } from "./database.ts";
import { joinOptionStrings, joinParameters } from "./option-string.ts";

export type Step =
  /** Hand the file to the kernel. */
  | { readonly action: "insert"; readonly module: string; readonly path: string; readonly options: string }
  /** Run the install command from the configuration in place of inserting. */
  | { readonly action: "install"; readonly module: string; readonly command: string; readonly options: string }
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

/** Soft dependencies of soft dependencies: more than this is an attack on the stack, not a configuration. */
const MAX_DEPTH = 500;

/** Whether policy keeps a module from being inserted: blacklisted, and reached by an alias or with -b. */
export function isHeldBack(database: ModuleDatabase, module: KnownModule, useBlacklist: boolean): boolean {
  return (useBlacklist || module.alias !== undefined) && isBlacklisted(database.configuration, module.name);
}

/**
 * The steps for one module in order, with its dependencies and soft dependencies, whether loaded or not. A module can
 * appear several times. Problems with dependency files are told to `onProblem`. Throws KmodError (ELOOP) where soft
 * dependencies nest absurdly deep.
 */
export function planInsertion(
  database: ModuleDatabase,
  request: InsertionRequest,
  onProblem: (text: string) => void,
): readonly PlannedStep[] {
  const marks = new Map<KnownModule, Mark>();
  const list: KnownModule[] = [];
  let depth = 0;

  function mark(module: KnownModule): Mark {
    const before = marks.get(module);
    if (before !== undefined) return before;
    const fresh = { visited: false, ignoreCommand: false, required: false };
    marks.set(module, fresh);
    return fresh;
  }

  function resolveAll(names: readonly string[]): readonly KnownModule[] {
    return names.flatMap((name) => database.lookUp(name) ?? []);
  }

  function expand(module: KnownModule): void {
    const soft = softDependencyFor(database.configuration, module.name);
    const before = resolveAll(soft?.pre ?? []);
    const after = resolveAll(soft?.post ?? []);
    for (const each of before) visit(each, false, false);
    list.push(module);
    mark(module).ignoreCommand = before.length + after.length > 0;
    for (const each of after) visit(each, false, false);
  }

  function visit(module: KnownModule, required: boolean, ignoreCommands: boolean): void {
    const own = mark(module);
    if (own.visited) return;
    own.visited = true;
    if (++depth > MAX_DEPTH) throw new KmodError(`soft dependencies nest too deep at module ${module.name}`, "ELOOP");
    const dependencies = database.dependencies(module, onProblem);
    if (required) for (const each of [...dependencies, module]) mark(each).required = true;
    for (const each of dependencies) expand(each);
    if (ignoreCommands) {
      list.push(module);
      own.ignoreCommand = true;
    } else {
      expand(module);
    }
    depth--;
  }

  visit(request.module, true, request.ignoreCommands);
  const parameters = joinParameters(request.parameters);
  return list.map((module) => {
    const { required, ignoreCommand } = mark(module);
    const own = module === request.module ? parameters : "";
    return { ...toStep(database, module, own, ignoreCommand), required };
  });
}

function toStep(database: ModuleDatabase, module: KnownModule, parameters: string, ignoreCommand: boolean): Step {
  const { name, path } = module;
  const command = ignoreCommand ? undefined : installCommandOf(database, module);
  const options = (): string => {
    const configured = optionsFor(database.configuration, name, module.alias).map((entry) => entry.options);
    return joinOptionStrings(configured, parameters);
  };
  if (command !== undefined) return { action: "install", module: name, command, options: options() };
  if (path !== undefined) return { action: "insert", module: name, path, options: options() };
  return { action: database.isBuiltin(name) ? "builtin" : "missing", module: name };
}

function installCommandOf({ configuration }: ModuleDatabase, { name, named }: KnownModule): string | undefined {
  const entry = named?.keyword === "install" ? named.entry : installCommandFor(configuration, name);
  return entry?.command;
}
