/** Which modules claim a device by its modalias, and what keeps each from being loaded when udev asks for it. */

import type { Origin } from "../config/configuration.ts";
import { aliasTargets, installCommandFor } from "../config/matching.ts";
import type { KnownModule, ModuleDatabase } from "../module/database.ts";
import { normaliseAlias } from "../names.ts";
import type { FileSystem } from "../platform.ts";
import type { LoadedModule } from "../state/proc-modules.ts";
import { unlessAbsent } from "./sysfs-device.ts";

/** What speaks against loading a module by an alias. */
export type Hindrance =
  /** A line, or a word of the kernel command line, forbids it. */
  | { readonly kind: "blacklist"; readonly origin: Origin }
  /** A command runs in its place. */
  | { readonly kind: "install"; readonly command: string; readonly origin: Origin }
  /** The file that the index names is not there. */
  | { readonly kind: "no-file"; readonly path: string }
  /** The configuration's alias leads to what no index knows. */
  | { readonly kind: "unknown" };

export interface Candidate {
  readonly module: string;
  readonly state: LoadedModule["state"] | "builtin" | "absent";
  /** Absolute path of its file; undefined without one. */
  readonly path: string | undefined;
  /** The `alias` line that leads to it; undefined where the module itself says that it drives such devices. */
  readonly aliasOrigin: Origin | undefined;
  /** None of a module that is loaded or built in. */
  readonly hindrances: readonly Hindrance[];
}

/** What is so of a module whatever led to it. */
type Standing = Omit<Candidate, "aliasOrigin">;

/** Finds candidates. Devices of one kind have the same, and devices of many kinds the same modules: both are looked up once. */
export class CandidateFinder {
  readonly #files: FileSystem;
  readonly #database: ModuleDatabase;
  readonly #states: ReadonlyMap<string, LoadedModule["state"]>;
  readonly #byModalias: Map<string, readonly Candidate[]> = new Map();
  readonly #byModule: Map<string, Standing> = new Map();

  constructor(files: FileSystem, database: ModuleDatabase, loaded: readonly LoadedModule[]) {
    this.#files = files;
    this.#database = database;
    this.#states = new Map(loaded.map(({ name, state }) => [name, state]));
  }

  /** The modules that modprobe would take for a modalias, in its order. Throws SystemError. */
  of(modalias: string): readonly Candidate[] {
    const before = this.#byModalias.get(modalias);
    if (before !== undefined) return before;
    const modules = new Map((this.#database.lookUp(modalias) ?? []).map((module) => [module.name, module]));
    const aliases = aliasTargets(this.#database.configuration, normaliseAlias(modalias) ?? "");
    const candidates = Array.from(modules.values(), (module): Candidate => {
      const aliasOrigin = aliases.find((alias) => alias.module === module.name)?.origin;
      return { ...this.#standingOf(module), aliasOrigin };
    });
    this.#database.forget();
    this.#byModalias.set(modalias, candidates);
    return candidates;
  }

  #standingOf(module: KnownModule): Standing {
    const before = this.#byModule.get(module.name);
    if (before !== undefined) return before;
    const { name, path } = module;
    const state = this.#states.get(name) ?? (this.#database.isBuiltin(name) ? "builtin" : "absent");
    const hindrances = state === "absent" ? this.#hindrances(module) : [];
    const standing: Standing = { module: name, state, path, hindrances };
    this.#byModule.set(name, standing);
    return standing;
  }

  #hindrances({ name, path }: KnownModule): readonly Hindrance[] {
    const { configuration } = this.#database;
    const forbidden = configuration.blacklist.filter(({ module }) => module === name);
    const command = installCommandFor(configuration, name);
    const found: Hindrance[] = forbidden.map(({ origin }) => ({ kind: "blacklist", origin }));
    if (command !== undefined) found.push({ kind: "install", command: command.command, origin: command.origin });
    else if (path === undefined) found.push({ kind: "unknown" });
    else if (unlessAbsent(() => this.#files.status(path)) === undefined) found.push({ kind: "no-file", path });
    return found;
  }
}
