/** Modules with all that decides whether they are loaded: configuration, indexes, what the kernel says. Each is read when it is asked for. */

import { readBootWords } from "../core/config/boot-words.ts";
import type { KnownModule, ModuleDatabase } from "../core/module/database.ts";
import { moduleDirectory } from "../core/module/directory.ts";
import type { Obstacles } from "../core/module/hindrances.ts";
import { readLoadedByName, runs } from "../core/module/running.ts";
import { type ModuleStanding, standingOf } from "../core/module/standing.ts";
import type { Platform } from "../core/platform.ts";
import { areModulesDisabled } from "../core/state/modules-disabled.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";
import type { Context, Request } from "./command.ts";
import { openAnswerableDatabase } from "./configured-database.ts";
import { lastValue } from "./options.ts";

export class ModuleSystem {
  readonly #request: Request;
  readonly #context: Context;
  readonly #running: boolean;
  #loaded: ReadonlyMap<string, LoadedModule> | null | undefined = null;
  #obstacles: Obstacles | undefined;

  /** The context is that of the system which the request asks about. */
  constructor(request: Request, context: Context) {
    this.#request = request;
    this.#context = context;
    const version = lastValue(request, "set-version");
    this.#running = version === undefined || runs(context.platform, version);
  }

  get platform(): Platform {
    return this.#context.platform;
  }

  get directory(): string {
    return moduleDirectory(this.platform, { version: lastValue(this.#request, "set-version") });
  }

  /** Opened when first asked for; what is wrong is reported then. */
  get database(): ModuleDatabase {
    return this.obstacles.database;
  }

  /** The modules in the kernel by name; undefined where that is not known, or the question is about another kernel. */
  get loaded(): ReadonlyMap<string, LoadedModule> | undefined {
    if (this.#loaded === null) this.#loaded = this.#running ? readLoadedByName(this.platform) : undefined;
    return this.#loaded;
  }

  get obstacles(): Obstacles {
    this.#obstacles ??= this.#readObstacles();
    return this.#obstacles;
  }

  /** Where a module stands. */
  standing(module: KnownModule): ModuleStanding {
    return standingOf(this.obstacles, module, this.loaded?.get(module.name));
  }

  #readObstacles(): Obstacles {
    const { files } = this.platform;
    return {
      files,
      database: openAnswerableDatabase(this.#request, this.#context),
      boot: readBootWords(files),
      modulesDisabled: this.#running && areModulesDisabled(files),
      isLoaded: (name) => this.loaded?.has(name) === true,
    };
  }
}
