/** What `kmod-ts which` finds out before anything is shown. */

import type { ModuleCopies } from "../core/depmod/copies.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import {
  compareFingerprints,
  type Likeness,
  type LoadedFingerprint,
  readFileFingerprint,
  readLoadedFingerprint,
} from "../core/module/loaded-file.ts";
import type { Context } from "./command.ts";
import { joinPath } from "./paths.ts";

/** An operand and the modules that it stands for; none where it is unknown. */
export interface WhichRequest {
  readonly request: string;
  readonly modules: readonly string[];
}

export interface LoadedModuleFile extends LoadedFingerprint {
  /** What is known of each file, by path. */
  readonly likeness: ReadonlyMap<string, Likeness>;
}

/** Paths are absolute. */
export interface WhichModule {
  readonly name: string;
  readonly builtin: boolean;
  /** The file that modules.dep names. */
  readonly indexed: string | undefined;
  /** Every file in the tree; undefined where there is none, or nobody asked. */
  readonly copies: ModuleCopies | undefined;
  /** Undefined where it is not loaded, or that is not known. */
  readonly loaded: LoadedModuleFile | undefined;
}

export interface WhichFacts {
  readonly directory: string;
  /** Whether it is known what is loaded: the question is about the running kernel, and there is a /sys. */
  readonly running: boolean;
  readonly requests: readonly WhichRequest[];
  /** The modules of the requests, each once. */
  readonly modules: readonly WhichModule[];
}

/** What the indexes say of a module, without looking into the tree. */
export function indexedModule({ directory, index }: ModuleDatabase, { name }: Pick<KnownModule, "name">): WhichModule {
  const path = index.dependency(name)?.path;
  const indexed = path === undefined ? undefined : joinPath(directory, path);
  return { name, builtin: index.isBuiltin(name), indexed, copies: undefined, loaded: undefined };
}

/** Adds every file of the modules, as found in the tree, and, where that is known, what is loaded. */
export function withCopies(
  modules: readonly WhichModule[],
  copies: ReadonlyMap<string, ModuleCopies>,
  running: boolean,
  context: Context,
): readonly WhichModule[] {
  return modules.map((module): WhichModule => {
    const found = copies.get(module.name);
    return { ...module, copies: found, loaded: running ? readLoaded(context, module, found) : undefined };
  });
}

function readLoaded(
  { platform, report }: Context,
  { name, builtin }: WhichModule,
  copies: ModuleCopies | undefined,
): LoadedModuleFile | undefined {
  // Built-in code may have a directory in /sys/module too.
  const loaded = builtin ? undefined : readLoadedFingerprint(platform.files, name);
  if (loaded === undefined) return undefined;
  const likeness = new Map<string, Likeness>();
  for (const path of pathsOf(copies)) {
    const file = readFileFingerprint(platform, path, (error) => {
      report.message("ERROR", `cannot compare what is loaded with '${path}': ${error.message}`);
      report.fail();
    });
    likeness.set(path, compareFingerprints(loaded, file));
  }
  return { ...loaded, likeness };
}

/** The files of a module, the one that counts first. */
export function pathsOf(copies: ModuleCopies | undefined): readonly string[] {
  if (copies === undefined) return [];
  return [copies.winner.path, ...copies.losers.map(({ file }) => file.path)];
}
