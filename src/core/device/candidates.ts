/** Which modules claim a device by its modaliases, and where each of them stands. */

import type { Origin } from "../config/configuration.ts";
import { aliasTargets } from "../config/matching.ts";
import type { KnownModule, ModuleDatabase } from "../module/database.ts";
import type { ModuleStanding } from "../module/standing.ts";
import { normaliseAlias } from "../names.ts";
import type { FileSystem } from "../platform.ts";

export interface Candidate extends ModuleStanding {
  readonly module: string;
  /** Absolute path of its file; undefined without one. */
  readonly path: string | undefined;
  /** The `alias` line that leads to it; undefined where the module itself says that it drives such devices. */
  readonly aliasOrigin: Origin | undefined;
}

/** Either has what modules say of the devices that they drive. */
const INDEXES = ["modules.alias.bin", "modules.alias"] as const;

/**
 * Whether a module directory has an index of what modules claim: without one, only `alias` lines of the configuration
 * are known.
 */
export function knowsClaims(files: FileSystem, directory: string): boolean {
  return INDEXES.some((name) => files.exists(`${directory}/${name}`));
}

/** Finds candidates. Devices of one kind have the same, and devices of many kinds the same modules: both are looked up once. */
export class CandidateFinder {
  readonly #database: ModuleDatabase;
  readonly #standingOf: (module: KnownModule) => ModuleStanding;
  readonly #byModaliases: Map<string, readonly Candidate[]> = new Map();
  readonly #byModule: Map<string, Omit<Candidate, "aliasOrigin">> = new Map();

  constructor(database: ModuleDatabase, standingOf: (module: KnownModule) => ModuleStanding) {
    this.#database = database;
    this.#standingOf = standingOf;
  }

  /** The modules that modprobe would take for the modaliases of a device, in its order, each once. Throws SystemError. */
  of(modaliases: readonly string[]): readonly Candidate[] {
    const key = modaliases.join("\n");
    const before = this.#byModaliases.get(key);
    if (before !== undefined) return before;
    const candidates = new Map<string, Candidate>();
    for (const candidate of modaliases.flatMap((modalias) => this.#ofOne(modalias))) {
      if (!candidates.has(candidate.module)) candidates.set(candidate.module, candidate);
    }
    this.#byModaliases.set(key, [...candidates.values()]);
    return [...candidates.values()];
  }

  #ofOne(modalias: string): readonly Candidate[] {
    const modules = new Map((this.#database.lookUp(modalias) ?? []).map((module) => [module.name, module]));
    const aliases = aliasTargets(this.#database.configuration, normaliseAlias(modalias) ?? "");
    const candidates = Array.from(modules.values(), (module): Candidate => {
      const aliasOrigin = aliases.find((alias) => alias.module === module.name)?.origin;
      return { ...this.#describe(module), aliasOrigin };
    });
    this.#database.forget();
    return candidates;
  }

  #describe(module: KnownModule): Omit<Candidate, "aliasOrigin"> {
    const before = this.#byModule.get(module.name);
    if (before !== undefined) return before;
    const described = { module: module.name, path: module.path, ...this.#standingOf(module) };
    this.#byModule.set(module.name, described);
    return described;
  }
}
