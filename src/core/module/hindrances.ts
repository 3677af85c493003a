/**
 * What keeps a module from being loaded, before the kernel is asked: each with where it is written. See modprobe.d(5) and the kernel's
 * kernel-parameters documentation.
 */

import type { BootWords } from "../config/boot-words.ts";
import type { Origin } from "../config/configuration.ts";
import { blacklistEntriesFor, installCommandFor } from "../config/matching.ts";
import { KmodError } from "../errors.ts";
import { moduleNameOfPath } from "../names.ts";
import type { FileSystem } from "../platform.ts";
import type { KnownModule, ModuleDatabase } from "./database.ts";
import { isIdleCommand } from "./idle-command.ts";
import { softDependencyInPlace } from "./ignored-command.ts";

/** `module` is the one that it is about: the module itself or one that it needs. */
export type Hindrance = {
  readonly module: string;
} /** A `blacklist` line. It stops aliases, and names with `-b` as udev and systemd ask; not a name as people ask, nor a dependency. */ & (
  | { readonly kind: "blacklist"; readonly origin: Origin }
  /** An `install` line: the command runs in place of loading. */
  | {
      readonly kind: "command";
      readonly command: string;
      /** It is one that does nothing, as written to keep modules out. */
      readonly idle: boolean;
      readonly origin: Origin;
      /** The `softdep` line because of which kmod's modprobe does not run the command but loads the module. */
      readonly ignoredFor?: Origin;
    }
  /** `module_blacklist=` on the kernel command line: the kernel refuses. */
  | { readonly kind: "kernel-mask" }
  /** modules.dep names a file that is not there. */
  | { readonly kind: "no-file"; readonly path: string }
  /** There is a file, but modules.dep does not have it. */
  | { readonly kind: "not-indexed"; readonly path: string }
  /** An alias led to a name that is an alias itself, by the line at `origin`: modprobe does not follow it. */
  | { readonly kind: "alias-of-alias"; readonly origin: Origin }
  /** The kernel takes no modules any more until the next boot. */
  | { readonly kind: "modules-disabled" }
);

/** What hindrances are looked for in. */
export interface Obstacles {
  readonly files: FileSystem;
  readonly database: ModuleDatabase;
  readonly boot: BootWords;
  readonly modulesDisabled: boolean;
  /** Modules that need not be loaded any more, because they are in the kernel. */
  readonly isLoaded: (name: string) => boolean;
}

/**
 * All that speaks against loading a module, what is for certain first. What is wrong with modules that it needs counts too, unless they
 * are loaded.
 */
export function hindrancesOf(obstacles: Obstacles, module: KnownModule): readonly Hindrance[] {
  const { database, modulesDisabled } = obstacles;
  const { name } = module;
  if (database.isBuiltin(name)) return [];
  const own = hindrancesOfFile(obstacles, name, module.path);
  const needed = neededBy(database, name).filter((each) => !obstacles.isLoaded(each.name));
  return [
    ...(modulesDisabled ? [{ kind: "modules-disabled", module: name } as const] : []),
    ...own,
    ...needed.flatMap((each) => hindrancesOfFile(obstacles, each.name, each.path)),
    ...commandsOf(database, module),
    ...needed.flatMap((each) => commandsOf(database, each)),
    ...blacklistEntriesFor(database.configuration, name).map(({ origin }): Hindrance => {
      return { kind: "blacklist", module: name, origin };
    }),
  ];
}

/** Whether a hindrance keeps a module out whichever way it is asked for. */
export function isAbsolute({ kind }: Hindrance): boolean {
  return kind === "kernel-mask" || kind === "no-file" || kind === "modules-disabled";
}

function hindrancesOfFile({ files, boot }: Obstacles, module: string, path: string | undefined): readonly Hindrance[] {
  const found: Hindrance[] = [];
  if (boot.masked.includes(module)) found.push({ kind: "kernel-mask", module });
  if (path !== undefined && !isThere(files, path)) found.push({ kind: "no-file", module, path });
  return found;
}

/** What modules.dep says that a module needs, whether the files are there or not. */
function neededBy({ index, moduleNamed }: ModuleDatabase, name: string): readonly KnownModule[] {
  const paths = index.dependency(name)?.dependencies ?? [];
  return paths.map((path) => moduleNamed(moduleNameOfPath(path)));
}

function commandsOf(database: ModuleDatabase, { name, named }: KnownModule): readonly Hindrance[] {
  const entry = named?.keyword === "install" ? named.entry : installCommandFor(database.configuration, name);
  if (entry === undefined) return [];
  const { command, origin } = entry;
  const ignoredFor = softDependencyInPlace(database, name);
  const hindrance = { kind: "command", module: name, command, idle: isIdleCommand(command), origin } as const;
  return [ignoredFor === undefined ? hindrance : { ...hindrance, ignoredFor }];
}

function isThere(files: FileSystem, path: string): boolean {
  try {
    files.status(path);
    return true;
  } catch (error) {
    if (error instanceof KmodError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return false;
    throw error;
  }
}
