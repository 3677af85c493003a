/** Where a module stands now: in the kernel, on its way, at hand, kept out, or not there. */

import type { LoadedModule } from "../state/proc-modules.ts";
import type { KnownModule } from "./database.ts";
import { type Hindrance, hindrancesOf, isAbsolute, type Obstacles } from "./hindrances.ts";

export type Standing =
  | "loaded"
  | "loading"
  | "unloading"
  | "builtin"
  /** There is a file, and nothing speaks against loading it. */
  | "available"
  /** There is a file, but nobody's modprobe would load it when it is asked for as udev and systemd do: by an alias, or `modprobe -b`. */
  | "blocked"
  | "missing";

export interface ModuleStanding {
  readonly standing: Standing;
  /** What speaks against loading it, also where it is loaded. */
  readonly hindrances: readonly Hindrance[];
}

/** What `/proc/modules` calls it. */
const STATES: Readonly<Record<LoadedModule["state"], Standing>> = {
  live: "loaded",
  loading: "loading",
  unloading: "unloading",
};

/** Where a module stands that is listed in /proc/modules. */
export function standingOfLoaded({ state }: LoadedModule): Standing {
  return STATES[state];
}

/** Where a module stands; `loaded` is its line of /proc/modules. Throws SystemError. */
export function standingOf(
  obstacles: Obstacles,
  module: KnownModule,
  loaded: LoadedModule | undefined,
): ModuleStanding {
  const hindrances = hindrancesOf(obstacles, module);
  if (loaded !== undefined) return { standing: standingOfLoaded(loaded), hindrances };
  if (obstacles.database.isBuiltin(module.name)) return { standing: "builtin", hindrances: [] };
  const hasNoFile = hindrances.some(({ kind, module: about }) => kind === "no-file" && about === module.name);
  if (module.path === undefined || hasNoFile) return { standing: "missing", hindrances };
  return { standing: hindrances.some(blocks) ? "blocked" : "available", hindrances };
}

/** An idle command holds only where every modprobe runs it: who asks does not know whose modprobe the machine has. */
function blocks(hindrance: Hindrance): boolean {
  if (hindrance.kind === "blacklist") return true;
  return hindrance.kind === "command" ? hindrance.idle && hindrance.ignoredFor === undefined : isAbsolute(hindrance);
}
