/** What `kmod-ts explain` finds out before anything is shown. */

import type { ModuleOptions } from "../core/config/configuration.ts";
import { optionsFor } from "../core/config/matching.ts";
import { readModulesLoad } from "../core/config/modules-load.ts";
import type { ModuleCopies } from "../core/depmod/copies.ts";
import { knowsClaims } from "../core/device/candidates.ts";
import { nearDevices } from "../core/device/locate-device.ts";
import { reasonsOfAbsence } from "../core/explanation/absence.ts";
import { type Forecast, forecastInsertion } from "../core/explanation/forecast.ts";
import { findRoutes, type Routes } from "../core/explanation/routes.ts";
import { findTargets, type Subject, type Target, toSubjects } from "../core/explanation/subject.ts";
import type { ModuleDatabase } from "../core/module/database.ts";
import { knowsLoaded } from "../core/module/running.ts";
import type { ModuleStanding } from "../core/module/standing.ts";
import type { FileSystem } from "../core/platform.ts";
import type { LoadedModule } from "../core/state/proc-modules.ts";
import type { Context } from "./command.ts";
import { remarkOnDirectory } from "./directory-remarks.ts";
import type { ModuleSystem } from "./module-system.ts";
import { searchTree } from "./tree-search.ts";
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
  /** Whether there is an index of what modules claim. */
  readonly claimsKnown: boolean;
  readonly explanations: readonly Explanation[];
}

/** All operands, with what is read once for all of them. Throws KmodError for a device that is not there. */
export function explainAll(operands: readonly string[], system: ModuleSystem, context: Context): ExplainFacts {
  const { platform, report } = context;
  const { database } = system;
  const tell = (text: string): void => {
    report.message("ERROR", text);
    report.fail();
  };
  const isLoaded = (name: string): boolean => system.loaded?.has(name) === true;
  const subjects = operands.flatMap((operand) => toSubjects(platform.files, database, operand, isLoaded));
  remarkOnDirectory(database.directory, context);
  const known = subjects.map((subject) => ({ subject, targets: targetsOf(subject, system, context) }));
  const copies = searchTree(new Set(known.flatMap(namesToSearch)), database.directory, context);
  const found = known.map(({ subject, targets }) => {
    return { subject, targets: targets.length > 0 ? targets : unindexedTarget(subject, copies, database) };
  });
  const names = new Set(found.flatMap(({ targets }) => targets.map(({ module }) => module.name)));
  const running = knowsLoaded(platform, database.directory);
  const modulesLoad = readModulesLoad(platform.files, {}, tell);
  const routesOf = findRoutes({ files: platform.files, database, boot: system.obstacles.boot, modulesLoad }, names);
  const indexed = Array.from(names, (name) => indexedModule(database, { name }));
  const files = new Map(withCopies(indexed, copies, running, context).map((each) => [each.name, each]));
  const explain = (target: Target): ModuleExplanation => ({
    ...explainTarget(target, files.get(target.module.name) as WhichModule, system, tell),
    routes: routesOf(target.module.name),
  });
  const explanations = found.map(({ subject, targets: its }): Explanation => {
    const modules = its.map(explain);
    // A driver that is part of the kernel is an answer.
    const isDriven = subject.device?.driver !== undefined;
    if (!isDriven && modules.every(({ standing }) => standing === "missing")) report.answer(UNKNOWN);
    return { subject, modules, near: modules.length > 0 ? [] : nearTo(subject, database, platform.files) };
  });
  const claimsKnown = knowsClaims(platform.files, database.directory);
  return { directory: database.directory, running, claimsKnown, explanations };
}

/** Names of modules and devices that may have been meant. */
function nearTo({ words, device }: Subject, { index }: ModuleDatabase, files: FileSystem): readonly string[] {
  const modules = words.flatMap((word) => nearModuleNames(word, index));
  const devices = device === undefined ? words.flatMap((word) => nearDevices(files, word)) : [];
  return [...new Set([...modules, ...devices])];
}

interface KnownSubject {
  readonly subject: Subject;
  readonly targets: readonly Target[];
}

/** A module may be loaded that no index has, or whose name an alias gives to others. */
function targetsOf(subject: Subject, { database, loaded }: ModuleSystem, { platform }: Context): readonly Target[] {
  const targets = findTargets(platform.files, database, subject);
  const name = nameIn(subject);
  if (name === undefined || loaded?.has(name) !== true || targets.some(({ module }) => module.name === name)) {
    return targets;
  }
  return [{ module: database.moduleNamed(name), by: "name", sources: [] }, ...targets];
}

/** What a word would be as the name of a module; that of a device is none. */
function nameIn({ words, device }: Subject): string | undefined {
  return device === undefined ? words[0]?.replaceAll("-", "_") : undefined;
}

/** The modules of a subject; where nothing knows it, there may be a file of that name. */
function namesToSearch({ subject, targets }: KnownSubject): readonly string[] {
  const name = nameIn(subject);
  if (targets.length > 0) return targets.map(({ module }) => module.name);
  return name === undefined ? [] : [name];
}

function unindexedTarget(
  subject: Subject,
  copies: ReadonlyMap<string, ModuleCopies>,
  database: ModuleDatabase,
): readonly Target[] {
  const name = nameIn(subject);
  if (name === undefined || !copies.has(name)) return [];
  return [{ module: database.moduleNamed(name), by: "name", sources: [] }];
}

function explainTarget(
  target: Target,
  files: WhichModule,
  system: ModuleSystem,
  tell: (text: string) => void,
): Omit<ModuleExplanation, "routes"> {
  const { module } = target;
  const { obstacles, database, loaded } = system;
  const { standing, hindrances } = system.standing(module);
  const isMissing = standing === "missing";
  const reasons = isMissing ? reasonsOfAbsence(obstacles.files, database, module, files.copies) : [];
  const named = module.named === undefined ? database.moduleNamed(module.name) : module;
  return {
    target,
    files,
    standing,
    hindrances: [...hindrances, ...reasons],
    loaded: loaded?.get(module.name),
    forecast: forecastInsertion(obstacles, module, true, tell),
    byName: forecastInsertion(obstacles, named, false, () => undefined),
    options: optionsFor(database.configuration, module.name, module.alias),
  };
}
