/** The ways by which a module comes to be loaded, beside its own name: aliases, other modules, lists for the boot. */

import type { BootWords } from "../config/boot-words.ts";
import type { Origin } from "../config/configuration.ts";
import type { ModuleToLoad } from "../config/modules-load.ts";
import { type AliasLine, findAliasLines } from "../index/index-lines.ts";
import type { ModuleDatabase } from "../module/database.ts";
import type { StatedEdge } from "../module/dependency-edges.ts";
import { StatedDependencies } from "../module/stated-dependencies.ts";
import { moduleNameOfPath } from "../names.ts";
import type { FileSystem } from "../platform.ts";

/** An alias that leads to a module. */
export interface AliasRoute {
  readonly pattern: string;
  readonly origin: Origin;
}

/** What systemd loads at boot, and who says so. */
export interface BootRoute {
  /** As written. */
  readonly request: string;
  readonly origin: Origin;
  /** The word of the kernel command line, if that says so. */
  readonly word: "modules_load" | "rd.modules_load" | undefined;
}

export interface Routes {
  /** `alias` lines of the configuration first, then those of modules.alias. */
  readonly aliases: readonly AliasRoute[];
  readonly boot: readonly BootRoute[];
  /** The modules that need it, directly or not, in the order of the index. */
  readonly users: readonly string[];
  /** What `softdep` and `weakdep` lines about other modules say of it. */
  readonly stated: readonly StatedEdge[];
}

export interface RouteSources {
  readonly files: FileSystem;
  readonly database: ModuleDatabase;
  readonly boot: BootWords;
  readonly modulesLoad: readonly ModuleToLoad[];
}

/** Answers for the modules `names`, by what is read once for all of them. Throws SystemError. */
export function findRoutes(sources: RouteSources, names: ReadonlySet<string>): (name: string) => Routes {
  const { files, database } = sources;
  const lines = names.size === 0 ? [] : findAliasLines(files, database.directory, names);
  const users = usersOf(database, names);
  const boot = bootRoutes(sources);
  const stated = new StatedDependencies(database);
  return (name) => ({
    aliases: [
      ...database.configuration.aliases.filter(({ module }) => module === name),
      ...lines.filter(({ module }) => module === name),
    ].map(({ pattern, origin }: AliasRoute | AliasLine) => ({ pattern, origin })),
    boot: boot.filter(({ modules }) => modules.has(name)).map(({ route }) => route),
    users: users.get(name) ?? [],
    stated: stated.usersOf(name),
  });
}

/** Of each of `names` the modules whose line of modules.dep has it. */
function usersOf({ index }: ModuleDatabase, names: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const user of names.size === 0 ? [] : index.moduleNames()) {
    for (const path of index.dependency(user)?.dependencies ?? []) {
      const name = moduleNameOfPath(path);
      if (!names.has(name)) continue;
      const known = users.get(name);
      if (known === undefined) users.set(name, [user]);
      else known.push(user);
    }
  }
  return users;
}

interface BootRequest {
  readonly route: BootRoute;
  readonly modules: ReadonlySet<string>;
}

function bootRoutes({ database, boot, modulesLoad }: RouteSources): readonly BootRequest[] {
  const routes: readonly BootRoute[] = [
    ...boot.toLoad.map(({ module, word }) => ({ request: module, origin: { kind: "command-line" } as const, word })),
    ...modulesLoad.map(({ module, origin }) => ({ request: module, origin, word: undefined })),
  ];
  return routes.map((route) => {
    const found = database.lookUp(route.request) ?? [];
    return { route, modules: new Set(found.map(({ name }) => name)) };
  });
}
