/** What `kmod-ts explain` finds out before anything is shown. */

import type { ModuleOptions } from "../core/config/configuration.ts";
import { optionsFor } from "../core/config/matching.ts";
import { readModulesLoad } from "../core/config/modules-load.ts";
import { type Forecast, forecastInsertion } from "../core/explanation/forecast.ts";
import { findRoutes, type Routes } from "../core/explanation/routes.ts";
import { findTargets, type Subject, type Target, toSubject } from "../core/explanation/subject.ts";
import { knowsLoaded } from "../core/module/running.ts";
import type { ModuleStanding } from "../core/module/standing.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";
import type { Context } from "./command.ts";
import { remarkOnReleases } from "./missing-directory.ts";
import type { ModuleSystem } from "./module-system.ts";
import { nearModuleNames } from "./unknown-module.ts";
import { indexedModule, type WhichModule, withCopies } from "./which-facts.ts";

/** The exit status where an operand stands for nothing, as that of `kmod-ts status` for what is missing. */
const UNKNOWN = 4;

/** One module that an operand stands for. */
export interface ModuleExplanation extends ModuleStanding {
  readonly target: Target;
  readonly loaded: LoadedModule | undefined;
  /** What `modprobe -b OPERAND` would do for it: so ask udev, systemd and the kernel. */
  readonly forecast: Forecast;
  /** What `modprobe NAME` would do. */
  readonly byName: Forecast;
  readonly routes: Routes;
  /** Its files; those of the tree are missing where it is built in. */
  readonly files: WhichModule;
  /** The `options` lines that count, in the order in which the kernel gets them. */
  readonly options: readonly ModuleOptions[];
}

export interface Explanation {
  readonly subject: Subject;
  readonly modules: readonly ModuleExplanation[];
  /** Where there is none: names that may have been meant. */
  readonly near: readonly string[];
}

export interface ExplainFacts {
  readonly directory: string;
  /** Whether it is known what is loaded. */
  readonly running: boolean;
  readonly explanations: readonly Explanation[];
}

/** All operands, with what is read once for all of them. Throws SystemError for a device that is not there. */
export function explainAll(operands: readonly string[], system: ModuleSystem, context: Context): ExplainFacts {
  const { platform, report } = context;
  const { database } = system;
  const tell = (text: string): void => {
    report.message("ERROR", text);
    report.fail();
  };
  const subjects = operands.map((operand) => toSubject(platform.files, operand));
  const found = subjects.map((subject) => ({ subject, targets: targetsOf(subject, system, context) }));
  const targets = found.flatMap((each) => each.targets);
  const names = new Set(targets.map(({ module }) => module.name));
  const running = knowsLoaded(platform, database.directory);
  const modulesLoad = readModulesLoad(platform.files, {}, tell);
  const routesOf = findRoutes({ files: platform.files, database, boot: system.obstacles.boot, modulesLoad }, names);
  const indexed = Array.from(names, (name) => indexedModule(database, { name }));
  const files = new Map(withCopies(indexed, database, running, context).map((each) => [each.name, each]));
  const explain = (target: Target): ModuleExplanation => ({
    ...explainTarget(target, system, tell),
    routes: routesOf(target.module.name),
    files: files.get(target.module.name) as WhichModule,
  });
  const explanations = found.map(({ subject, targets: its }): Explanation => {
    if (its.length > 0) return { subject, modules: its.map(explain), near: [] };
    report.answer(UNKNOWN);
    const near = subject.words.flatMap((word) => nearModuleNames(word, database.index));
    return { subject, modules: [], near };
  });
  if (explanations.some(({ modules }) => modules.length === 0)) remarkOnReleases(database.directory, context);
  return { directory: database.directory, running, explanations };
}

/** A module may be loaded that no index has. */
function targetsOf(subject: Subject, { database, loaded }: ModuleSystem, { platform }: Context): readonly Target[] {
  const targets = findTargets(platform.files, database, subject);
  const name = subject.words[0]?.replaceAll("-", "_");
  if (targets.length > 0 || name === undefined || loaded?.has(name) !== true) return targets;
  return [{ module: database.moduleNamed(name), by: "name", sources: [] }];
}

function explainTarget(
  target: Target,
  system: ModuleSystem,
  tell: (text: string) => void,
): Omit<ModuleExplanation, "routes" | "files"> {
  const { module } = target;
  const { obstacles, database, loaded } = system;
  const named = module.named === undefined ? database.moduleNamed(module.name) : module;
  return {
    target,
    ...system.standing(module),
    loaded: loaded?.get(module.name),
    forecast: forecastInsertion(obstacles, module, true, tell),
    byName: forecastInsertion(obstacles, named, false, () => undefined),
    options: optionsFor(database.configuration, module.name, module.alias),
  };
}
